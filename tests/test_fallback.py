"""A language that stands in for another: from the area's file to the letters on the paper.

The hardest case is Kurmanji (Latin letters, from left to right) with Sorani standing in (Arabic
letters, from right to left); the commonest is Dari with Persian.
"""

import re
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from paper_support import HOME, PHONE, TINY, edition_of, planned, po, write_tiny
from project_support import REPO, run

from welcomepack import document, site, verify
from welcomepack.address import texts
from welcomepack.catalog import Catalog, Translation
from welcomepack.fallback import asked, problems
from welcomepack.formats import paper
from welcomepack.formats.pack import sheets
from welcomepack.language import registry
from welcomepack.layout import lay_out
from welcomepack.load import load
from welcomepack.model import Pack, Policy, State
from welcomepack.plan import Plan, Selection
from welcomepack.project import open_project
from welcomepack.quality import blocking
from welcomepack.render import borrowed, render_front, render_topic
from welcomepack.sheet import FRONT, Sheet
from welcomepack.theme import Theme
from welcomepack.translate import at_least, translate

GOLDEN = Path(__file__).parent / "golden" / "site"
LANGUAGES = registry(REPO / "locales")
AREA = """\
id: england
name: England
council: Example Council
publish: true
locales: [en, kmr, prs, ps, ar]
fallback: {kmr: [ckb, fa], prs: [fa], ps: [kmr]}
topics: [help, card, near]
"""
NEAR = """\
id: near
title: Near you
summary: What is near.
pictogram: pin
blocks:
  - id: note
    kind: note
    title: Good to know
    text: LGBT+ people are welcome until {help.date}.
  - id: libraries
    kind: services
    title: Libraries
    categories: [library]
  - id: web
    kind: links
    title: On the internet
    links: [start]
"""
SERVICES = """\
- id: library
  category: library
  name: Testham Library
  address: 1 Example Street
  postcode: ZZ9 9ZZ
  phone: office.phone
  about: It is free.
  source: invented
  source_date: April 2025
  checked: 2026-11-22
  confidence: A
"""
LINKS = """\
- id: start
  title: Where to begin
  url: https://www.begin.example.org/first/
  owner: the council
"""
CALL = "Call {help.phone} or text {help.sms} from {help.time}. A letter costs {help.money}."
WHEN = "From {help.date} you have {help.number} days."
FREE = "LGBT+ people are welcome until {help.date}."
KURMANJI = {
    "help/title": ("Where to get help", "Li ku alîkarî heye"),
    "help/call/title": ("Call us", "Telefonî me bikin"),
    "card/title": ("Emergency card", "Karta acîl"),
    "near/title": ("Near you", "Nêzîkî we"),
    "near/note/title": ("Good to know", "Baş e ku hûn bizanin"),
}
SORANI = {
    "help/summary": ("Who helps you, and how to reach them.", "کێ یارمەتیت دەدات."),
    "help/title": ("Where to get help", "لە کوێ یارمەتی هەیە"),
    "help/call/text": (
        CALL,
        "پەیوەندی بکە بە {help.phone} یان بنووسە بۆ {help.sms} لە {help.time}. نامە {help.money}.",
    ),
    "help/visit/title": ("Visit us", "سەردانمان بکە"),
    "help/visit/items/when": (WHEN, "لە {help.date} {help.number} ڕۆژت هەیە."),
    "card/numbers/title": ("Danger now", "ئێستا مەترسی هەیە"),
    "card/numbers/numbers/now/title": ("Danger now", "ئێستا مەترسی هەیە"),
    "card/numbers/numbers/now/text": ("Call if a life is in danger.", "ئەگەر ژیان لە مەترسیدایە."),
    "near/note/text": (FREE, "LGBT+ بەخێربێن هەتا {help.date}."),
    "services/library/about": ("It is free.", "بێ بەرامبەرە."),
    "links/start/title": ("Where to begin", "لە کوێوە دەست پێ بکەین"),
}
PERSIAN = {
    "help/summary": ("Who helps you, and how to reach them.", "چه کسی کمک می‌کند."),
    "help/call/text": (
        CALL,
        "به {help.phone} زنگ بزنید یا به {help.sms} پیام بدهید، از {help.time}. نامه {help.money} است.",
    ),
    "help/visit/items/when": (WHEN, "از {help.date} شما {help.number} روز دارید."),
    "help/visit/items/web": (
        "Look at {help.url} or write to {help.email}.",
        "به {help.url} نگاه کنید یا به {help.email} بنویسید.",
    ),
}
DARI = {
    "help/title": ("Where to get help", "کمک در کجاست"),
    "help/call/title": ("Call us", "به ما زنگ بزنید"),
}
FILES: Mapping[str, str | bytes | None] = {
    "content/england/area.yaml": AREA,
    "content/england/topics/near.yaml": NEAR,
    "content/england/topics/home.yaml": None,
    "content/england/places": None,
    "content/england/services.yaml": SERVICES,
    "content/england/links.yaml": LINKS,
    "locales/ar/LC_MESSAGES/theme.po": None,
    "locales/kmr/LC_MESSAGES/england.po": po(KURMANJI),
    "locales/ckb/LC_MESSAGES/england.po": po(SORANI),
    "locales/ckb/LC_MESSAGES/theme.po": po({"theme/call": ("Call", "پەیوەندی بکە بە")}),
    "locales/fa/LC_MESSAGES/england.po": po(PERSIAN),
    "locales/prs/LC_MESSAGES/england.po": po(DARI),
    "locales/prs/LC_MESSAGES/theme.po": po(
        {
            "theme/edition": ("Edition of {date}", "چاپ {date}"),
            "theme/state_other": ("Some parts are in {language}.", "بخش‌هایی به {language} است."),
        }
    ),
}


