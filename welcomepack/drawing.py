"""Pictures of a theme: plain drawings and small photographs, refused when they are anything else."""

import base64
import io
import re
import warnings
from pathlib import Path
from xml.etree import ElementTree as ET

from markupsafe import Markup

MOST_BYTES = 512 * 1024
MOST_SIDE = 4000
PICTURES = {".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg"}
_SVG = re.compile(r"<svg\b[^>]*>(.*)</svg>", re.DOTALL)
_DECLARATION = re.compile(r"^\s*<\?xml [^>]*\?>")
_SVG_NAMES = "{http://www.w3.org/2000/svg}"
_SHAPES = {"g", "path", "circle", "ellipse", "rect", "line", "polyline", "polygon"}
_ATTRIBUTES = {
    *("d", "x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "r", "rx", "ry", "points"),
    *("width", "height", "transform", "fill", "fill-rule", "opacity", "stroke"),
    *("stroke-width", "stroke-linecap", "stroke-linejoin", "stroke-dasharray"),
}


def drawing(path: Path) -> Markup | None:
    """What stands inside ``<svg>``, or ``None`` when the file is more or less than a drawing."""
    try:
        text = _DECLARATION.sub("", path.read_text(encoding="utf-8"), count=1)
        plain = _is_drawing(text)
    except (OSError, UnicodeDecodeError, ET.ParseError):
        return None
    match = _SVG.fullmatch(text.strip()) if plain else None
    return Markup(match[1].strip()) if match else None  # noqa: S704 - only shapes, checked above


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


def problem(path: Path) -> str:
    """What is wrong with a picture, or the empty string."""
    size = path.stat().st_size
    if size > MOST_BYTES:
        return f"is {size // 1024} KB; {MOST_BYTES // 1024} KB is the most"
    if path.suffix == ".svg":
        return "" if drawing(path) is not None else "is not a plain drawing"
    return _photograph(path) if path.suffix in PICTURES else "is not SVG, PNG or JPEG"


def _photograph(path: Path) -> str:
    """What is wrong with a picture made of dots; every one of them is decoded."""
    # Slow to import, and most projects have no photograph.
    from PIL import Image, UnidentifiedImageError  # noqa: PLC0415

    try:
        with warnings.catch_warnings(), Image.open(path) as image:
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            width, height = image.size
            if max(width, height) > MOST_SIDE:
                return f"is {width} by {height} dots; {MOST_SIDE} is the most"
            image.load()
            right = image.format in {"PNG", "JPEG"}
    except (OSError, SyntaxError, ValueError, UnidentifiedImageError):
        return "is broken"
    except (Image.DecompressionBombWarning, Image.DecompressionBombError):
        return "is far too large"
    return "" if right else "is not what its name says"


def address(path: Path) -> str:
    """A picture as a ``data:`` address, so that a page needs no file; photographs are re-encoded.

    Re-encoding drops what cameras and programs write beside the picture: places, names.
    """
    if path.suffix == ".svg":
        return _data("image/svg+xml", path.read_bytes())
    from PIL import Image  # noqa: PLC0415 - as above

    with Image.open(path) as image:
        out = io.BytesIO()
        image.convert("RGBA" if path.suffix == ".png" else "RGB").save(out, image.format)
    return _data(PICTURES[path.suffix], out.getvalue())


def _data(kind: str, data: bytes) -> str:
    return f"data:{kind};base64,{base64.b64encode(data).decode()}"
