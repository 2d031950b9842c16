"""What a finished PDF says of itself: language, title, bookmarks, labels, pictures, fonts."""

import io
from collections.abc import Iterator
from typing import Any

import page as pdf_validation
import pikepdf
from pikepdf import Dictionary, Name, Pdf

from welcomepack.diagnostic import Diagnostic, Position

_PROGRAMS = (Name.FontFile, Name.FontFile2, Name.FontFile3)


def accessible(pdf: bytes, name: str) -> tuple[Diagnostic, ...]:
    """Check a finished PDF against PDF/UA-1 (ISO 14289-1)."""
    report = pdf_validation.validate_pdf_bytes(
        pdf, profile=pdf_validation.ValidationProfile.PDF_UA_1
    )
    if report.is_compliant:
        return ()
    return (Diagnostic("WP504", f"{report}"[:400].replace("\n", " "), Position(name)),)


def complete(pdf: bytes, locale: str, name: str) -> tuple[Diagnostic, ...]:
    """Check that a bound file has what readers show of it, in the language that it is in.

    PDF/UA asks that a language be named, not that it be the right one; it asks for no
    bookmarks and no page labels.
    """
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return tuple(Diagnostic("WP517", one, Position(name)) for one in _lacks(opened, locale))


def _lacks(opened: Pdf, locale: str) -> Iterator[str]:
    root = opened.Root
    language = str(root.get(Name.Lang, ""))
    if language != locale:
        yield f'The file says that its language is "{language}", not "{locale}".'
    title = str(opened.docinfo.get(Name.Title, "")).strip()
    with opened.open_metadata(update_docinfo=False) as metadata:
        told = str(metadata.get("dc:title", "")).strip()
    if not title or title != told:
        yield f'The title is "{title}" in one place and "{told}" in the other.'
    with opened.open_outline() as outline:
        if not outline.root:
            yield "There are no bookmarks."
    labels = root.get(Name.PageLabels)
    starts = [int(one) for one in list(labels.Nums)[::2]] if labels is not None else []
    if not starts or starts[0] != 0 or starts[-1] >= len(opened.pages):
        yield "The pages have no labels."
    yield from _objects(opened)


def _objects(opened: Pdf) -> Iterator[str]:
    for one in opened.objects:
        if not isinstance(one, Dictionary):
            continue
        if one.get(Name.S) == Name.Figure and not str(one.get(Name.Alt, "")).strip():
            yield "A picture has no words for those who cannot see it."
        if one.get(Name.Type) == Name.Font and not _usable(one):
            yield f"The font {one.get(Name.BaseFont, 'without a name')} is not in the file."


def _usable(font: Any) -> bool:  # noqa: ANN401 - a dictionary of the editor
    """Whether a font has its program, or is the outer half of one, with its characters."""
    if font.get(Name.Subtype) == Name.Type0:
        return Name.ToUnicode in font
    described = font.get(Name.FontDescriptor)
    return described is not None and any(one in described for one in _PROGRAMS)
