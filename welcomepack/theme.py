"""A theme: a folder of templates, styles, words and pictograms; never any Python.

The only module that knows the template library. Templates run in a sandbox, with every value
escaped, unknown names refused, and a loader that cannot leave the theme's folder.
"""

import hashlib
import re
import traceback
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated
from xml.etree import ElementTree as ET

from jinja2 import FileSystemLoader, StrictUndefined, TemplateError, TemplateSyntaxError
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup
from pydantic import Field, ValidationError

from welcomepack import document, extract
from welcomepack.diagnostic import WelcomepackError
from welcomepack.explain import explain_errors
from welcomepack.model import Id, Line, Model

_SVG = re.compile(r"<svg\b[^>]*>(.*)</svg>", re.DOTALL)
_DECLARATION = re.compile(r"^\s*<\?xml [^>]*\?>")
_SVG_NAMES = "{http://www.w3.org/2000/svg}"
_SHAPES = {"g", "path", "circle", "ellipse", "rect", "line", "polyline", "polygon"}
_ATTRIBUTES = {
    *("d", "x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "r", "rx", "ry", "points"),
    *("width", "height", "transform", "fill", "fill-rule", "opacity", "stroke"),
    *("stroke-width", "stroke-linecap", "stroke-linejoin", "stroke-dasharray"),
}
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
    folder: Path
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
        except (TemplateError, KeyError, UnicodeDecodeError) as error:
            place = _place(error, template, self.folder)
            reason = f"{error} is not known" if isinstance(error, KeyError) else str(error)
            message = f"WP401 The template {place} of the theme {self.name} fails: {reason}"
            raise WelcomepackError(message) from error


def _place(error: Exception, template: str, folder: Path) -> str:
    """The innermost template and line that an error comes from."""
    frames = traceback.extract_tb(error.__traceback__)
    inside = [one for one in frames if one.filename.startswith(f"{folder}/")]
    if isinstance(error, TemplateSyntaxError):
        return f"{error.name or template}:{error.lineno}"
    if inside:
        return f"{inside[-1].filename.removeprefix(f'{folder}/')}:{inside[-1].lineno}"
    return f"{template}:0"


def read_theme(folder: Path) -> Theme:
    """Read a theme's folder; raises `WelcomepackError` when something is missing or damaged."""
    node = _document(folder, "theme.yaml")
    try:
        manifest = Manifest.model_validate(document.plain(node))
    except ValidationError as error:
        found = "\n".join(one.text() for one in explain_errors(error, node))
        raise WelcomepackError(found) from None
    _document(folder, "words.yaml")
    words = extract.messages((folder / "words.yaml").read_bytes(), f"{folder.name}/words.yaml")
    if not words:
        message = f"WP401 {folder.name}/words.yaml holds no words."
        raise WelcomepackError(message)
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
        folder,
        environment,
    )


def _document(folder: Path, name: str) -> document.Node:
    node, found = document.read(folder / name, f"{folder.name}/{name}")
    if node is None:
        problems = "\n".join(one.text() for one in found)
        raise WelcomepackError(problems or f"WP401 {folder.name}/{name} is empty.")
    return node


def _pictograms(folder: Path) -> dict[str, Markup]:
    """Drawings by name: what stands inside ``<svg>``, refused when it is more than a drawing."""
    drawings: dict[str, Markup] = {}
    for path in sorted(folder.glob("*.svg")):
        try:
            text = _DECLARATION.sub("", path.read_text(encoding="utf-8"), count=1)
            plain = _is_drawing(text)
        except (OSError, UnicodeDecodeError, ET.ParseError):
            plain = False
        match = _SVG.fullmatch(text.strip()) if plain else None
        if match is None:
            message = f"WP401 The pictogram {path.name} is not a plain drawing."
            raise WelcomepackError(message)
        drawings[path.stem] = Markup(match[1].strip())  # noqa: S704 - only shapes, checked above
    return drawings


def _is_drawing(text: str) -> bool:
    """Whether an SVG holds shapes and nothing else; entities and instructions are refused."""
    if "<!" in text or "<?" in text or "&" in text:
        return False
    root = ET.fromstring(text)  # noqa: S314 - without entities or a document type
    parts = list(root.iter())[1:]
    return all(
        part.tag.removeprefix(_SVG_NAMES) in _SHAPES
        and set(part.attrib) <= _ATTRIBUTES
        and not any("url" in value.lower() or "\\" in value for value in part.attrib.values())
        and not (part.text or "").strip()
        for part in parts
    )


def _digest(folder: Path) -> str:
    whole = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            whole.update(path.relative_to(folder).as_posix().encode())
            whole.update(hashlib.sha256(path.read_bytes()).digest())
    return whole.hexdigest()