def write(root: Path, files: Mapping[str, str | bytes | None] | None = None) -> Path:
    return write_tiny(root, {**FILES, **(files or {})})


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> tuple[Theme, Plan]:
    loaded, theme, plan = planned(write(tmp_path_factory.mktemp("fallback")))
    assert (loaded.diagnostics, plan.diagnostics) == ((), ())
    return theme, plan


def printed(project: tuple[Theme, Plan], tag: str) -> dict[str, tuple[str, State]]:
    """The language and state of every text of an edition."""
    edition = edition_of(project[1].editions, tag)
    return {address: (text.lang, text.state) for address, text in texts(edition.pack)}


def topic_page(project: tuple[Theme, Plan], tag: str, topic: str) -> str:
    theme, plan = project
    edition = edition_of(plan.editions, tag)
    return render_topic(edition, theme, "a4/topic.html", edition.pack.topic(topic)).html


# What the area's file says


def area_node(text: str) -> document.Node | None:
    node, found = document.parse(text.encode(), "area.yaml")
    assert found == ()
    return node


def test_every_tag_is_named_with_its_place() -> None:
    node = area_node("id: a\nfallback:\n  prs: [fa, ps]\n  kmr: [ckb]\n")
    told = [(one.value, one.position.line, one.position.column) for one in asked(node)]
    assert told == [("prs", 3, 3), ("fa", 3, 9), ("ps", 3, 13), ("kmr", 4, 3), ("ckb", 4, 9)]
    assert list(problems(node)) == []


@pytest.mark.parametrize(
    ("row", "said", "column"),
    [
        ("prs: [prs]", '"prs" cannot stand in for itself.', 12),
        ("prs: [fa, en]", "English is always the last", 16),
        ("prs: [fa, fa]", '"fa" stands here twice.', 16),
        ("en: [fa]", "English is the language of the content", 6),
    ],
)
def test_a_fallback_without_effect_is_told_at_its_place(row: str, said: str, column: int) -> None:
    (one,) = problems(area_node(f"fallback:\n     {row}\n"))
    assert (one.code, said in one.message) == ("WP218", True)
    assert one.position is not None
    assert (one.position.line, one.position.column) == (2, column)


@pytest.mark.parametrize("text", ["id: a", "[a]", "fallback: fa", "fallback: {prs: fa}"])
def test_what_has_another_shape_is_left_to_the_model(text: str) -> None:
    assert list(problems(area_node(text))) == []


def test_a_child_inherits_language_by_language_and_may_end_one(tmp_path: Path) -> None:
    child = "id: {0}\nname: X\ncouncil: X\nextends: england\npublish: true\n"
    root = write(
        tmp_path,
        {
            "content/one/area.yaml": child.format("one"),
            "content/two/area.yaml": child.format("two") + "fallback: {prs: [], ar: [fa]}\n",
        },
    )
    packs = load(open_project(root)).packs
    assert packs["england"].area.fallback == {"kmr": ("ckb", "fa"), "prs": ("fa",), "ps": ("kmr",)}
    assert packs["one"].area.fallback == packs["england"].area.fallback
    assert packs["two"].area.fallback == {
        "kmr": ("ckb", "fa"),
        "prs": (),
        "ps": ("kmr",),
        "ar": ("fa",),
    }


