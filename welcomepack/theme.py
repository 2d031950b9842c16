"""A theme: a folder of templates, styles, words and pictograms; never any Python.

The only module that knows the template library. Templates run in a sandbox, with every value
escaped, unknown names refused, and a loader that cannot leave the theme's folder. A theme may
extend another: what it does not have comes from there, file by file.
"""

import hashlib
import traceback
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Self

from markupsafe import Markup
from pydantic import Field, ValidationError, model_validator
from pydantic_core import PydanticCustomError

from welcomepack import document, drawing, extract
from welcomepack.diagnostic import Diagnostic, WelcomepackError
from welcomepack.explain import explain_errors, nearest
from welcomepack.model import Id, Line, Model

if TYPE_CHECKING:
    from jinja2.sandbox import SandboxedEnvironment

Colour = Annotated[str, Field(pattern=r"^#[0-9a-f]{6}$")]


class Manifest(Model):
    """``theme.yaml``: title, colours (an accent for each topic), typeface, logo, and a parent.

    ``ink`` is the colour of text, ``tint`` the ground of notes; ``typeface`` is the family for
    Latin letters and digits. What is left out comes from the theme that it ``extends``.
    """

    title: Line = ""
    extends: Id | None = None
    accent: Colour = ""
    accents: dict[Id, Colour] = Field(default_factory=dict)
    ink: Colour = "#111111"
    tint: Colour = "#f1f3f5"
    typeface: Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9 ]*$")] = "Noto Sans"
    logo: Line = ""

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        for name in () if self.extends else ("title", "accent"):
            if not getattr(self, name):
                raise PydanticCustomError(
                    "missing_field", 'The field "{name}" is missing.', {"name": name}
                )
        return self

    def over(self, parent: "Manifest") -> "Manifest":
        """This manifest with what it leaves out taken from its parent's."""
        given = {name: getattr(self, name) for name in self.model_fields_set}
        accents = {**parent.accents, **self.accents}
        return parent.model_copy(update={**given, "accents": accents})


@dataclass(frozen=True)
class Theme:
    """A theme that has been read; ``digest`` changes with any of its files.

    ``folders`` are its own and its parents', nearest first; ``logo`` is a ``data:`` address or
    empty.
    """

    name: str
    manifest: Manifest
    words: Mapping[str, str]
    pictograms: Mapping[str, Markup]
    digest: str
    folders: tuple[Path, ...]
    logo: str = field(repr=False)

    @property
    def folder(self) -> Path:
        """The theme's own folder."""
        return self.folders[0]

    @property
    def words_folder(self) -> Path:
        """The folder that its words stand in."""
        return nearest_folder(self.folders, "words.yaml")

    def accent(self, topic: str) -> str:
        """The colour of a topic."""
        return self.manifest.accents.get(topic, self.manifest.accent)

    def families(self, fonts: Sequence[str]) -> tuple[str, ...]:
        """A language's stack of fonts with the theme's typeface before its Latin one."""
        own = self.manifest.typeface
        return tuple(
            dict.fromkeys(
                one
                for family in fonts
                for one in ((own, family) if family == _LATIN else (family,))
            )
        )

    def style(self, name: str) -> str:
        """The text of a style sheet or template part that is no template itself."""
        return str(_environment(self.folders, self.digest).get_template(name).render())

    def render(self, template: str, values: Mapping[str, object]) -> str:
        """Fill a template; raises `WelcomepackError` naming template and line."""
        from jinja2 import TemplateError  # noqa: PLC0415 - a check reads themes and fills nothing

        try:
            return _environment(self.folders, self.digest).get_template(template).render(values)
        except (TemplateError, KeyError, UnicodeDecodeError) as error:
            place = _place(error, template, self.folders)
            reason = f"{error} is not known" if isinstance(error, KeyError) else str(error)
            message = f"WP401 The template {place} of the theme {self.name} fails: {reason}"
            raise WelcomepackError(message) from error


_LATIN = "Noto Sans"


def _place(error: Exception, template: str, folders: Sequence[Path]) -> str:
    """The innermost template and line that an error comes from."""
    from jinja2 import TemplateSyntaxError  # noqa: PLC0415 - as above

    if isinstance(error, TemplateSyntaxError):
        return f"{error.name or template}:{error.lineno}"
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        for folder in folders:
            if frame.filename.startswith(f"{folder}/"):
                return f"{frame.filename.removeprefix(f'{folder}/')}:{frame.lineno}"
    return f"{template}:0"


