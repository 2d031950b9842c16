"""Pictures of a theme: what is taken, what is refused, and that nothing hides in them."""

import base64
import io
from pathlib import Path

import pytest
from PIL import Image, PngImagePlugin

from welcomepack.drawing import MOST_BYTES, MOST_SIDE, address, problem

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">{}</svg>'


def picture(kind: str, size: tuple[int, int] = (8, 8)) -> bytes:
    out = io.BytesIO()
    Image.new("L", size, 18).save(out, kind)
    return out.getvalue()


BAD = {
    "broken.png": (picture("PNG")[:40], "is broken"),
    "text.png": (b"no picture", "is broken"),
    "wide.png": (picture("PNG", (MOST_SIDE + 1, 2)), "dots"),
    "heavy.png": (b"\x89PNG" + b"0" * MOST_BYTES, "KB"),
    "bomb.png": (picture("PNG", (15000, 15000)), "far too large"),
    "other.png": (picture("GIF"), "is not what its name says"),
    "photo.gif": (picture("GIF"), "is not SVG, PNG or JPEG"),
    "script.svg": (SVG.format("<script>x</script>").encode(), "is not a plain drawing"),
    "far.svg": (SVG.format('<image href="https://evil.example/x"/>').encode(), "plain drawing"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_picture_that_could_harm_is_refused(tmp_path: Path, name: str) -> None:
    data, reason = BAD[name]
    (tmp_path / name).write_bytes(data)
    assert reason in problem(tmp_path / name)


@pytest.mark.parametrize(
    ("name", "kind"), [("a.png", "PNG"), ("a.jpg", "JPEG"), ("a.jpeg", "JPEG")]
)
def test_a_sound_picture_is_taken(tmp_path: Path, name: str, kind: str) -> None:
    (tmp_path / name).write_bytes(picture(kind))
    assert problem(tmp_path / name) == ""
    assert address(tmp_path / name).startswith("data:image/")


def test_a_drawing_is_taken(tmp_path: Path) -> None:
    (tmp_path / "a.svg").write_text(SVG.format('<path d="M0 0"/>'), "utf-8")
    assert problem(tmp_path / "a.svg") == ""
    assert address(tmp_path / "a.svg").startswith("data:image/svg+xml;base64,")


def test_what_stands_beside_the_picture_is_dropped(tmp_path: Path) -> None:
    out, note = io.BytesIO(), PngImagePlugin.PngInfo()
    note.add_text("Comment", "taken at Nightingale Lodge")
    Image.new("RGB", (4, 4)).save(out, "PNG", pnginfo=note)
    path = tmp_path / "logo.png"
    path.write_bytes(out.getvalue())
    assert b"Nightingale" in path.read_bytes()
    assert b"Nightingale" not in base64.b64decode(address(path).partition(",")[2])