# Which text prints


def test_the_first_language_that_has_a_text_gives_it(project: tuple[Theme, Plan]) -> None:
    kurmanji = printed(project, "kmr")
    assert kurmanji["help/title"] == ("kmr", State.EDITED)
    assert kurmanji["help/call/text"] == ("ckb", State.EDITED)
    assert kurmanji["help/visit/items/web"] == ("fa", State.EDITED)
    assert kurmanji["help/visit/items/where"] == ("en", State.MISSING)
    assert kurmanji["services/library/about"] == ("ckb", State.EDITED)
    assert kurmanji["links/start/title"] == ("ckb", State.EDITED)
    assert printed(project, "prs")["help/call/text"] == ("fa", State.EDITED)
    assert printed(project, "prs")["links/start/title"] == ("en", State.MISSING)


def test_the_words_of_the_theme_are_lent_too(project: tuple[Theme, Plan]) -> None:
    words = edition_of(project[1].editions, "kmr").localized.words
    assert (words["call"].lang, words["contents"].lang) == ("ckb", "en")


def test_a_language_without_fallback_takes_nothing(project: tuple[Theme, Plan]) -> None:
    for tag in ("en", "ar"):
        edition = edition_of(project[1].editions, tag)
        assert edition.localized.fallbacks == ()
        assert {lang for lang, _ in printed(project, tag).values()} <= {"en", tag}


def test_only_the_catalogs_that_are_needed_are_read(tmp_path: Path) -> None:
    root = write(tmp_path, {"locales/ckb/LC_MESSAGES/england.po": b"\xff\xfe"})
    assert [one.code for one in planned(root)[2].diagnostics] == ["WP223"]
    plain = AREA.replace("kmr: [ckb, fa]", "tr: [ckb]")
    (root / "content/england/area.yaml").write_text(plain, encoding="utf-8")
    assert planned(root)[2].diagnostics == ()


def test_a_lent_catalog_is_checked_before_a_build(tmp_path: Path) -> None:
    broken = {**SORANI, "help/call/text": (CALL, "پەیوەندی بکە بە 020 7946 0958")}
    root = write(tmp_path, {"locales/ckb/LC_MESSAGES/england.po": po(broken)})
    told = run(root, "check").stderr
    assert "locales/ckb/LC_MESSAGES/england.po" in told
    assert "WP221" in told


LENT = Pack.model_validate(
    {
        "area": {"id": "england", "name": "England"},
        "topics": [
            {
                "id": "gp",
                "title": "Doctor",
                "summary": "Call {gp.phone} in 2 days.",
                "pictogram": "gp",
            }
        ],
    }
)
SOURCE = "Call {gp.phone} in 2 days."
PIECES = st.sampled_from(["کمک", "{gp.phone}", "{gp.fax}", "2", "٣", "<b>", "\u202e", "£5"])
STORED = st.builds(
    Translation,
    st.sampled_from([SOURCE, "Call."]),
    st.lists(PIECES, max_size=4).map(" ".join) | st.just("کمک {gp.phone} 2"),
    st.sampled_from([state for state in State if state is not State.SOURCE]),
)


@given(
    stored=st.tuples(STORED, STORED, STORED),
    lowest=st.sampled_from([State.MT, State.EDITED, State.CHECKED, State.APPROVED]),
)
def test_the_first_fit_text_prints_and_no_unfit_one_ever(
    stored: tuple[Translation, Translation, Translation], lowest: State
) -> None:
    tags = ("prs", "fa", "ps")
    own, *others = (
        Catalog(LANGUAGES[tag], {"england": {"gp/summary": one}})
        for tag, one in zip(tags, stored, strict=True)
    )
    made = translate(LENT, {}, own, ("england",), Policy(prints=lowest), fallbacks=others)
    text = dict(texts(made.pack))["gp/summary"]
    fit = [
        (tag, one.text, one.state)
        for tag, one in zip(tags, stored, strict=True)
        if one.english == SOURCE
        and one.text
        and one.state not in {State.MISSING, State.STALE}
        and at_least(one.state, lowest)
        and not list(blocking(SOURCE, one.text, LANGUAGES[tag]))
    ]
    if fit:
        assert (text.lang, text.value, text.state) == fit[0]
    else:
        assert (text.lang, text.value) == ("en", SOURCE)
        assert text.state in {State.MISSING, State.STALE}


