"""The proof by position: right pages pass, and every way to be wrong is seen.

The pages are those of the real content. The proof itself is tested by pages that are wrong on
purpose, and by a second reader that shares no code with it.
"""

import ctypes
import itertools
import random
from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from paper_support import HOUSE, HOUSE_PHONE, PHONE, edition_of, planned, write_tiny
from project_support import REPO

from welcomepack import verify
from welcomepack.fact import Kind, shown
from welcomepack.formats import paper
from welcomepack.formats.pack import sheets
from welcomepack.layout import lay_out
from welcomepack.model import Pack, Place
from welcomepack.plan import Plan, Selection
from welcomepack.render import Page, render_topic
from welcomepack.theme import Theme
from welcomepack.verify import Glyph

LOCALES = ("en", "ar", "ur", "ti")
TOPICS = ("gp", "emergencies", "police", "social", "asylum-support")
# What these topics print at least, so that no proof is about nothing.
KINDS = {
    "gp": {"phone", "postcode"},
    "emergencies": {"phone"},
    "police": {"phone"},
    "social": {"time", "postcode"},
    "asylum-support": {"phone", "money"},
}
# A number that each topic prints and that comes out reversed without isolation.
REVERSED = {
    "gp": "0808 8010 503",
    "emergencies": "18001 111",
    "police": "0808 2000 247",
}
Made = Callable[..., tuple[Page, bytes]]


@pytest.fixture(scope="module")
def brent() -> tuple[Theme, Plan]:
    _, theme, plan = planned(REPO, Selection(areas=("brent",), locales=LOCALES))
    return theme, plan


@pytest.fixture(scope="module")
def made(brent: tuple[Theme, Plan]) -> Made:
    """A topic of the real content as a page and its PDF, each laid out once."""
    theme, plan = brent
    kept: dict[tuple[str, str, bool], tuple[Page, bytes]] = {}

    def make(locale: str, topic: str, *, isolate: bool = True) -> tuple[Page, bytes]:
        key = (locale, topic, isolate)
        if key not in kept:
            edition = edition_of(plan.editions, locale)
            page = render_topic(
                edition, theme, "a4/topic.html", edition.pack.topic(topic), isolate=isolate
            )
            kept[key] = page, paper.pdf(page.html)
        return kept[key]

    return make


def problems(page: Page, pdf: bytes) -> list[str]:
    found = verify.facts_by_position(pdf, page.facts, "page")
    assert {one.code for one in found} <= {"WP501"}
    return [one.message for one in found]


@pytest.mark.parametrize(
    ("locale", "topic"),
    [
        (locale, topic)
        for locale in LOCALES
        for topic in TOPICS
        if topic != "asylum-support" or locale in ("ar", "ur")
    ],
)
def test_every_fact_of_the_real_content_reads_from_left_to_right(
    made: Made, locale: str, topic: str
) -> None:
    page, pdf = made(locale, topic)
    assert {kind for kind, _ in page.facts} >= KINDS[topic]
    assert problems(page, pdf) == []


@pytest.mark.parametrize("topic", TOPICS[:4])
@pytest.mark.parametrize("locale", ["ar", "ur"])
def test_without_isolation_the_proof_sees_every_number_that_is_reversed(
    made: Made, locale: str, topic: str
) -> None:
    page, pdf = made(locale, topic, isolate=False)
    grouped = {
        f'The {kind} "{text}"'
        for kind, text in page.facts
        if (kind == "phone" and " " in text) or (kind == "time" and ":" in text and len(text) > 5)
    }
    assert grouped
    found = problems(page, pdf)
    assert {one for one in grouped if not any(told.startswith(one) for told in found)} == set()
    known = f'The phone "{REVERSED[topic]}"' if topic in REVERSED else "The time "
    assert [told for told in found if told.startswith(known)]


@pytest.mark.parametrize("locale", ["en", "ti"])
def test_from_left_to_right_nothing_needs_isolation(made: Made, locale: str) -> None:
    assert problems(*made(locale, "emergencies", isolate=False)) == []


