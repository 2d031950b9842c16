"""What a page says to a reader of older paper, in the reader's language and with facts whole."""

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from project_support import doctor, gp_phone

from welcomepack import messages
from welcomepack.catalog import catalog_path, record
from welcomepack.language import registry
from welcomepack.load import load
from welcomepack.model import State
from welcomepack.plan import Selection, plan
from welcomepack.project import open_project
from welcomepack.render import Edition
from welcomepack.since import MARKED, told
from welcomepack.snapshot import Snapshot, take
from welcomepack.theme import read_theme

OLD, NEW = "020 7946 0958", "020 7946 0123"
FACTS = gp_phone(NEW)
SERVICES = """\
- id: library
  category: library
  name: Testham Library
  address: 2 New Street
  source: invented for this test
  source_date: "2026"
  checked: 2026-11-22
  confidence: A
"""
TOPIC = doctor("""\
  - id: call
    kind: text
    text: Call {gp.phone}.
  - id: near
    kind: services
    categories: [library]
""")


@pytest.fixture
def editions(make_project: Callable[..., Path]) -> dict[str, Edition]:
    """One topic in English and Arabic."""
    root = make_project(
        {
            "content/england/facts.yaml": FACTS,
            "content/england/services.yaml": SERVICES,
            "content/england/topics/gp.yaml": TOPIC,
        }
    )
    arabic = registry(root / "locales")["ar"]
    project = open_project(root, "2026-12-24")
    messages.update_all(project, root / "themes" / "clear", {"ar": arabic})
    texts = {"gp/call/text": "اتصل على {gp.phone}."}
    record(catalog_path(root / "locales", arabic, "england"), texts, State.MT)
    planned = plan(load(project), read_theme(root / "themes" / "clear"), Selection())
    return {one.language.tag: one for one in planned.editions}


def before(editions: dict[str, Edition], day: str = "2026-11-22") -> Snapshot:
    """An earlier edition: the old number, one line more, and the library elsewhere."""
    now = take(date.fromisoformat(day), [one.localized for one in editions.values()])
    topic = now.topics["gp"].model_dump(mode="json")
    topic["facts"]["gp.phone"]["value"] = OLD
    topic["lines"]["gp/fee/text"] = "Pay at {gp.phone}."
    topic["services"]["library"]["address"] = "1 Old Street"
    topic["services"]["club"] = {"name": "Testham Club"}
    data = now.model_dump(mode="json") | {"topics": {"gp": topic}}
    data["texts"]["ar"]["gp/fee/text"] = "ادفع على {gp.phone}."
    return Snapshot.model_validate(data)


def test_a_changed_number_stands_in_its_new_sentence_with_old_and_new(
    editions: dict[str, Edition],
) -> None:
    first, *_ = told(editions["ar"], (before(editions),), "gp").papers[0].rows
    assert first.word == "change_fact"
    assert "اتصل على" in first.body
    for value, number, tag in (
        (first.body, NEW, "a"),
        (first.old, OLD, "span"),
        (first.new, NEW, "a"),
    ):
        assert re.search(rf'<bdi dir="ltr"><{tag} [^>]*>{number}</{tag}></bdi>', str(value))
    assert "tel:" not in str(first.old), "an old number must not be called with a tap"


def test_a_removed_line_keeps_the_number_it_had_in_the_readers_language(
    editions: dict[str, Edition],
) -> None:
    rows = told(editions["ar"], (before(editions),), "gp").papers[0].rows
    (gone,) = [one for one in rows if one.word == "change_removed"]
    assert "ادفع على" in gone.body
    assert OLD in gone.body
    assert "tel:" not in gone.body
    assert NEW not in gone.body


def test_services_that_moved_or_closed_are_named_in_english_letters(
    editions: dict[str, Edition],
) -> None:
    rows = told(editions["ar"], (before(editions),), "gp").papers[0].rows
    (moved,) = [one for one in rows if "Testham Library" in one.body]
    assert "1 Old Street" in str(moved.old)
    assert "2 New Street" in str(moved.new)
    assert moved.states == frozenset(), "no text of ours stands there"
    (closed,) = [one for one in rows if one.word == "change_closed"]
    assert '<bdi dir="ltr">' in closed.body
    assert "Testham Club" in closed.body


def test_new_hours_are_written_in_the_readers_language(editions: dict[str, Edition]) -> None:
    then = before(editions).model_dump(mode="json")
    then["topics"]["gp"]["services"]["library"] |= {
        "address": "2 New Street",
        "hours": "mon-fri 09:00-17:00, sat closed",
    }
    rows = told(editions["ar"], (Snapshot.model_validate(then),), "gp").papers[0].rows
    (moved,) = [one for one in rows if "Testham Library" in one.body]
    assert moved.new is None
    weekdays, saturday = str(moved.old).split("<br>")
    assert "الاثنين \N{EN DASH} الجمعة" in weekdays
    assert '<bdi dir="ltr"><span class="fact" data-fact="time">09:00' in weekdays
    assert "السبت" in saturday
    assert moved.states == {editions["ar"].localized.words["closed"].state}
    assert "mon" not in str(moved.old)
    assert "sat" not in str(moved.old)


def test_paper_of_today_is_told_that_nothing_has_changed(editions: dict[str, Edition]) -> None:
    said = told(editions["en"], (before(editions),), "gp")
    assert [(one.anchor, bool(one.rows)) for one in said.papers] == [
        ("20261122", True),
        ("20261224", False),
    ]
    assert [one.anchor for one in said.listed] == ["20261224"]


def test_without_a_history_there_is_nothing_to_list(editions: dict[str, Edition]) -> None:
    said = told(editions["en"], (), "gp")
    assert said.listed == ()
    assert [(one.anchor, one.rows) for one in said.papers] == [("20261224", ())]


def test_a_topic_that_the_edition_has_not_tells_nothing(editions: dict[str, Edition]) -> None:
    said = told(editions["en"], (before(editions),), "police")
    assert (said.listed, said.papers) == ((), ())


def test_a_long_history_marks_only_its_newest_days(editions: dict[str, Edition]) -> None:
    history = tuple(
        before(editions, f"2026-{month:02}-{day:02}")
        for month in range(1, 5)
        for day in range(1, 29)
    )
    assert len(told(editions["en"], history, "gp").papers) == MARKED