# The page


def test_a_lent_sentence_says_its_language_and_direction(project: tuple[Theme, Plan]) -> None:
    page = topic_page(project, "kmr", "help")
    start = '<span lang="ckb" dir="rtl" data-borrowed="ckb">'
    assert '<html lang="kmr" dir="ltr">' in page
    assert f"{start}پەیوەندی بکە بە <bdi dir" in page
    assert f"{start}سەردانمان بکە</span>" in page
    assert '<h2 lang="ckb" dir="rtl" data-borrowed="ckb">' in page
    assert "<h1>Li ku alîkarî heye</h1>" in page


def test_the_english_of_a_lent_title_is_still_english(project: tuple[Theme, Plan]) -> None:
    page = topic_page(project, "kmr", "help")
    assert '<span class="echo"><span lang="en" dir="ltr">Visit us</span></span>' in page


def test_a_risky_lent_text_carries_its_english_until_it_is_checked(tmp_path: Path) -> None:
    root = write(tmp_path)
    loaded, theme, plan = planned(root)
    edition = edition_of(plan.editions, "kmr")
    card = edition.pack.topic("card")
    page = render_topic(edition, theme, "a4/topic.html", card).html
    beside = '<span class="beside"><span lang="en" dir="ltr">Call if a life is in danger.</span>'
    assert loaded.diagnostics == ()
    assert card.blocks[0].risk == "high"
    assert beside in page


def test_a_date_in_a_lent_sentence_is_in_its_language(project: tuple[Theme, Plan]) -> None:
    page = topic_page(project, "kmr", "help")
    assert 'لە <bdi class="fact" data-fact="date">9ی ئازاری 2026</bdi>' in page
    assert "9ê adarê 2026" not in page
    dari = topic_page(project, "prs", "help")
    assert 'از <bdi class="fact" data-fact="date">9 مارس 2026</bdi>' in dari


def test_the_date_of_a_word_is_in_the_language_of_the_word(project: tuple[Theme, Plan]) -> None:
    theme, plan = project
    fronts = {
        tag: render_front(edition_of(plan.editions, tag), theme, "a4/front.html").html
        for tag in ("kmr", "prs")
    }
    assert 'Edition of <bdi class="fact" data-fact="date">22 November 2026</bdi>' in fronts["kmr"]
    assert 'چاپ <bdi class="fact" data-fact="date">22 نومبر 2026</bdi>' in fronts["prs"]


def test_latin_names_in_a_lent_sentence_are_set_apart(project: tuple[Theme, Plan]) -> None:
    page = topic_page(project, "kmr", "near")
    assert '<span lang="en" dir="ltr">LGBT+</span> بەخێربێن' in page


def test_a_block_wholly_in_a_lent_language_is_laid_out_in_its_direction(
    project: tuple[Theme, Plan],
) -> None:
    page = topic_page(project, "kmr", "card")
    assert 'data-at="card/numbers" lang="ckb" dir="rtl" data-borrowed="ckb">' in page
    mixed = topic_page(project, "kmr", "help")
    assert 'data-at="help/visit">' in mixed


def test_a_block_without_texts_keeps_the_direction_of_the_page(tmp_path: Path) -> None:
    bare = HOME.replace("    title: Ways to go\n", "")
    assert bare != HOME
    _, theme, plan = planned(write_tiny(tmp_path, {"content/england/topics/home.yaml": bare}))
    edition = edition_of(plan.editions, "ar", "example-lodge")
    home = edition.pack.topic("home")
    page = render_topic(edition, theme, "a4/topic.html", home).html
    assert 'data-at="home/ways">' in page


def states_of(page: str) -> list[str]:
    """What a page says of its translation, to the reader and in English, without markup."""
    (box,) = re.findall(r'<div class="state">(.*?)</div>', page, re.DOTALL)
    lines = re.findall(r"<p.*?</p>", box)
    # Where no word is in the reader's language, the English is said once.
    lines = lines * 2 if len(lines) == 1 and lines[0].startswith('<p lang="en"') else lines
    assert len(lines) == 2
    return [re.sub(r"<[^>]*>", "", line).strip() for line in lines]