def digits_by_eye(pdf: bytes) -> list[str]:
    """The digits of each line as the eye meets them, read without any code of `verify`."""
    lines: dict[tuple[int, int], list[tuple[float, str]]] = {}
    document = pypdfium2.PdfDocument(pdf)
    for number, sheet in enumerate(document):
        text = pdfium.FPDFText_LoadPage(sheet.raw)
        for index in range(pdfium.FPDFText_CountChars(text)):
            char = chr(pdfium.FPDFText_GetUnicode(text, index))
            box = pdfium.FS_RECTF()
            if char in "0123456789" and pdfium.FPDFText_GetLooseCharBox(
                text, index, ctypes.byref(box)
            ):
                middle = round((box.top + box.bottom) / 2)
                lines.setdefault((number, middle), []).append((box.left, char))
        pdfium.FPDFText_ClosePage(text)
    document.close()
    return ["".join(char for _, char in sorted(line)) for line in lines.values()]


@pytest.mark.parametrize("locale", ["ar", "ur"])
def test_a_second_reader_agrees(made: Made, locale: str) -> None:
    _, pdf = made(locale, "gp")
    _, bare = made(locale, "gp", isolate=False)
    right, wrong = "08088010503", "50380100808"
    assert any(right in line for line in digits_by_eye(pdf))
    assert not any(wrong in line for line in digits_by_eye(pdf))
    assert any(wrong in line for line in digits_by_eye(bare))
    assert not any(right in line for line in digits_by_eye(bare))


def test_text_search_would_not_have_seen_it(made: Made) -> None:
    """Why the proof goes by position: the reversed number is found as text in both files."""
    for isolate in (True, False):
        _, pdf = made("ar", "police", isolate=isolate)
        document = pypdfium2.PdfDocument(pdf)
        text = "".join(sheet.get_textpage().get_text_range() for sheet in document)
        document.close()
        assert "0808" in text
        assert "2000" in text
        assert "247" in text


@pytest.mark.parametrize("locale", LOCALES)
def test_the_emergency_page_is_exactly_one_page(brent: tuple[Theme, Plan], locale: str) -> None:
    theme, plan = brent
    (sheet,) = sheets(
        edition_of(plan.editions, locale), theme, paper.environment(), ("emergencies",)
    )
    laid = lay_out(sheet)
    assert laid.diagnostics == ()
    assert verify.count_pages(laid.pdf) == 1


# --- pages that are wrong on purpose ---------------------------------------------------------


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> tuple[Theme, Plan]:
    _, theme, plan = planned(write_tiny(tmp_path_factory.mktemp("verify")))
    return theme, plan


@pytest.fixture(scope="module")
def help_page(tiny: tuple[Theme, Plan]) -> Page:
    """An Arabic page with one fact of each kind inside its prose."""
    theme, plan = tiny
    edition = edition_of(plan.editions, "ar")
    return render_topic(edition, theme, "a4/topic.html", edition.pack.topic("help"))


def test_one_fact_of_each_kind_in_arabic_prose_passes(help_page: Page) -> None:
    assert {kind for kind, _ in help_page.facts} == {str(kind) for kind in Kind}
    assert problems(help_page, paper.pdf(help_page.html)) == []


def test_without_isolation_the_invented_page_is_wrong_too(tiny: tuple[Theme, Plan]) -> None:
    theme, plan = tiny
    edition = edition_of(plan.editions, "ar")
    page = render_topic(edition, theme, "a4/topic.html", edition.pack.topic("help"), isolate=False)
    found = problems(page, paper.pdf(page.html))
    assert any(told.startswith(f'The phone "{PHONE}"') for told in found)
    assert any(told.startswith('The time "09:30') for told in found)
    # The house number stands behind the street here, as "Foundry Lane, Testham 17".
    assert any(told.startswith('The address "17 Foundry Lane') for told in found)


