"""No word of a place in public output: the hotel is the secret."""

import calendar
import html
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import pikepdf

from welcomepack.cache import remembered
from welcomepack.diagnostic import Diagnostic, Position
from welcomepack.fact import Kind
from welcomepack.model import Pack, Place
from welcomepack.verify.glyph import glyphs, visual_words
from welcomepack.verify.opened import opened

# Kinds of place facts that could identify the place; times and prices cannot.
_TELLING = {Kind.NAME, Kind.ADDRESS, Kind.POSTCODE, Kind.PHONE, Kind.SMS, Kind.EMAIL, Kind.URL}
_SHORTEST_SECRET = 4
_ESCAPING = {".ics", ".vcf"}


def secrets(places: Iterable[Place], public: Pack) -> Mapping[str, str]:
    """The strings of place files that could tell where a place is, with what each is.

    What the public directory says anyway (the name of a library nearby) is no secret, and
    neither is the name of a day. Prose does not count: a hotel's name that somebody typed into
    a sentence, or into where a public session is, is just what must be found.
    """
    listed = [one.model_dump_json() for one in (*public.services, *public.links.values())]
    known = _fold(" ".join([*listed, public.area.name, public.area.council, *calendar.day_name]))
    strings: dict[str, str] = {}
    for place in places:
        strings |= {place.id: "id", place.name: "name"}
        strings |= {one.value: one.id for one in place.facts if one.kind in _TELLING and one.value}
        strings |= {way.stop: f"stop of the way {way.id}" for way in place.ways if way.stop}
        strings |= {one.where: f"place of the session {one.id}" for one in place.sessions}
    folded = {_fold(one): what for one, what in strings.items()}
    return {
        one: what
        for one, what in folded.items()
        if len(one) >= _SHORTEST_SECRET and one not in known
    }


def _fold(text: str) -> str:
    return re.sub(r"[\s\-]+", "", text).casefold()


def leaks(files: Mapping[str, Path], hidden: Mapping[str, str]) -> Iterator[Diagnostic]:
    """Search public files, their names and their metadata for secrets.

    The message names the field, never the word: diagnostics end up in logs. A file that was
    clean of the same words is not read twice.
    """
    listed = json.dumps(sorted(hidden.items()))
    for name, path in files.items() if hidden else ():
        yield from _leaks_of(name, path, hidden, listed)


def _leaks_of(
    name: str, path: Path, hidden: Mapping[str, str], listed: str
) -> tuple[Diagnostic, ...]:
    found: list[str] = []

    def search() -> bytes | None:
        haystack = _fold(name + _readable(path))
        found.extend(what for word, what in hidden.items() if word in haystack)
        return None if found else b"clean"

    remembered(("leaks", name, listed, path.read_bytes()), search)
    message = "The file holds a private word of a place (its {})."
    return tuple(Diagnostic("WP502", message.format(what), Position(name)) for what in found)


def _readable(path: Path) -> str:
    """All text in a file as written and as read: markup resolved, a PDF's links and metadata."""
    data = path.read_bytes()
    if path.suffix != ".pdf":
        text = data.decode("utf-8", "replace")
        if path.suffix in _ESCAPING:  # folded over lines, and signs written with a backslash
            text += re.sub(r"\\(.)", r"\1", text.replace("\r\n ", ""))
        return f"{text}\n{html.unescape(re.sub(r'<[^>]*>', '', text))}"
    texts = [" ".join(visual_words(page_glyphs)) for page_glyphs in glyphs(data)]
    whole = opened(data)
    texts += [whole.text(number).get_text_range() for number in range(len(whole))]
    with pikepdf.open(path) as edited:
        texts += [str(value) for value in edited.docinfo.values()]
        texts.append(edited.Root.Metadata.read_bytes().decode("utf-8", "replace"))
        for sheet in edited.pages:
            if "/Annots" in sheet.obj:
                texts += [part for one in sheet.obj.Annots for part in _link(one)]
        texts += [str(one.Alt) for one in edited.objects if _has_alternative(one)]
        with edited.open_outline() as outline:
            texts += [title for item in outline.root for title in _titles(item)]
    return "\n".join(texts)


def _link(annotation: pikepdf.Object) -> Iterator[str]:
    """Where a link leads and what it says of itself."""
    if "/A" in annotation and "/URI" in annotation.A:
        yield str(annotation.A.URI)
    if "/Contents" in annotation:
        yield str(annotation.Contents)


def _has_alternative(one: object) -> bool:
    return isinstance(one, pikepdf.Dictionary) and "/Alt" in one


def _titles(item: pikepdf.OutlineItem) -> Iterator[str]:
    yield item.title
    for child in item.children:
        yield from _titles(child)