def test_a_page_names_the_languages_it_borrows_from(project: tuple[Theme, Plan]) -> None:
    sorani, persian = LANGUAGES["ckb"], LANGUAGES["fa"]
    (reader, staff) = states_of(topic_page(project, "kmr", "help"))
    # Nobody translated the sentence into Kurmanji, so that it stands once, in English.
    assert f"Some parts are in Kurdish Sorani · {sorani.own_name}." in reader
    assert f"Some parts are in Persian (Farsi) · {persian.own_name}." in reader
    assert staff == ""
    (reader, staff) = states_of(topic_page(project, "prs", "help"))
    assert f"بخش‌هایی به {persian.own_name} است." in reader
    assert f"Some parts are in Persian (Farsi) · {persian.own_name}." in staff


def test_a_page_that_borrows_nothing_says_nothing(project: tuple[Theme, Plan]) -> None:
    for tag, topic in (("prs", "near"), ("ar", "help"), ("en", "help")):
        page = topic_page(project, tag, topic)
        assert "Some parts are in" not in page
        assert " data-borrowed=" not in page


def test_a_page_that_borrows_only_a_word_says_so(tmp_path: Path) -> None:
    _, theme, plan = planned(write(tmp_path, {"locales/ckb/LC_MESSAGES/england.po": None}))
    pages = {
        topic: render_topic(edition, theme, "a4/topic.html", edition.pack.topic(topic)).html
        for edition in [edition_of(plan.editions, "kmr")]
        for topic in ("near", "card")
    }
    assert 'data-borrowed="ckb">پەیوەندی بکە بە</span>' in pages["near"]
    assert "Some parts are in Kurdish Sorani" in states_of(pages["near"])[0]
    assert "Some parts are in" not in states_of(pages["card"])[0]
    edition = edition_of(plan.editions, "kmr")
    made = {one.name: one.fonts for one in sheets(edition, theme, paper.environment())}
    assert made["near"] == ("Noto Sans", "Noto Naskh Arabic")
    assert made["card"] == ("Noto Sans",)


def test_the_sentence_about_lent_texts_may_be_lent_itself(tmp_path: Path) -> None:
    words = po({"theme/state_other": ("Some parts are in {language}.", "بخشی به {language} است.")})
    _, theme, plan = planned(write(tmp_path, {"locales/fa/LC_MESSAGES/theme.po": words}))
    edition = edition_of(plan.editions, "kmr")
    made = render_topic(edition, theme, "a4/topic.html", edition.pack.topic("card")).html
    assert [one.tag for one in borrowed(edition, made)] == ["ckb", "fa"]
    reader, staff = states_of(made)
    for tag in ("ckb", "fa"):
        own, english_name = LANGUAGES[tag].own_name, LANGUAGES[tag].english_name
        assert f"بخشی به {own} است." in reader
        assert f"Some parts are in {english_name} · {own}." in staff


@pytest.mark.parametrize("tag", ["kmr", "prs"])
def test_a_page_of_the_site_is_as_in_its_golden_file(
    project: tuple[Theme, Plan], golden: Callable[[Path, str], None], tag: str
) -> None:
    theme, plan = project
    edition = edition_of(plan.editions, tag)
    pages = {path.name: html for path, html in site.edition_pages(edition, theme, 0)}
    golden(GOLDEN / f"borrowed-{tag}.html", pages["help.html"])


def test_the_site_has_the_fonts_of_lent_languages(project: tuple[Theme, Plan]) -> None:
    theme, plan = project
    style = dict(site.shared_pages(plan.editions, theme, ()))[site.STYLE]
    assert ':lang(ckb){--own:"Noto Naskh Arabic","Noto Sans",var(--sent,system-ui)' in style
    assert style.count("\n:lang(prs){") == 1


# The paper


@pytest.fixture(scope="module")
def parts(project: tuple[Theme, Plan]) -> dict[tuple[str, str], Sheet]:
    theme, plan = project
    return {
        (tag, sheet.name): sheet
        for tag in ("kmr", "prs", "ps", "ar")
        for sheet in sheets(edition_of(plan.editions, tag), theme, paper.environment())
    }


def test_only_a_sheet_that_borrows_may_use_the_lent_fonts(
    parts: dict[tuple[str, str], Sheet],
) -> None:
    assert parts["kmr", "help"].fonts == ("Noto Sans", "Noto Naskh Arabic")
    assert parts["ps", "help"].fonts == LANGUAGES["ps"].fonts
    assert parts["ar", "help"].fonts == LANGUAGES["ar"].fonts
    assert parts["prs", "near"].fonts == LANGUAGES["prs"].fonts