RANGE = shown(Kind.TIME, "09:30-17:00")
BACKWARDS = shown(Kind.TIME, "17:00-09:30")
WRONG = {
    "phone: two digits swapped": ("020 7946 0958", "020 7946 0985"),
    "phone: groups reversed": ("020 7946 0958", "0958 7946 020"),
    "phone: digits reversed": ("020 7946 0958", "8590 6497 020"),
    "phone: a digit more at the end": ("020 7946 0958", "020 7946 09581"),
    "phone: a digit more at the start": ("020 7946 0958", "1020 7946 0958"),
    "phone: a digit more inside": ("020 7946 0958", "020 79946 0958"),
    "phone: a digit more as a group": ("020 7946 0958", "020 7946 0958 1"),
    "phone: a digit less": ("020 7946 0958", "020 7946 095"),
    "phone: missing": ("020 7946 0958", ""),
    "phone: twice": ("020 7946 0958", "020 7946 0958, 020 7946 0958"),
    "phone: another": ("020 7946 0958", "020 7946 0123"),
    "sms: two digits swapped": ("60777", "67077"),
    "sms: a digit more": ("60777", "607777"),
    "sms: a digit less": ("60777", "6077"),
    "sms: missing": ("60777", ""),
    "money: two digits swapped": ("£49.18", "£94.18"),
    "money: the sign behind": ("£49.18", "49.18£"),
    "money: another sign": ("£49.18", "$49.18"),
    "money: the point lost": ("£49.18", "£4918"),
    "money: a digit more": ("£49.18", "£149.18"),
    "money: a digit less": ("£49.18", "£49.1"),
    "money: missing": ("£49.18", ""),
    "time: reversed": (RANGE, BACKWARDS),
    "time: an hour swapped": (RANGE, RANGE.replace("09", "90")),
    "time: half": (RANGE, "09:30"),
    "time: another sign between": (RANGE, "09:30-17:00"),
    "time: missing": (RANGE, ""),
    "postcode: reversed": ("ZZ9 9ZZ", "9ZZ ZZ9"),
    "postcode: another letter": ("ZZ9 9ZZ", "ZZ9 9ZY"),
    "postcode: a digit more": ("ZZ9 9ZZ", "ZZ99 9ZZ"),
    "postcode: missing": ("ZZ9 9ZZ", ""),
    "number: two digits swapped": ("42", "24"),
    "number: a digit more": ("42", "423"),
    "number: missing": ("42", ""),
    "address: the house number behind": (
        "17 Foundry Lane, Testham",
        "Foundry Lane, Testham 17",
    ),
    "address: the house number swapped": (
        "17 Foundry Lane, Testham",
        "71 Foundry Lane, Testham",
    ),
    "address: a digit more": ("17 Foundry Lane, Testham", "117 Foundry Lane, Testham"),
    "address: the street missing": ("17 Foundry Lane, Testham", "17 Testham"),
    "address: another street": ("17 Foundry Lane, Testham", "17 Laundry Lane, Testham"),
    "address: missing": ("17 Foundry Lane, Testham", ""),
    "name: reversed": ("Marigold Hall", "Hall Marigold"),
    "name: another": ("Marigold Hall", "Mayfield Hall"),
    "name: missing": ("Marigold Hall", ""),
    "url: reversed": ("help.example.org/start", "start/help.example.org"),
    "url: cut off": ("help.example.org/start", "help.example.org"),
    "url: two letters swapped": ("help.example.org/start", "help.example.org/satrt"),
    "url: missing": ("help.example.org/start", ""),
    "email: reversed": ("hello@lantern.example.org", "lantern.example.org@hello"),
    "email: another host": ("hello@lantern.example.org", "hello@example.org"),
    "email: missing": ("hello@lantern.example.org", ""),
    "date: another day": ("9 مارس 2026", "8 مارس 2026"),
    "date: another year": ("9 مارس 2026", "9 مارس 2027"),
    "date: missing": ("9 مارس 2026", ""),
}


def test_every_kind_of_fact_is_done_wrong_somewhere() -> None:
    assert {name.partition(":")[0] for name in WRONG} == {str(kind) for kind in Kind}


@pytest.mark.parametrize(("right", "wrong"), WRONG.values(), ids=WRONG.keys())
def test_a_wrong_page_is_seen(help_page: Page, right: str, wrong: str) -> None:
    assert help_page.html.count(f">{right}<") == 1
    altered = help_page.html.replace(f">{right}<", f">{wrong}<")
    assert problems(help_page, paper.pdf(altered)) != []


