"""QR codes: as a path, and read back from finished pages by two readers.

The readers are zxing-cpp, which the program itself uses, and zbar, which it does not.
"""

import random
import re

import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from paper_support import BASE, edition_of, planned
from PIL import Image, ImageDraw, ImageFilter
from project_support import REPO
from pyzbar import pyzbar

from welcomepack import qr
from welcomepack.formats import paper
from welcomepack.plan import Plan, Selection
from welcomepack.render import Edition, render_topic
from welcomepack.shortcode import Meaning
from welcomepack.theme import Theme
from welcomepack.verify import render_page

RUN = re.compile(r"M(\d+) (\d+)h(\d+)v1h-(\d+)z")
# Letters that stand in web addresses, and a few that do not.
CONTENTS = st.text(
    alphabet=st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=qr.MAX_LENGTH
)
TYPICAL = f"{BASE}/w/VGNJ5V#20261122"
LOCALES = ("en", "ar", "ur", "ti")


def drawn(content: str, scale: int = 4) -> Image.Image:
    """The path of a code painted by rules of our own, not by the renderer's."""
    side = qr.side(content)
    picture = Image.new("L", (side * scale, side * scale), 255)
    brush = ImageDraw.Draw(picture)
    path = qr.svg_path(content)
    assert RUN.sub("", path) == ""
    for x, y, width, back in (map(int, run) for run in RUN.findall(path)):
        assert width == back
        corner = ((x + width) * scale - 1, (y + 1) * scale - 1)
        brush.rectangle(((x * scale, y * scale), corner), fill=0)
    return picture


def by_zxing(picture: Image.Image) -> list[str]:
    wanted = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
    return [one.text for one in zxingcpp.read_barcodes(picture, formats=wanted)]


def by_zbar(picture: Image.Image) -> list[str]:
    found = pyzbar.decode(picture, symbols=[pyzbar.ZBarSymbol.QRCODE])
    return [one.data.decode() for one in found]


def code_of(plan: Plan, topic: str, locale: str) -> str:
    """The code of a topic of Brent in the registry."""
    (code,) = [row.code for row in plan.codes if row.meaning == Meaning("brent", topic, locale)]
    return code


@settings(max_examples=30, deadline=None)
@given(content=CONTENTS)
def test_the_path_reads_as_its_content(content: str) -> None:
    assert by_zxing(drawn(content)) == [content]


def test_the_path_reads_with_another_reader_too() -> None:
    assert by_zbar(drawn(TYPICAL)) == [TYPICAL]


def test_the_path_paints_exactly_the_dark_modules() -> None:
    matrix = qr.matrix(TYPICAL)
    picture = drawn(TYPICAL, scale=1)
    painted = {
        (x - qr.QUIET, y - qr.QUIET)
        for x in range(picture.width)
        for y in range(picture.height)
        if picture.getpixel((x, y)) == 0
    }
    assert painted == {(x, y) for y, row in enumerate(matrix) for x, dark in enumerate(row) if dark}


def test_a_row_that_is_all_dark_is_one_run() -> None:
    assert qr.svg_path(TYPICAL).startswith("M4 4h7v1h-7z")


def test_the_picture_holds_a_quiet_zone_of_four_modules() -> None:
    matrix = qr.matrix(TYPICAL)
    assert qr.QUIET == 4
    assert qr.side(TYPICAL) == len(matrix) + 8


def test_a_smudge_of_a_tenth_still_reads() -> None:
    picture = drawn(TYPICAL)
    edge = round(picture.width * 0.2)
    start = round(picture.width * 0.5)
    ImageDraw.Draw(picture).rectangle(
        ((start, start), (start + edge, start + round(edge * 0.8))), fill=255
    )
    assert by_zxing(picture) == [TYPICAL]


def test_sixty_characters_are_the_most() -> None:
    longest = "a" * 60
    assert by_zxing(drawn(longest)) == [longest]
    with pytest.raises(ValueError, match="60 characters at most, this one 61"):
        qr.matrix(longest + "a")


@pytest.fixture(scope="module")
def brent() -> tuple[Theme, Plan]:
    _, theme, plan = planned(REPO, Selection(areas=("brent",), locales=LOCALES))
    return theme, plan


def page_picture(edition: Edition, theme: Theme, topic_id: str, dpi: int) -> Image.Image:
    """The first page of a topic; without its later blocks, which stand below the code."""
    topic = edition.pack.topic(topic_id)
    if not topic.one_page:
        topic = topic.model_copy(update={"blocks": topic.blocks[:1]})
    page = render_topic(edition, theme, "a4/topic.html", topic)
    return render_page(paper.pdf(page.html), 0, dpi)


