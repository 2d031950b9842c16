"""What topics of a bound file have in common, once: font programs and pictures.

Each topic was laid out by itself and brings its own subset of the same fonts. Only the programs
are joined (`unite`, `cff`); a topic keeps its codes, their texts and widths, so what a page
says, and where, is untouched. A font that cannot be shared stays as it is: a file that is
larger than it need be is no reason to have none.
"""

import struct
from collections.abc import Iterator, Sequence

from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream

from welcomepack import cff, unite

_REFUSED = (cff.Unlike, unite.Unlike, struct.error, LookupError)
_PROGRAMS = (Name.FontFile2, Name.FontFile3)
_DIRECT = (0, 0)  # the number of an object that stands inside another


def share(bound: Pdf) -> None:
    """Let all fonts of one name refer to one program, and equal pictures be one object.

    The same file is changed in the same way.
    """
    found = list(_resources(bound))
    groups: dict[tuple[str, Name], list[Object]] = {}
    for font in _fonts(found):
        described = font.get(Name.FontDescriptor, Dictionary())
        for program in _PROGRAMS:
            if program in described:
                groups.setdefault((str(described.FontName), program), []).append(font)
    for (_, program), fonts in groups.items():
        try:
            if program == Name.FontFile3:
                _share_cff(fonts)
            elif len(fonts) > 1:
                _share_truetype(fonts)
        except _REFUSED:
            continue
    _share_pictures(found)


def _resources(bound: Pdf) -> Iterator[Object]:
    """The resources of every page, and of the forms drawn on it, each once."""
    seen: set[tuple[int, int]] = set()
    waiting = [page.obj.get(Name.Resources) for page in bound.pages]
    while waiting:
        one = waiting.pop(0)
        if one is None or one.objgen in seen:
            continue
        seen |= {one.objgen} - {_DIRECT}
        yield one
        waiting += [form.get(Name.Resources) for form in _named(one, Name.XObject).values()]


def _named(resources: Object, kind: Name) -> Object:
    return resources.get(kind, Dictionary())


def _fonts(found: Sequence[Object]) -> Iterator[Object]:
    """The inner half of every composite font, each once."""
    seen: set[tuple[int, int]] = set()
    for resources in found:
        for font in _named(resources, Name.Font).values():
            for inner in font.get(Name.DescendantFonts, Array()):
                if inner.objgen not in seen:
                    seen |= {inner.objgen} - {_DIRECT}
                    yield inner


def _share_truetype(fonts: Sequence[Object]) -> None:
    programs = [font.FontDescriptor.FontFile2.read_bytes() for font in fonts]
    subsets = [
        unite.Subset(program, frozenset(_codes(font)), _glyph_map(font))
        for program, font in zip(programs, fonts, strict=True)
    ]
    whole, maps = unite.united(subsets)
    shared = fonts[0].FontDescriptor.FontFile2
    shared.write(whole)
    shared.Length1 = len(whole)
    for font, glyph_map in zip(fonts, maps, strict=True):
        font.FontDescriptor.FontFile2 = shared
        if glyph_map is not None:
            font.CIDToGIDMap.write(glyph_map)


def _glyph_map(font: Object) -> bytes | None:
    told = font.get(Name.CIDToGIDMap)
    return told.read_bytes() if isinstance(told, Stream) else None


def _share_cff(fonts: Sequence[Object]) -> None:
    """Also for one font alone, which has a quarter of its size afterwards."""
    subsets = [
        (font.FontDescriptor.FontFile3.read_bytes(), frozenset(_codes(font))) for font in fonts
    ]
    shared = fonts[0].FontDescriptor.FontFile3
    shared.write(cff.united(subsets))
    shared.Subtype = Name.CIDFontType0C
    for font in fonts:
        font.FontDescriptor.FontFile3 = shared


def _codes(font: Object) -> Iterator[int]:
    """The codes that a font has widths for (ISO 32000-1, 9.7.4.3): all that are drawn."""
    told = iter(list(font.get(Name.W, Array())))
    for one in told:
        first, second = int(one), next(told)
        if isinstance(second, Array):
            yield from range(first, first + len(second))
        else:
            yield from range(first, int(second) + 1)
            next(told)


def _share_pictures(found: Sequence[Object]) -> None:
    kept: dict[tuple[object, ...], Object] = {}
    for resources in found:
        drawn = _named(resources, Name.XObject)
        for name, one in list(drawn.items()):
            if one.get(Name.Subtype) == Name.Image:
                drawn[name] = kept.setdefault(_picture(one), one)


def _picture(image: Object) -> tuple[object, ...]:
    """All that a picture is: its bytes, what is said of them, and its mask."""
    told = image.stream_dict.copy()
    mask = told.get(Name.SMask)
    if mask is not None:
        del told.SMask
    return (image.read_raw_bytes(), told.unparse(), mask is not None and _picture(mask))