def test_a_fact_that_style_hides_is_seen(help_page: Page) -> None:
    hidden = help_page.html.replace("</style>", '.fact[data-fact="phone"]{display:none}</style>')
    assert len(problems(help_page, paper.pdf(hidden))) == 1


def arabic(body: str) -> bytes:
    """A bare Arabic page."""
    return paper.pdf(
        '<!DOCTYPE html><html lang="ar" dir="rtl"><head><title>x</title><style>'
        "body{font:14pt 'Noto Naskh Arabic'}bdi{font-family:'Noto Sans'}</style></head>"
        f"<body><p>{body}</p></body></html>"
    )


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (("phone", "999"), ("phone", "111")),
        (("phone", PHONE), ("phone", "020 7946 0123")),
        (("time", "09:30"), ("time", "17:00")),
        (("postcode", "ZZ9 9ZZ"), ("address", "17 Foundry Lane")),
        (("address", "17 Foundry Lane"), ("postcode", "ZZ9 9ZZ")),
    ],
)
def test_facts_that_stand_side_by_side_pass(
    first: tuple[str, str], second: tuple[str, str]
) -> None:
    """As in "call {emergency.phone}, {nhs111.phone}", with an Arabic comma between."""
    body = "اتصل <bdi dir=ltr>{}</bdi>، <bdi dir=ltr>{}</bdi> الآن".format(first[1], second[1])  # noqa: UP032 - direction
    assert verify.facts_by_position(arabic(body), (first, second), "page") == ()


groups = st.lists(st.text(alphabet="0123456789", min_size=2, max_size=5), min_size=2, max_size=4)
numbers = groups.map(" ".join).filter(lambda text: text != " ".join(text.split()[::-1]))


@settings(max_examples=4, deadline=None)
@given(found=st.lists(numbers, min_size=8, max_size=8, unique=True))
def test_any_number_passes_isolated_and_fails_bare(found: list[str]) -> None:
    lines = [f"اتصل على <bdi dir=ltr>{one}</bdi> الآن" for one in found]
    facts = [("phone", one) for one in found]
    assert verify.facts_by_position(arabic("<p>".join(lines)), facts, "page") == ()
    bare = [line.replace("bdi dir=ltr", "span").replace("bdi", "span") for line in lines]
    told = verify.facts_by_position(arabic("<p>".join(bare)), facts, "page")
    assert len(told) == len(found)


def glyphs_of(text: str, x: float, y: float, font: str = "A") -> list[Glyph]:
    """A text as glyphs of 5 points each, blanks of 3 between words, on one baseline."""
    made = []
    for char in text:
        if char != " ":
            made.append(Glyph(char, x, y, x + 0.2, x + 4.8, 7.0, font))
        x += 3 if char == " " else 5
    return made


LINES = st.lists(
    st.text(alphabet="0123456789£:.AZ ", min_size=1, max_size=14).map(
        lambda text: " ".join(text.split()) or "7"
    ),
    min_size=1,
    max_size=6,
)


@given(lines=LINES, chance=st.randoms(use_true_random=False))
def test_what_the_eye_reads_does_not_depend_on_the_order_in_the_file(
    lines: list[str], chance: random.Random
) -> None:
    page = list(
        itertools.chain(*(glyphs_of(line, 50, 700 - 20 * n) for n, line in enumerate(lines)))
    )
    chance.shuffle(page)
    assert sorted(verify.visual_words(page)) == sorted(lines)


def test_a_wide_gap_ends_a_run_and_so_does_another_font() -> None:
    page = glyphs_of("020", 50, 700) + glyphs_of("7946", 90, 700) + glyphs_of("1", 70, 700, "B")
    assert sorted(verify.visual_words(page)) == ["020", "1", "7946"]


# --- the other proofs ------------------------------------------------------------------------


def latin(body: str, style: str = "") -> bytes:
    """A bare English page."""
    return paper.pdf(
        '<!DOCTYPE html><html lang="en"><head><title>A title</title><style>'
        f"@page{{size:A4;margin:20mm}}body{{font:14pt 'Noto Sans'}}{style}</style></head>"
        f"<body>{body}</body></html>"
    )


