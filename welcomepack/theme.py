"""A theme: a folder of templates, styles, words and pictograms; never any Python.

The only module that knows the template library. Templates run in a sandbox, with every value
escaped, unknown names refused, and a loader that cannot leave the theme's folder.
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

from jinja2 import FileSystemLoader, StrictUndefined, TemplateError
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup
from pydantic import Field, ValidationError

from welcomepack import document, extract
from welcomepack.diagnostic import WelcomepackError
from welcomepack.explain import explain_errors
from welcomepack.model import Id, Line, Model

_SVG = re.compile(r"<svg\b[^>]*>(.*)</svg>", re.DOTALL)
_FORBIDDEN = re.compile(
    r"<script|<foreignObject|href\s*=|url\(|<!ENTITY|\bon\w+\s*=", re.IGNORECASE
)
Colour = Annotated[str, Field(pattern=r"^#[0-9a-f]{6}$")]


class Manifest(Model):
    """``theme.yaml``: the theme's title and an accent colour for each topic's pictogram."""

    title: Line
    accent: Colour
    accents: dict[Id, Colour] = Field(default_factory=dict)


@dataclass(frozen=True)
class Theme:
    """A theme that has been read; ``digest`` changes with any of its files."""

    name: str
    manifest: Manifest
    words: Mapping[str, str]
    pictograms: Mapping[str, Markup]
    digest: str
    environment: SandboxedEnvironment = field(repr=False, compare=False)

    def accent(self, topic: str) -> str:
        """The colour of a topic."""
        return self.manifest.accents.get(topic, self.manifest.accent)

    def style(self, name: str) -> str:
        """The text of a style sheet or template part that is no template itself."""
        return str(self.environment.get_template(name).render())

    def render(self, template: str, values: Mapping[str, object]) -> str:
        """Fill a template; raises `WelcomepackError` naming template and line."""
        try:
            return self.environment.get_template(template).render(values)
        except TemplateError as error:
            place = f"{template}:{getattr(error, 'lineno', 0) or 0}"
            message = f"WP401 The template {place} of the theme {self.name} fails: {error}"
            raise WelcomepackError(message) from error


def read_theme(folder: Path) -> Theme:
    """Read a theme's folder; raises `WelcomepackError` when something is missing or damaged."""
    node = _document(folder, "theme.yaml")
    try:
        manifest = Manifest.model_validate(document.plain(node))
    except ValidationError as error:
        found = "\n".join(one.text() for one in explain_errors(error, node))
        raise WelcomepackError(found) from None
    words = extract.messages((folder / "words.yaml").read_bytes(), f"{folder.name}/words.yaml")
    environment = SandboxedEnvironment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return Theme(
        folder.name,
        manifest,
        {one.key.partition("/")[2]: one.english for one in words},
        _pictograms(folder / "pictograms"),
        _digest(folder),
        environment,
    )


def _document(folder: Path, name: str) -> document.Node:
    node, found = document.read(folder / name, f"{folder.name}/{name}")
    if node is None:
        problems = "\n".join(one.text() for one in found)
        raise WelcomepackError(problems or f"WP401 {folder.name}/{name} is empty.")
    return node


def _pictograms(folder: Path) -> dict[str, Markup]:
    """Drawings by name: what stands inside ``<svg>``, refused when it could fetch or run."""
    drawings: dict[str, Markup] = {}
    for path in sorted(folder.glob("*.svg")):
        text = path.read_text(encoding="utf-8")
        match = _SVG.search(text)
        if match is None or _FORBIDDEN.search(text):
            message = f"WP401 The pictogram {path.name} is not a plain drawing."
            raise WelcomepackError(message)
        drawings[path.stem] = Markup(match[1].strip())  # noqa: S704 - our theme's own drawing, scanned above
    return drawings


def _digest(folder: Path) -> str:
    whole = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            whole.update(path.relative_to(folder).as_posix().encode())
            whole.update(hashlib.sha256(path.read_bytes()).digest())
    return whole.hexdigest()