def read_theme(folder: Path) -> Theme:
    """Read a theme's folder; raises `WelcomepackError` when something is missing or damaged."""
    folders, manifest = _lineage(folder)
    words_folder = nearest_folder(folders, "words.yaml")
    _document(words_folder, "words.yaml")
    shown = f"{words_folder.name}/words.yaml"
    words = extract.messages((words_folder / "words.yaml").read_bytes(), shown)
    if not words:
        message = f"WP401 {shown} holds no words."
        raise WelcomepackError(message)
    return Theme(
        folder.name,
        manifest,
        {one.key.partition("/")[2]: one.english for one in words},
        _pictograms(folders),
        _digest(folders),
        folders,
        _logo(folders, manifest.logo),
    )


@lru_cache(maxsize=4)
def _environment(folders: tuple[Path, ...], _digest: str) -> "SandboxedEnvironment":
    """The templates of a theme, compiled once for all who use it while it stays the same."""
    from jinja2 import ChoiceLoader, FileSystemLoader, StrictUndefined  # noqa: PLC0415 - as above
    from jinja2.sandbox import SandboxedEnvironment  # noqa: PLC0415 - as above

    return SandboxedEnvironment(
        loader=ChoiceLoader([FileSystemLoader(one) for one in folders]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def nearest_folder(folders: Sequence[Path], name: str) -> Path:
    """The first of these folders that has a file of this name; the first of all if none has."""
    return next((one for one in folders if (one / name).is_file()), folders[0])


def _lineage(folder: Path) -> tuple[tuple[Path, ...], Manifest]:
    """A theme's folder and its parents', nearest first, and the manifest they make together."""
    folders, manifests = [folder], [_manifest(folder)]
    while parent := manifests[-1].extends:
        other = folder.parent / parent
        known = sorted(one.parent.name for one in folder.parent.glob("*/theme.yaml"))
        if other in folders:
            message = f'WP404 The theme "{folders[-1].name}" extends itself through others.'
            raise WelcomepackError(message)
        if parent not in known:
            message = (
                f'WP404 The theme "{folders[-1].name}" extends "{parent}", which is not there. '
                f"{nearest(parent, known)}"
            )
            raise WelcomepackError(message.strip())
        folders.append(other)
        manifests.append(_manifest(other))
    whole = manifests.pop()
    while manifests:
        whole = manifests.pop().over(whole)
    return tuple(folders), whole


def _manifest(folder: Path) -> Manifest:
    node = _document(folder, "theme.yaml")
    try:
        return Manifest.model_validate(document.plain(node))
    except ValidationError as error:
        found = explain_errors(error, node, known=Manifest.model_fields)
        raise WelcomepackError(_told(found)) from None


def _told(found: Iterator[Diagnostic]) -> str:
    return "\n".join(one.text() for one in found)


def _document(folder: Path, name: str) -> document.Node:
    node, found = document.read(folder / name, f"{folder.name}/{name}")
    if node is None:
        problems = _told(iter(found))
        raise WelcomepackError(problems or f"WP401 {folder.name}/{name} is empty.")
    return node


def _logo(folders: Sequence[Path], name: str) -> str:
    """The logo as a ``data:`` address; empty for one that the theme's rules refuse."""
    folder = nearest_folder(folders, name) if name else None
    if folder is None or not (folder / name).resolve().is_relative_to(folder.resolve()):
        return ""
    path = folder / name
    return drawing.address(path) if path.is_file() and not drawing.problem(path) else ""


def _pictograms(folders: Sequence[Path]) -> dict[str, Markup]:
    """Drawings by name: what stands inside ``<svg>``, refused when it is more than a drawing."""
    drawings: dict[str, Markup] = {}
    for folder in reversed(folders):
        for path in sorted((folder / "pictograms").glob("*.svg")):
            found = drawing.drawing(path)
            if found is None:
                message = f"WP401 The pictogram {path.name} is not a plain drawing."
                raise WelcomepackError(message)
            drawings[path.stem] = found
    return drawings


def _digest(folders: Sequence[Path]) -> str:
    whole = hashlib.sha256()
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                whole.update(path.relative_to(folder).as_posix().encode())
                whole.update(hashlib.sha256(path.read_bytes()).digest())
    return whole.hexdigest()