def codes_of(found: object) -> list[str]:
    return [one.code for one in found]


def test_pages_are_counted() -> None:
    assert verify.count_pages(latin("<p>one")) == 1
    assert verify.count_pages(latin("<p>one<p style=break-before:page>two")) == 2


def test_a_code_that_is_not_on_the_page_is_named(made: Made) -> None:
    page, pdf = made("ar", "gp")
    assert verify.qr_codes(pdf, page.qr, "gp") == ()
    found, unplanned = verify.qr_codes(
        pdf, ("https://welcome.example.org/w/OTHER1#20261122",), "gp"
    )
    assert (unplanned.code, page.qr[0] in unplanned.message) == ("WP503", True)
    assert (found.code, "OTHER1" in found.message) == ("WP503", True)
    assert codes_of(verify.qr_codes(latin("<p>x"), page.qr, "gp")) == ["WP503"]
    assert verify.qr_codes(latin("<p>x"), (), "gp") == ()


def test_a_code_that_is_printed_too_small_is_named(help_page: Page) -> None:
    small = help_page.html.replace(
        "</style>", ".code .qr{width:6mm!important;height:6mm!important}</style>"
    )
    assert codes_of(verify.qr_codes(paper.pdf(help_page.html), help_page.qr, "x")) == []
    assert codes_of(verify.qr_codes(paper.pdf(small), help_page.qr, "x")) == ["WP503"]


@pytest.mark.parametrize("side", ["left", "right", "top", "bottom"])
def test_text_that_runs_off_the_paper_is_named(side: str) -> None:
    assert verify.within_margins(latin("<p>inside"), "x") == ()
    off = latin("<p>inside<p class=o>outside", f".o{{position:absolute;{side}:-30mm}}")
    assert codes_of(verify.within_margins(off, "x")) == ["WP507"]


@pytest.mark.parametrize("style", [".o{display:none}", ".o{visibility:hidden}"])
def test_words_that_style_hides_are_named(style: str) -> None:
    body = "<p>shown</p><p class=o>lost words</p>"
    html = f"<html><head><title>x</title></head><body>{body}</body></html>"
    assert verify.words_on_paper(latin(body), html, "x") == ()
    assert codes_of(verify.words_on_paper(latin(body, style), html, "x")) == ["WP506"]


def test_a_letter_from_another_font_is_named() -> None:
    pdf = latin("<p>Latin and <span>العربية</span>")
    assert verify.right_fonts(latin("<p>Latin"), ["Noto Sans"], "x") == ()
    (found,) = verify.right_fonts(pdf, ["Noto Sans"], "x")
    assert found.code == "WP508"


# --- the hotel is the secret -----------------------------------------------------------------


def lodge(**more: object) -> Place:
    facts = (
        ("place.name", "name", HOUSE),
        ("place.phone", "phone", HOUSE_PHONE),
        ("place.laundry_days", "name", "Monday"),
        ("place.dinner", "time", "18:00-20:00"),
        ("place.wifi", "name", "abc"),
    )
    return Place.model_validate(
        {
            "id": "secret-house",
            "name": HOUSE,
            "facts": [
                {
                    "id": name,
                    "kind": kind,
                    "value": value,
                    "source": "invented",
                    "checked": "2026-11-22",
                    "confidence": "A",
                }
                for name, kind, value in facts
            ],
            "ways": [
                {
                    "id": "shop",
                    "to": "a shop",
                    "minutes": 9,
                    "mode": "bus",
                    "bus": "18",
                    "stop": "Hidden Corner",
                },
                {
                    "id": "books",
                    "to": "library",
                    "minutes": 9,
                    "mode": "bus",
                    "bus": "19",
                    "stop": "Testham Library",
                },
            ],
            **more,
        }
    )


def public(**more: object) -> Pack:
    library = {
        "id": "library",
        "category": "library",
        "name": "Testham Library",
        "source": "invented",
        "checked": "2026-11-22",
        "confidence": "A",
    }
    return Pack.model_validate(
        {"area": {"id": "testham", "name": "Testham"}, "services": [library], **more}
    )