# Not ("ps", "help"): its long English line breaks an e-mail address inside a word, which the
# proof of facts refuses on any page from right to left, lent texts or none.
SHEETS = [
    *((tag, name) for tag in ("kmr", "prs") for name in (FRONT, "help", "card", "near")),
    *(("ps", name) for name in (FRONT, "card", "near")),
]


@pytest.mark.parametrize(("tag", "name"), SHEETS)
def test_every_sheet_is_proved(parts: dict[tuple[str, str], Sheet], tag: str, name: str) -> None:
    laid = lay_out(parts[tag, name])
    assert laid.diagnostics == ()
    assert verify.accessible(laid.pdf, name) == ()


def test_each_script_is_set_in_its_own_font(parts: dict[tuple[str, str], Sheet]) -> None:
    pdf = lay_out(parts["kmr", "help"]).pdf
    fonts: dict[str, set[str]] = {}
    for page in verify.glyphs(pdf):
        for one in page:
            script = "Arab" if "\u0600" <= one.char <= "\u06ff" else "other"
            fonts.setdefault(script, set()).add(one.font.partition("+")[2].partition("-B")[0])
    assert all(name.startswith("Noto-Naskh-Arabic") for name in fonts["Arab"])
    assert any(name.startswith("Noto-Sans") for name in fonts["other"])


def test_a_number_in_a_lent_sentence_reads_from_left_to_right(
    parts: dict[tuple[str, str], Sheet], project: tuple[Theme, Plan]
) -> None:
    theme, plan = project
    sheet = parts["kmr", "help"]
    page = sheet.tries[0]
    assert ("phone", PHONE) in page.facts
    read = [word for one in verify.glyphs(lay_out(sheet).pdf) for word in verify.visual_words(one)]
    assert any(PHONE in word for word in read)
    edition = edition_of(plan.editions, "kmr")
    bare = render_topic(edition, theme, "a4/topic.html", edition.pack.topic("help"), isolate=False)
    wrong = verify.facts_by_position(paper.pdf(bare.html), bare.facts, "bare")
    assert any(PHONE in one.message for one in wrong)


def test_a_lent_sentence_begins_at_the_right(parts: dict[tuple[str, str], Sheet]) -> None:
    """On the Kurmanji page the Sorani verb "call" stands to the right of the number."""
    for page in verify.glyphs(lay_out(parts["kmr", "help"]).pdf):
        line = [one for one in page if one.char == PHONE[0] and "Sans" in one.font]
        letters = [one for one in page if one.char == "پ"]
        near = [
            (digit.x, letter.x)
            for digit in line
            for letter in letters
            if abs(digit.baseline - letter.baseline) < 2
        ]
        if near:
            assert any(letter > digit for digit, letter in near)
            return
    pytest.fail("the sentence is not on the page")


def test_a_page_from_right_to_left_may_borrow_from_left_to_right(
    project: tuple[Theme, Plan],
) -> None:
    page = topic_page(project, "ps", "help")
    assert '<html lang="ps" dir="rtl">' in page
    assert '<h1><span lang="kmr" dir="ltr" data-borrowed="kmr">Li ku alîkarî heye</span>' in page
    assert '<h2 lang="kmr" dir="ltr" data-borrowed="kmr">' in page
    # The drafts of the repository have no Pashto words here: all but the titles is English.
    assert "Some parts are in Kurdish Kurmanji" in states_of(page)[0]


def test_the_tiny_project_has_what_these_tests_lend() -> None:
    source = "".join(text for text in TINY.values() if isinstance(text, str))
    assert CALL in source
    assert WHEN in source


def test_a_build_of_a_borrowing_page_passes(tmp_path: Path) -> None:
    root = write(tmp_path)
    told = run(root, "build", "--locale", "kmr", "--topic", "help", "--jobs", "1", "--quiet")
    assert told.exit_code == 0, told.stderr
    page = (root / "build/public/england/kmr/help.html").read_text(encoding="utf-8")
    assert 'data-borrowed="ckb"' in page


def test_a_filter_by_a_lent_language_is_refused(tmp_path: Path) -> None:
    told = run(write(tmp_path), "build", "--locale", "ckb", "--quiet")
    assert told.exit_code == 1
    assert 'There is no language "ckb".' in told.stderr


def test_the_selection_of_one_language_still_reads_what_it_borrows(tmp_path: Path) -> None:
    _, _, plan = planned(write(tmp_path), Selection(locales=("kmr",)))
    assert [one.language.tag for one in plan.editions] == ["kmr"]
    assert [one.tag for one in plan.editions[0].localized.fallbacks] == ["ckb", "fa"]
