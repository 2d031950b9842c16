# The two commands: `make pack` builds the sample packs, `make test` runs all tests. Both set
# up what they need first; on Debian and Ubuntu (as root, or with sudo) system packages too.
PYTHON ?= python3
BIN := .venv/bin
SYSTEM := fonts-noto-core fonts-noto-cjk fontconfig libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0
TESTING := $(SYSTEM) chromium libzbar0 poppler-utils gettext apertium apertium-eng-spa

.PHONY: pack test lint lock readme languages sheets bench clean

pack: .venv/.system .venv/.installed
	$(BIN)/welcomepack build
	@echo "Open build/public/index.html, or run: $(BIN)/welcomepack serve"

test: .venv/.system-test .venv/.installed lint
	$(BIN)/pytest

lint: .venv/.installed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/welcomepack schema --check
	$(BIN)/welcomepack check --strict

.venv/.installed: requirements.lock pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

.venv/.system: tools/system-packages
	@mkdir -p .venv
	tools/system-packages $(SYSTEM)
	@touch $@

.venv/.system-test: tools/system-packages
	@mkdir -p .venv
	tools/system-packages $(TESTING)
	@touch $@

lock:
	$(BIN)/pip-compile --quiet --generate-hashes --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --strip-extras --allow-unsafe --no-header --annotation-style=line --extra dev -o requirements.lock pyproject.toml requirements.in

readme: pack
	$(BIN)/python tools/readme_picture.py

# Every language of the sample on paper and on a phone, to be looked at: docs/languages.md.
languages: .venv/.system-test .venv/.installed
	$(BIN)/python tools/language_sheets.py

# Each format of paper in six languages, to be looked at: docs/formats.md.
sheets: .venv/.system .venv/.installed
	$(BIN)/python tools/contact_sheets.py

# QUICK=1 looks at two languages only, and writes nothing.
bench: .venv/.system-test .venv/.installed
	$(BIN)/python bench/run.py $(if $(QUICK),--quick)

clean:
	rm -rf build .venv
