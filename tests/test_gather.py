"""Rows: all texts in the order of the content, with what they print and where they stand."""

from pathlib import Path

import pytest
from exchange_support import (
    ARABIC,
    FREE,
    HIDDEN,
    RING,
    WRITE,
    MakeProject,
    catalog,
    change_english,
    rows,
    write_texts,
)

from welcomepack.exchange.gather import gather, prints
from welcomepack.exchange.row import Row, Sheet
from welcomepack.fact import Kind
from welcomepack.load import load
from welcomepack.model import Fact, State
from welcomepack.project import open_project


@pytest.fixture
def root(make_project: MakeProject) -> Path:
    return write_texts(make_project)


def row(root: Path, key: str) -> Row:
    return {one.key: one for one in rows(root)}[key]


def test_rows_stand_in_the_order_of_the_content(root: Path) -> None:
    assert [one.key for one in rows(root)] == [
        "home/title",
        "home/summary",
        "home/wifi/text",
        "gp/title",
        "gp/summary",
        "gp/free/title",
        "gp/free/text",
        "gp/call/steps/ring",
        "gp/call/steps/wait",
    ]


def test_parents_come_before_children_and_the_theme_last(make_project: MakeProject) -> None:
    link = "- {id: a, title: A page, url: https://example.org, owner: x}\n"
    area = "id: {0}\nname: {0}\nextends: {1}\ncouncil: x\n"
    root = make_project(
        {
            "content/england/links.yaml": link,
            "content/a-borough/area.yaml": area.format("a-borough", "london"),
            "content/a-borough/links.yaml": link,
            "content/london/area.yaml": area.format("london", "england"),
            "content/london/links.yaml": link,
        }
    )
    loaded = load(open_project(root))
    found = gather(loaded, root / "themes" / "clear", catalog(root))
    assert list(dict.fromkeys(one.domain for one in found)) == [
        "england",
        "london",
        "a-borough",
        "theme",
    ]
    assert {one.name: one.comment for one in found}["london:links/a/title"] == (
        "Web pages. Now: not translated yet."
    )


def test_a_row_tells_text_state_and_place(root: Path) -> None:
    free, ring = row(root, "gp/free/text"), row(root, "gp/call/steps/ring")
    assert (free.text, free.state) == (FREE, State.CHECKED)
    assert free.comment == "Doctor: What it costs (text). Now: checked by a speaker."
    assert (ring.text, ring.state) == (RING, State.MT)
    assert ring.comment == (
        "Doctor (steps 1 of 2). A mistake here can do harm: please be exact. "
        "Now: machine translation, not checked."
    )
    assert row(root, "gp/title").comment == "Doctor. Now: not translated yet."


def test_a_row_shows_what_it_prints_where_that_differs(root: Path) -> None:
    assert row(root, "gp/call/steps/ring").prints == "Call 020 8795 6000."
    assert row(root, "gp/free/text").prints == ""


def test_a_places_fact_is_shown_by_its_name_and_reaches_no_file(root: Path) -> None:
    assert row(root, "home/wifi/text").prints == "The Wi-Fi is [place.wifi]."
    whole = gather(load(open_project(root)), root / "themes" / "clear", catalog(root))
    assert HIDDEN not in str(whole)
    assert HIDDEN in str(load(open_project(root)).packs)
    assert "[place.wifi]" in WRITE["csv"](Sheet("x", ARABIC, whole)).decode()


def test_facts_print_as_on_the_page() -> None:
    def fact(kind: Kind, value: str) -> Fact:
        return Fact.model_construct(kind=kind, value=value, confidence="A", unknown="")

    facts = {
        "hours": fact(Kind.TIME, "09:00-17:00"),
        "site": fact(Kind.URL, "https://www.example.org/"),
        "day": fact(Kind.DATE, "2026-12-01"),
        "gap": fact(Kind.PHONE, "").model_copy(update={"unknown": "Ask."}),
    }
    told = prints("{hours} {site} {day} {gap} {none}", facts, ARABIC)
    assert told == "09:00\N{EN DASH}17:00 example.org 1 ديسمبر 2026 [gap] [none]"


def test_a_stale_row_remembers_the_english_before(root: Path) -> None:
    change_english(root, "It is free.", "It costs nothing.")
    one = row(root, "gp/free/text")
    assert (one.english, one.before) == ("It costs nothing.", "It is free.")
    assert (one.text, one.state) == (FREE, State.STALE)
