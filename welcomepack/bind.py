"""Topic PDFs to one pack PDF, tags kept, with what they have in common once (`share`).

Each topic was laid out by itself and keeps its own page numbers ("3.2" is topic 3, page 2), so
a change in one topic never renumbers another. The structure trees are joined as ISO 32000-1,
14.7 asks: kids appended, the number tree of parents renumbered with the pages' keys.
"""

import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, OutlineItem, Pdf

from welcomepack.cache import remembered
from welcomepack.language import Language
from welcomepack.share import share

_TOP = 3  # in an /XYZ destination (ISO 32000-1, table 151): page, /XYZ, left, top, zoom
TOPIC_LINK = "https://topic.invalid/"


@dataclass(frozen=True, slots=True)
class Part:
    """One bound document: its bytes, the topic it is (or ``""``), its label before the page."""

    pdf: bytes
    topic: str = ""
    label: str = ""


def page_count(pdf: bytes) -> int:
    """How many pages a PDF has."""
    with Pdf.open(io.BytesIO(pdf)) as opened:
        return len(opened.pages)


def bind(parts: Sequence[Part], language: Language) -> bytes:
    """Join parts into one tagged PDF with bookmarks, page labels and working contents links.

    Title and metadata are the first part's. The same parts give the same bytes, from the cache
    when there is one.
    """
    names = [[part.topic, part.label] for part in parts]
    told = json.dumps([language.tag, language.rtl, names])
    inputs: tuple[bytes | str, ...] = ("bind", told, *(part.pdf for part in parts))
    return remembered(inputs, lambda: _bound(parts, language)) or b""


def _bound(parts: Sequence[Part], language: Language) -> bytes:
    bound = Pdf.new()
    kids: list[Any] = []
    numbers: list[Any] = []
    labels: list[Any] = []
    starts: dict[str, int] = {}
    bookmarks: list[OutlineItem] = []
    key = 0
    with_sources = [(part, Pdf.open(io.BytesIO(part.pdf))) for part in parts]
    for part, source in with_sources:
        start = len(bound.pages)
        bound.pages.extend(source.pages)
        if part.topic:
            starts[part.topic] = start
        labels += [start, _label(part)]
        key = _join_structure(bound, source, start, kids, numbers, key)
        bookmarks += _bookmarks(source, start)
    _finish(bound, with_sources[0][1], kids, numbers, labels, language)
    _link_contents(bound, starts)
    share(bound)
    with bound.open_outline() as outline:
        outline.root.extend(bookmarks)
    out = io.BytesIO()
    bound.save(
        out,
        static_id=True,
        min_version="1.7",
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
    )
    return out.getvalue()


def _label(part: Part) -> Dictionary:
    if not part.label:
        return Dictionary(S=Name.r)
    return Dictionary(S=Name.D, P=pikepdf.String(f"{part.label}."))


def _join_structure(
    bound: Pdf, source: Pdf, start: int, kids: list[Any], numbers: list[Any], key: int
) -> int:
    """Copy a part's structure tree; returns the next free key of the parent tree."""
    root = bound.copy_foreign(source.Root.StructTreeRoot)
    root = root if root.is_indirect else bound.make_indirect(root)
    kids.extend(root.K if isinstance(root.K, Array) else [root.K])
    highest = key
    nums = list(root.ParentTree.Nums)
    for number, value in zip(nums[::2], nums[1::2], strict=True):
        numbers += [int(number) + key, value]
        highest = max(highest, int(number) + key + 1)
    for page in list(bound.pages)[start:]:
        if Name.StructParents in page.obj:
            page.obj.StructParents = int(page.obj.StructParents) + key
        for annotation in page.obj.get(Name.Annots, []):
            if Name.StructParent in annotation:
                annotation.StructParent = int(annotation.StructParent) + key
    return highest


def _bookmarks(source: Pdf, start: int) -> list[OutlineItem]:
    """A part's bookmarks with their pages counted in the bound file."""
    pages = {page.obj.objgen: index for index, page in enumerate(source.pages)}

    def copied(item: OutlineItem) -> OutlineItem:
        place = item.destination
        first = place[0] if isinstance(place, Array) else None
        page = pages.get(first.objgen, 0) if first is not None else 0
        top = float(place[_TOP]) if isinstance(place, Array) and len(place) > _TOP else 0.0
        made = OutlineItem(item.title, start + page, "XYZ", left=0, top=top)
        made.children.extend(copied(child) for child in item.children)
        made.is_closed = True
        return made

    with source.open_outline() as outline:
        return [copied(item) for item in outline.root]


def _finish(
    bound: Pdf,
    first: Pdf,
    kids: list[Any],
    numbers: list[Any],
    labels: list[Any],
    language: Language,
) -> None:
    root = bound.Root
    tree = bound.make_indirect(
        Dictionary(
            Type=Name.StructTreeRoot,
            K=Array(kids),
            ParentTree=bound.make_indirect(Dictionary(Nums=Array(numbers))),
            ParentTreeNextKey=1 + max((int(n) for n in numbers[::2]), default=-1),
        )
    )
    for kid in kids:
        kid.P = tree
    root.StructTreeRoot = tree
    root.MarkInfo = Dictionary(Marked=True)
    root.Lang = pikepdf.String(language.tag)
    root.Metadata = bound.copy_foreign(first.Root.Metadata)
    root.PageLabels = Dictionary(Nums=Array(labels))
    root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    if language.rtl:
        root.ViewerPreferences.Direction = Name.R2L
    root.PageMode = Name.UseOutlines
    for name in (Name.Title, Name.Producer):
        if name in first.docinfo:
            bound.docinfo[name] = pikepdf.String(str(first.docinfo[name]))


def _link_contents(bound: Pdf, starts: dict[str, int]) -> None:
    """Turn the contents' links, which stand for topics, into jumps inside the file."""
    for page in bound.pages:
        for annotation in page.obj.get(Name.Annots, []):
            action = annotation.get(Name.A)
            address = str(action.get(Name.URI, "")) if action is not None else ""
            if not address.startswith(TOPIC_LINK):
                continue
            target = bound.pages[starts[address.removeprefix(TOPIC_LINK)]]
            place = Array([target.obj, Name.XYZ, None, None, None])
            annotation.A = Dictionary(S=Name.GoTo, D=place)