def topic_that_says(sentence: str) -> dict[str, object]:
    return {
        "id": "help",
        "title": "Help",
        "summary": "Help.",
        "pictogram": "info",
        "blocks": [{"id": "a", "kind": "text", "text": sentence}],
    }


def test_the_secrets_of_a_place_are_what_could_tell_where_it_is() -> None:
    assert verify.secrets([lodge()], public()) == {
        "secrethouse": "id",
        "nightingalelodge": "place.name",
        "02079460321": "place.phone",
        "hiddencorner": "stop of the way shop",
    }
    assert verify.secrets([], public()) == {}


def test_a_secret_stays_secret_when_somebody_typed_it_into_public_prose() -> None:
    """The very mistake that the search is for cannot be what excuses it."""
    told = public(topics=[topic_that_says(f"Go to {HOUSE}.")])
    assert "nightingalelodge" in verify.secrets([lodge()], told)


def leaks_in(folder: Path, name: str, data: str | bytes) -> list[str]:
    path = folder / "file"
    path = path.with_suffix(Path(name).suffix)
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    hidden = verify.secrets([lodge()], public())
    found = list(verify.leaks({name: path}, hidden))
    assert codes_of(found) in ([], ["WP502"])
    return [one.message for one in found]


@pytest.mark.parametrize(
    "text",
    [
        "<p>Go to Nightingale Lodge.</p>",
        "<p>NIGHTINGALE-LODGE</p>",
        "<p>Nightingale\n      Lodge</p>",
        "<p>Nightingale&#32;Lodge</p>",
        "<p>Nightingale&nbsp;Lodge</p>",
        "<p><b>Nightingale</b> <i>Lodge</i></p>",
        '<img alt="Nightingale Lodge">',
        "<!-- Nightingale Lodge -->",
    ],
)
def test_a_secret_in_a_page_is_found_however_it_is_written(tmp_path: Path, text: str) -> None:
    assert leaks_in(tmp_path, "public/page.html", "<p>nothing</p>") == []
    (message,) = leaks_in(tmp_path, "public/page.html", text)
    assert "place.name" in message
    assert "ightingale" not in message.casefold()


def test_a_secret_with_letters_that_html_writes_otherwise_is_found(tmp_path: Path) -> None:
    place = lodge(name="King's Lodge & Spa", facts=[], ways=[])
    path = tmp_path / "page.html"
    path.write_text("<p>Go to King&#39;s Lodge &amp; Spa.</p>", encoding="utf-8")
    assert codes_of(verify.leaks({"page.html": path}, verify.secrets([place], public()))) == [
        "WP502"
    ]


def test_a_secret_in_a_file_name_is_found(tmp_path: Path) -> None:
    assert len(leaks_in(tmp_path, "public/nightingale-lodge/page.html", "<p>nothing</p>")) == 1


PDFS = {
    "in its text": "<p>Go to Nightingale Lodge.",
    "over two lines": "<p style=width:1mm>Nightingale Lodge",
    "in a heading, so in a bookmark": "<h1>Nightingale Lodge</h1>",
    "in its smallest print": "<p style=font-size:1pt>Nightingale Lodge",
    "in white": "<p style=color:white>Nightingale Lodge",
    "in a link": '<p><a href="https://example.org/nightingale-lodge">here</a>',
}


@pytest.mark.parametrize("body", PDFS.values(), ids=PDFS.keys())
def test_a_secret_in_a_pdf_is_found(tmp_path: Path, body: str) -> None:
    assert leaks_in(tmp_path, "public/pack.pdf", latin("<p>nothing")) == []
    assert len(leaks_in(tmp_path, "public/pack.pdf", latin(body))) == 1


def test_a_secret_in_the_title_of_a_pdf_is_found(tmp_path: Path) -> None:
    html = f'<html lang="en"><head><title>{HOUSE}</title></head><body>x</body></html>'
    assert len(leaks_in(tmp_path, "public/pack.pdf", paper.pdf(html))) == 1


def test_a_secret_in_an_arabic_pdf_is_found(tmp_path: Path) -> None:
    body = f"اذهب إلى <bdi dir=ltr>{HOUSE}</bdi> الآن"
    assert len(leaks_in(tmp_path, "public/pack.pdf", arabic(body))) == 1
