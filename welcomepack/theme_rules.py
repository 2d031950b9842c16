"""Whether a theme may be used: its files, its colours, its typeface, its templates."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

from welcomepack import contrast, drawing, font
from welcomepack.diagnostic import Diagnostic, Position
from welcomepack.explain import nearest
from welcomepack.model import AnyBlock
from welcomepack.theme import Theme, nearest_folder

WHITE = "#ffffff"
KINDS = tuple(
    get_args(one.model_fields["kind"].annotation)[0] for one in get_args(get_args(AnyBlock)[0])
)
_TEXTS = {".html", ".css"}
_STYLE_REACHES = re.compile(r"@import|url\(\s*['\"]?(?!data:)[^)]*\)?", re.IGNORECASE)
_FILLED = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_COLLAPSED = re.compile(r"border-collapse\s*:\s*collapse", re.IGNORECASE)
_SCREEN = "site"  # the folder of a theme that is for browsers
_PAGE_REACHES = re.compile(
    r"<(?:img|link|script|iframe|object|embed|source|image|use)\b[^>]*?"
    r"(?:src|href|data)\s*=\s*['\"](?:[a-z]+:(?<!data:)|/|\.\./)[^'\"]*",
    re.IGNORECASE,
)


def check_theme(theme: Theme) -> Iterator[Diagnostic]:
    """Everything that is wrong with a theme that could be read, all at once."""
    yield from _templates(theme)
    yield from _colours(theme)
    yield from _typeface(theme)
    yield from _logo(theme)
    for folder in theme.folders:
        yield from _files(folder)


def _templates(theme: Theme) -> Iterator[Diagnostic]:
    for kind in KINDS:
        name = f"blocks/{kind}.html"
        if not (nearest_folder(theme.folders, name) / name).is_file():
            message = f'The theme has no template for blocks of the kind "{kind}".'
            yield Diagnostic("WP405", message, Position(f"themes/{theme.name}/{name}"))


def _colours(theme: Theme) -> Iterator[Diagnostic]:
    """Each pair of colours that stand on each other: name and colour of type, and of ground."""
    one = theme.manifest
    accents = {"accent": one.accent, **{f"accents: {key}": v for key, v in one.accents.items()}}
    pairs = [("ink", one.ink, "white", WHITE), ("ink", one.ink, "tint", one.tint)]
    for name, colour in accents.items():
        pairs += [(name, colour, "white", WHITE), (name, colour, "tint", one.tint)]
    for name, colour, ground_name, ground in pairs:
        ratio = contrast.ratio(colour, ground)
        if ratio < contrast.LEAST:
            message = (
                f"{name} ({colour}) on {ground_name} ({ground}) has a contrast of "
                f"{ratio:.2f}:1; {contrast.LEAST}:1 is the least."
            )
            yield Diagnostic("WP406", message, Position(f"themes/{theme.name}/theme.yaml"))


def _typeface(theme: Theme) -> Iterator[Diagnostic]:
    family = theme.manifest.typeface
    if font.find(family) is None:
        message = f'The typeface "{family}" is not installed on this machine.'
        yield Diagnostic("WP409", message, Position(f"themes/{theme.name}/theme.yaml"))


def _logo(theme: Theme) -> Iterator[Diagnostic]:
    name = theme.manifest.logo
    if not name:
        return
    folder = nearest_folder(theme.folders, name)
    where = Position(f"themes/{theme.name}/theme.yaml")
    if not _inside(folder / name, folder):
        yield Diagnostic("WP407", f'The logo "{name}" lies outside the theme\'s folder.', where)
    elif not (folder / name).is_file():
        there = {path.relative_to(folder).as_posix() for path in folder.rglob("*.*")}
        message = f'The logo "{name}" is not in the theme\'s folder.'
        yield Diagnostic("WP408", message, where, nearest(name, there))


def _files(folder: Path) -> Iterator[Diagnostic]:
    real = folder.resolve()
    for path in sorted(folder.rglob("*")):
        where = Position(f"themes/{folder.name}/{path.relative_to(folder).as_posix()}")
        if not path.resolve().is_relative_to(real):
            yield Diagnostic("WP407", "The file lies outside the theme's folder.", where)
        elif path.is_file() and path.suffix in {*drawing.PICTURES, ".svg"}:
            if wrong := drawing.problem(path):
                yield Diagnostic("WP408", f"The picture {wrong}.", where)
        elif path.is_file() and path.suffix in _TEXTS:
            yield from _reaches(path, where)
            if path.relative_to(folder).parts[0] != _SCREEN:
                yield from _mirrored(path, where)


def _inside(path: Path, folder: Path) -> bool:
    """Whether a path stays in its folder, links followed."""
    return path.resolve().is_relative_to(folder.resolve())


def _blanked(text: str) -> str:
    """A template without what the template library puts in, each letter and line in its place."""
    return _FILLED.sub(lambda hit: re.sub(r"[^\n]", " ", hit.group(0)), text)


def _mirrored(path: Path, where: Position) -> Iterator[Diagnostic]:
    """Tables whose columns the renderer of paper may mirror; see docs/themes.md."""
    text = _blanked(path.read_text(encoding="utf-8", errors="replace"))
    for hit in _COLLAPSED.finditer(text):
        line = text.count("\n", 0, hit.start()) + 1
        message = (
            f'"{" ".join(hit.group(0).split())}" may mirror the columns of a right-to-left table.'
        )
        yield Diagnostic("WP522", message, Position(where.path, line))


def _reaches(path: Path, where: Position) -> Iterator[Diagnostic]:
    """Addresses that a style or a template would fetch from the network or the disk."""
    text = _blanked(path.read_text(encoding="utf-8", errors="replace"))
    patterns = (_STYLE_REACHES,) if path.suffix == ".css" else (_PAGE_REACHES, _STYLE_REACHES)
    for pattern in patterns:
        for hit in pattern.finditer(text):
            line = text.count("\n", 0, hit.start()) + 1
            message = f'"{hit.group(0)[-60:]}" would fetch from the network or the disk.'
            yield Diagnostic("WP408", message, Position(where.path, line))
