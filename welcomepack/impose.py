"""Pages to sheets: folded to a booklet, or two alike to be cut apart.

The order of pages is a pure function, so that a test can fold it back. A booklet of a
right-to-left language is bound on the right: the halves of each side change places and nothing
else.
"""

import io
from collections.abc import Iterator

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf

# A stapler and a fold take fifteen sheets; a thicker booklet is made of several, each folded
# and stapled by itself.
MOST_PAGES = 60
_PER_SHEET = 4
_EDGE = 17  # points, 6 mm: office printers leave 5 mm blank
Side = tuple[int, int]


def order(pages: int, *, rtl: bool, most: int = MOST_PAGES) -> tuple[Side, ...]:
    """What stands on the left and right half of each printed side, pages counted from 1.

    0 is a blank half: the count is filled up to a multiple of four. Sides come in pairs, front
    and back of one sheet, turned over the short edge. ``most`` is the number of pages that can
    be folded together, a multiple of four.
    """
    sides: list[Side] = []
    for first, count in _quires(pages, most):
        for sheet in range(count // _PER_SHEET * 2):
            low, high = first + sheet, first + count - 1 - sheet
            left, right = (high, low) if sheet % 2 == 0 else (low, high)
            left, right = (right, left) if rtl else (left, right)
            sides.append((_real(left, pages), _real(right, pages)))
    return tuple(sides)


def _quires(pages: int, most: int) -> Iterator[tuple[int, int]]:
    """The first page and the number of pages of each part that is folded together, all alike."""
    sheets = -(-pages // _PER_SHEET)
    parts = max(1, -(-sheets * _PER_SHEET // most))
    first = 1
    for part in range(parts):
        count = _PER_SHEET * (sheets * (part + 1) // parts - sheets * part // parts)
        yield first, count
        first += count


def _real(number: int, pages: int) -> int:
    return number if number <= pages else 0


def impose(pdf: bytes, *, rtl: bool) -> bytes:
    """Two pages on each side of landscape sheets, in the order for folding.

    For printers only: the structure tree cannot follow its pages there, so the file in reading
    order is the accessible one. The same PDF gives the same bytes.
    """
    made = Pdf.new()
    with Pdf.open(io.BytesIO(pdf)) as source:
        box = source.pages[0].mediabox
        width, height = float(box[2] - box[0]), float(box[3] - box[1])
        pages = [made.copy_foreign(page.as_form_xobject()) for page in source.pages]
        for left, right in order(len(pages), rtl=rtl):
            _add_side(made, pages, left, right, width, height)
        _name_as(made, source)
    made.Root.ViewerPreferences = _how_to_print(Name.DuplexFlipShortEdge, rtl=rtl)
    return _saved(made)


def halves(pdf: bytes) -> bytes:
    """Every page twice, one above the other, on sheets of double height to be cut in two.

    For printers only, as `impose`. Printed on both sides, a sheet turns over its long edge, so
    each half keeps its own back. The same PDF gives the same bytes.
    """
    made = Pdf.new()
    with Pdf.open(io.BytesIO(pdf)) as source:
        box = source.pages[0].mediabox
        width, height = float(box[2] - box[0]), float(box[3] - box[1])
        for page in source.pages:
            sheet = made.add_blank_page(page_size=(width, 2 * height))
            shown = made.copy_foreign(page.as_form_xobject())
            sheet.obj.Resources = Dictionary(XObject=Dictionary({"/H": shown}))
            cut = (
                f"q 0.4 w [4 3] 0 d 0.4 G {_EDGE} {height:.3f} m "
                f"{width - _EDGE:.3f} {height:.3f} l S Q"
            )
            drawn = f"/H Do q 1 0 0 1 0 {height:.3f} cm /H Do Q {cut}"
            sheet.obj.Contents = made.make_stream(drawn.encode())
        _name_as(made, source)
    made.Root.ViewerPreferences = _how_to_print(Name.DuplexFlipLongEdge, rtl=False)
    return _saved(made)


def _name_as(made: Pdf, source: Pdf) -> None:
    """Give a file the title and the language of another."""
    title = str(source.docinfo.get(Name.Title, ""))
    made.docinfo[Name.Title] = pikepdf.String(title)
    made.Root.Lang = pikepdf.String(str(source.Root.Lang))
    with made.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
        metadata["dc:title"] = title


def _saved(made: Pdf) -> bytes:
    out = io.BytesIO()
    made.save(
        out,
        static_id=True,
        min_version="1.7",
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
    )
    return out.getvalue()


def _add_side(
    made: Pdf,
    pages: list[pikepdf.Object],
    left: int,
    right: int,
    width: float,
    height: float,
) -> None:
    side = made.add_blank_page(page_size=(2 * width, height))
    named = {"L": (left, 0.0), "R": (right, width)}
    shown = {name: (number, x) for name, (number, x) in named.items() if number}
    side.obj.Resources = Dictionary(
        XObject=Dictionary({f"/{name}": pages[number - 1] for name, (number, _) in shown.items()})
    )
    drawn = (f"q 1 0 0 1 {x:.3f} 0 cm /{name} Do Q" for name, (_, x) in shown.items())
    side.obj.Contents = made.make_stream("\n".join(drawn).encode())


def _how_to_print(turned: Name, *, rtl: bool) -> Dictionary:
    """What the print dialogue should begin with (ISO 32000-1, table 150)."""
    preferences = Dictionary(
        Duplex=turned,
        PickTrayByPDFSize=True,
        PrintScaling=Name("/None"),
        Enforce=Array([Name.PrintScaling]),
        DisplayDocTitle=True,
    )
    if rtl:
        preferences.Direction = Name.R2L
    return preferences