@pytest.mark.parametrize("locale", LOCALES)
def test_every_topic_page_leads_to_its_own_newest_version(
    brent: tuple[Theme, Plan], locale: str
) -> None:
    theme, plan = brent
    edition = edition_of(plan.editions, locale)
    topics = [topic.id for topic in edition.pack.topics]
    assert len(topics) >= 13
    read: dict[str, tuple[list[str], list[str]]] = {}
    for topic in topics:
        picture = page_picture(edition, theme, topic, dpi=150)
        read[topic] = (by_zxing(picture), by_zbar(picture))
    wanted = {topic: [f"{BASE}/w/{code_of(plan, topic, locale)}#20261122"] for topic in topics}
    assert read == {topic: (content, content) for topic, content in wanted.items()}


def test_a_bad_copy_still_reads(brent: tuple[Theme, Plan]) -> None:
    """Photocopied twice, a little askew, pale: what hotels hand out."""
    theme, plan = brent
    sharp = page_picture(edition_of(plan.editions, "ar"), theme, "gp", dpi=150)
    blurred = sharp.filter(ImageFilter.GaussianBlur(1))
    copy = blurred.rotate(4, fillcolor=255, resample=Image.Resampling.BICUBIC)
    pale = copy.point(lambda level: 110 + level * 145 // 255)
    wanted = by_zxing(sharp)
    assert len(wanted) == 1
    assert by_zxing(pale) == wanted
    assert by_zbar(pale) == wanted


@pytest.mark.parametrize("topic", ["gp", "emergencies"])
@pytest.mark.parametrize("locale", ["en", "ar"])
@pytest.mark.parametrize("degrees", [-2, 1])
def test_a_grey_copy_with_noise_still_reads(
    brent: tuple[Theme, Plan], locale: str, topic: str, degrees: float
) -> None:
    """From the real sheet at 150 dpi: out of focus, pale, speckled, a little askew."""
    theme, plan = brent
    sharp = page_picture(edition_of(plan.editions, locale), theme, topic, dpi=150)
    turned = sharp.filter(ImageFilter.GaussianBlur(0.8)).rotate(
        degrees, fillcolor=255, resample=Image.Resampling.BICUBIC
    )
    pale = turned.point(lambda level: 90 + level * 130 // 255)
    wanted = [f"{BASE}/w/{code_of(plan, topic, locale)}#20261122"]
    assert by_zxing(sharp) == wanted
    assert by_zxing(speckled(pale, 25)) == wanted
    assert by_zbar(speckled(pale, 10)) == wanted  # it gives up at 25


def speckled(picture: Image.Image, most: int) -> Image.Image:
    """The picture with noise of up to so many of 255 levels, the same each time."""
    chance = random.Random(7)  # noqa: S311 - no secret
    dots = (max(0, min(255, dot + chance.randint(-most, most))) for dot in picture.tobytes())
    return Image.frombytes("L", picture.size, bytes(dots))


@pytest.mark.parametrize("topic", ["gp", "emergencies"])
@pytest.mark.parametrize("locale", LOCALES)
def test_the_printed_code_is_large_and_stands_in_white(
    brent: tuple[Theme, Plan], locale: str, topic: str
) -> None:
    """Measured in the picture: 25 mm, modules of 0.5 mm, and four modules of white around."""
    theme, plan = brent
    dpi = 300
    picture = page_picture(edition_of(plan.editions, locale), theme, topic, dpi)
    (found,) = zxingcpp.read_barcodes(picture)
    modules = 17 + 4 * int(found.extra["Version"])
    corner, far = found.position.top_left, found.position.bottom_right
    side = far.x - corner.x
    assert abs(side - (far.y - corner.y)) <= 3
    assert side / dpi * 25.4 >= 25
    assert side / dpi * 25.4 / modules >= 0.5
    quiet = int(4 * side / modules) - 2
    whole = picture.crop((corner.x - quiet, corner.y - quiet, far.x + quiet, far.y + quiet))
    box = whole.point(lambda level: 255 if level < 250 else 0).getbbox()
    assert box is not None
    margins = (box[0], box[1], whole.width - box[2], whole.height - box[3])
    assert all(abs(margin - quiet) <= 3 for margin in margins), margins
