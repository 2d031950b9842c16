"""A tiny project to be drafted, and an engine that says what a test wants."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from engine_support import language

from welcomepack import messages
from welcomepack.catalog import Catalog, catalog_path, read_catalog
from welcomepack.draft import Report, run
from welcomepack.engines import Engine, Patient
from welcomepack.journal import NAME, Journal, read_journal
from welcomepack.load import load
from welcomepack.mask import Style
from welcomepack.memory import open_memory
from welcomepack.prefill import Job, Wish, plan
from welcomepack.project import open_project

SETTINGS = """\
name: Welcome pack
base_url: https://welcome.example.org
theme: clear
locales: [en, ar, es]
policy: {prints: mt}
"""
GP = """\
id: gp
title: See a doctor
summary: A doctor near your home helps you. It is free.
pictogram: gp
blocks:
  - id: desk
    kind: text
    basis: [gov]
    text: Call {gp.phone} to ask for help from the GP.
  - id: danger
    kind: warning
    risk: high
    basis: [gov]
    text: Go to the hospital now if you cannot breathe.
"""
FOOD = """\
id: food
title: Free food
summary: A doctor near your home helps you. It is free.
pictogram: gp
blocks: []
"""
FACTS = """\
- id: gp.phone
  kind: phone
  value: 0808 8010 503
  source: https://www.gov.uk/
  checked: 2026-11-01
  confidence: A
"""
FILES = {
    "locales/terms.yaml": "- term: GP\n",
    "content/project.yaml": SETTINGS,
    "content/england/topics/gp.yaml": GP,
    "content/england/topics/food.yaml": FOOD,
    "content/england/facts.yaml": FACTS,
}
SPANISH = {
    "See a doctor": "Ver a un médico",
    "A doctor near your home helps you. It is free.": "Un médico cerca de su casa le ayuda.",
    "Call XQ0QX to ask for help from the XQ1QX.": "Llame al XQ0QX y pida ayuda al XQ1QX.",
    "Go to the hospital now if you cannot breathe.": "Vaya al hospital si no puede respirar.",
    "Free food": "Comida gratis",
}


@dataclass
class Spoken:
    """An engine that answers from a table, and counts what it was asked."""

    answers: Mapping[str, str | BaseException] = field(default_factory=lambda: SPANISH)
    name: str = "spoken"
    sends_text_away: bool = False
    limit: int = 1000
    style: Style = Style.WORD
    asked: list[str] = field(default_factory=list)

    def code(self, one):
        """It has every language but Arabic."""
        return None if one.tag == "ar" else one.tag

    def translate(self, text, _language):
        """What the table has for the masked text; an exception there is raised."""
        self.asked.append(text)
        answer = self.answers[text]
        if isinstance(answer, BaseException):
            raise answer
        return answer


def planned(root: Path, engine: Engine, wish: Wish, tag: str = "es") -> tuple[Job, ...]:
    """The plan for one language of a project."""
    project = open_project(root)
    return plan(
        project,
        messages.domains(project, project.themes / "clear"),
        load(project).packs.values(),
        [(language(tag), engine)],
        open_memory(project),
        read_journal(project.desk / NAME),
        wish,
        ["GP"],
    )


def drafted(
    root: Path,
    engine: Engine,
    wish: Wish | None = None,
    tell: Callable[[str], None] = lambda _: None,
) -> Report:
    """Plan and run for Spanish and the area's own texts, without ever waiting."""
    project = open_project(root)
    jobs = planned(root, engine, wish or Wish(("england",)))
    wanted = messages.domains(project, project.themes / "clear")
    with Journal(project.desk / NAME) as journal:
        return run(
            project,
            wanted,
            jobs,
            journal,
            patient=lambda one: Patient(one, lambda _: None),
            tell=tell,
        )


def catalog(root: Path, tag: str = "es") -> Catalog:
    """What a project's catalogs hold."""
    return read_catalog(root / "locales", language(tag))[0]


def texts(root: Path, domain: str = "england", tag: str = "es") -> dict[str, str]:
    """The translations of a domain by key, without the missing."""
    entries = catalog(root, tag).domains.get(domain, {})
    return {key: one.text for key, one in entries.items() if one.text}


def po(root: Path, domain: str = "england", tag: str = "es") -> Path:
    """A catalog's file."""
    return catalog_path(root / "locales", language(tag), domain)
