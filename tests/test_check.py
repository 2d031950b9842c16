"""The rules about content that can be read, each at its limit, and where it says so.

Errors that an officer meets are golden cases too (golden/bad-*); here the rules' edges are.
"""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import pytest
import textstat
from hypothesis import example, given
from hypothesis import strategies as st
from project_support import REPO, git

from welcomepack import shortcode
from welcomepack.address import block_texts
from welcomepack.check import MAX_AGE, MAX_WORDS, check
from welcomepack.check.prose import readability
from welcomepack.diagnostic import Diagnostic, Position, failed
from welcomepack.load import load
from welcomepack.project import Project, open_project
from welcomepack.shortcode import Meaning, Registered

MakeProject = Callable[..., Path]
DAY = date(2026, 11, 22)
TOPIC = "content/england/topics/gp.yaml"
FACTS = "content/england/facts.yaml"
HEAD = "id: gp\ntitle: Doctor\nsummary: How to see a doctor.\npictogram: gp\n"
SOURCED = "source: https://example.org, checked: 2026-11-22, confidence: A"


def topic(*blocks: str, private: bool = False) -> str:
    """A topic of these blocks, each on a line of its own from line 6 (7 if private)."""
    flag = "private: true\n" if private else ""
    return f"{HEAD}{flag}blocks:\n" + "".join(f"  - {{{block}}}\n" for block in blocks)


def phrase(text: str) -> str:
    return f'id: a, kind: phrases, phrases: [{{id: one, text: "{text}"}}]'


def found_in(root: Path, day: date = DAY) -> list[Diagnostic]:
    """What the rules find in content that reads without a problem."""
    loaded = load(Project(root, day))
    assert loaded.diagnostics == ()
    return list(check(loaded))


def codes(found: Sequence[Diagnostic]) -> list[str]:
    return sorted(one.code for one in found)


def test_clean_content_gives_nothing(make_project: MakeProject) -> None:
    assert found_in(make_project({TOPIC: topic(phrase("Hello."))})) == []


def test_the_repositorys_own_content_has_no_errors_and_no_warnings() -> None:
    found = list(check(load(open_project(REPO, DAY.isoformat()))))
    assert [one.text() for one in found if failed([one], strict=True)] == []
    assert set(codes(found)) <= {"WP207", "WP208", "WP212"}


@pytest.mark.parametrize("words", [MAX_WORDS, MAX_WORDS + 1])
def test_a_sentence_may_have_twenty_words(make_project: MakeProject, words: int) -> None:
    sentence = " ".join(["word"] * words)
    root = make_project({TOPIC: topic(phrase(f"{sentence}. Short."))})
    told = f'The sentence "word word word word word …" has {words} words; {MAX_WORDS} is the most.'
    at = Position(TOPIC, 6, 54)
    found = [Diagnostic("WP204", told, at, address="gp/a/phrases/one")]
    assert found_in(root) == ([] if words == MAX_WORDS else found)


@pytest.mark.parametrize("end", [".", "!", "?", ":"])
def test_a_sentence_ends_with_its_mark(make_project: MakeProject, end: str) -> None:
    text = f"{'word ' * 15}end{end} {'word ' * 15}end."
    assert found_in(make_project({TOPIC: topic(phrase(text))})) == []


def test_hard_words_are_told_as_a_reading_age(make_project: MakeProject) -> None:
    hard = "Administrative authorities determine accommodation eligibility individually. " * 8
    easy = "You can see a doctor near you. It is free for all of us. " * 6
    [found] = found_in(make_project({TOPIC: topic(phrase(hard))}, name="hard"))
    assert (found.code, found.address) == ("WP205", "gp/a")
    assert int("".join(char for char in found.message.split(";")[0] if char.isdigit())) > MAX_AGE
    assert found_in(make_project({TOPIC: topic(phrase(easy))}, name="easy")) == []


def test_a_short_text_has_no_reading_age(make_project: MakeProject) -> None:
    hard = "Administrative authorities determine accommodation eligibility."
    assert found_in(make_project({TOPIC: topic(phrase(hard))})) == []


@given(
    st.lists(
        st.sampled_from(
            ["Don't", "it.", "e.g.", "-", "(free)", "3.5", "well-known", "Is", "'so'", "A&E", "?"]
        )
    ).map(" ".join)
)
@example("")
@example("One two. Three four five.")
def test_the_reading_age_is_the_index_that_the_library_counts(text: str) -> None:
    assert readability(text) == pytest.approx(textstat.automated_readability_index(text))


def test_the_reading_age_of_the_sample_is_the_one_that_the_library_counts() -> None:
    packs = load(open_project(REPO)).packs.values()
    blocks = [block for pack in packs for topic in pack.topics for block in topic.blocks]
    bodies = [" ".join(one.english for one in block_texts(block)) for block in blocks]
    assert len(bodies) > 100
    for body in bodies:
        assert readability(body) == pytest.approx(textstat.automated_readability_index(body))


@pytest.mark.parametrize(
    ("fields", "day", "late"),
    [
        ("checked: 2026-11-22", date(2027, 5, 24), False),
        ("checked: 2026-11-22", date(2027, 5, 25), True),
        ("checked: 2026-11-22, review_by: 2026-12-01", date(2026, 12, 1), False),
        ("checked: 2026-11-22, review_by: 2026-12-01", date(2026, 12, 2), True),
        ("checked: 2026-11-22, review_by: 2030-01-01", date(2029, 12, 31), False),
    ],
)
def test_a_fact_is_due_half_a_year_after_somebody_looked_or_on_its_day(
    make_project: MakeProject, fields: str, day: date, *, late: bool
) -> None:
    fact = f"- {{id: a, kind: name, value: x, source: s, confidence: A, {fields}}}\n"
    source = f"- {{id: b, says: So it is., source: s, confidence: A, {fields}}}\n"
    root = make_project({FACTS: fact, "content/england/sources/gp.yaml": source})
    expected = ["WP206", "WP206"] if late else []
    assert codes(found_in(root, day)) == expected


@pytest.mark.parametrize("day", ["9999-12-31", "9999-06-30"])
def test_a_day_at_the_end_of_the_calendar_raises_nothing(
    make_project: MakeProject, day: str
) -> None:
    fact = f"- {{id: a, kind: name, value: x, source: s, confidence: A, checked: {day}}}\n"
    loaded = load(Project(make_project({FACTS: fact}), DAY))
    assert all(one.position for one in [*loaded.diagnostics, *check(loaded)])


GAPS = (
    "- {id: gap, kind: phone, unknown: Ask the desk.}\n"
    f"- {{id: sure, kind: phone, value: 020 7946 0000, {SOURCED}}}\n"
    f"- {{id: unsure, kind: phone, value: 020 7946 0001, {SOURCED.replace('A', 'C')}}}\n"
    f"- {{id: name, kind: name, value: Example, {SOURCED.replace('A', 'C')}}}\n"
    f"- {{id: wrong, kind: name, value: Example, {SOURCED.replace('A', 'D')}}}\n"
)


def test_gaps_and_unsure_values_of_a_published_area_are_listed(make_project: MakeProject) -> None:
    found = found_in(make_project({FACTS: GAPS}))
    assert [one.text() for one in found] == [
        f"{FACTS}:1:3 to fill in WP207 England: gap: Ask the desk.",
        f"{FACTS}:3:3 to fill in WP208 unsure (020 7946 0001) is of confidence C: not printed.",
        f"{FACTS}:5:3 to fill in WP208 wrong (Example) is of confidence D: not printed.",
    ]


def test_gaps_of_an_area_that_is_not_published_are_nobodys_work(make_project: MakeProject) -> None:
    area = "id: england\nname: England\n"
    assert found_in(make_project({FACTS: GAPS, "content/england/area.yaml": area})) == []


def test_services_to_be_filled_in_and_missing_are_listed(make_project: MakeProject) -> None:
    service = "- {id: a, category: gp, name: Surgeries, unknown: Ask the NHS.}\n"
    blocks = [
        "id: a, kind: services, categories: [gp]",
        "id: b, kind: services, categories: [x, y]",
    ]
    root = make_project({TOPIC: topic(*blocks), "content/england/services.yaml": service})
    assert [(one.code, one.message) for one in found_in(root)] == [
        ("WP207", "England: Surgeries: Ask the NHS."),
        ("WP212", "England has no services of category x, y."),
    ]


def test_a_place_is_asked_for_what_the_private_topic_prints(make_project: MakeProject) -> None:
    place = (
        "id: example-house\nname: Example House\nfacts:\n"
        f"  - {{id: place.wifi, kind: name, value: Example, {SOURCED}}}\n"
        "  - {id: place.lunch, kind: time, unknown: Ask the manager.}\n"
    )
    text = "Wifi {place.wifi}, lunch {place.lunch}, dinner {place.dinner}."
    root = make_project(
        {
            TOPIC: topic(phrase(text), private=True),
            "content/england/places/example-house.yaml": place,
        }
    )
    assert [(one.code, one.message) for one in found_in(root)] == [
        ("WP207", "The place gives no place.dinner."),
        ("WP207", "The place gives no place.lunch."),
    ]


@pytest.mark.parametrize(
    ("block", "code"),
    [
        (phrase("I live at {place.address}."), "WP213"),
        ('id: a, kind: contact, contacts: [{id: b, name: "{place.name}"}]', "WP213"),
        (phrase("Call {nobody}."), "WP201"),
        ("id: a, kind: contact, contacts: [{id: b, name: B, sms: nobody}]", "WP201"),
        ("id: a, kind: contact, contacts: [{id: b, name: B, email: nobody}]", "WP201"),
        ("id: a, kind: contact, contacts: [{id: b, name: B, link: nowhere}]", "WP202"),
        ("id: a, kind: links, links: [nowhere]", "WP202"),
        (phrase("Call 020 7946 0000."), "WP203"),
        ("id: a, kind: ways, title: Open at 09:30", "WP203"),
        ("id: a, kind: text, text: Hello., basis: [nothing]", "WP210"),
        ("id: a, kind: text, text: Hello.", "WP209"),
        ("id: a, kind: note, text: Hello.", "WP209"),
        ("id: a, kind: warning, text: Hello.", "WP209"),
        ("id: a, kind: list, items: [{id: b, text: Hello.}]", "WP209"),
        ("id: a, kind: steps, steps: [{id: b, text: Hello.}]", "WP209"),
    ],
)
def test_each_rule_finds_its_block_and_only_that(
    make_project: MakeProject, block: str, code: str
) -> None:
    [found] = found_in(make_project({TOPIC: topic(block)}))
    assert found.code == code
    assert found.position is not None
    assert (found.position.path, found.position.line) == (TOPIC, 6)


def test_an_emergency_number_must_be_a_fact(make_project: MakeProject) -> None:
    block = "id: a, kind: emergency, numbers: [{id: b, phone: nobody, title: B, text: C.}]"
    assert codes(found_in(make_project({TOPIC: topic(block)}))) == ["WP201", "WP209"]


def test_links_and_services_are_looked_at_too(make_project: MakeProject) -> None:
    links = "- {id: page, title: See {gone}, url: https://example.org}\n".replace(
        "See {gone}", "'See {gone}'"
    )
    service = (
        "- {id: a, category: gp, name: Example, phone: gone, link: gone, cost: It is £5., "
        f"who: '{{place.name}}', {SOURCED}}}\n"
    )
    root = make_project(
        {"content/england/links.yaml": links, "content/england/services.yaml": service}
    )
    found = found_in(root)
    assert codes(found) == ["WP201", "WP201", "WP202", "WP203", "WP213", "WP301"]
    assert {one.position.path for one in found if one.position} == {
        "content/england/links.yaml",
        "content/england/services.yaml",
    }


def test_a_private_topic_may_name_the_place_and_needs_no_source(make_project: MakeProject) -> None:
    blocks = [phrase("I live at {place.address}."), "id: b, kind: text, text: Hello."]
    assert found_in(make_project({TOPIC: topic(*blocks, private=True)})) == []


def test_a_private_topic_may_reach_the_place_by_its_facts(make_project: MakeProject) -> None:
    block = "id: a, kind: contact, contacts: [{id: b, name: The desk, phone: place.phone}]"
    assert found_in(make_project({TOPIC: topic(block, private=True)})) == []


def test_a_topic_past_its_own_review_date_is_told(make_project: MakeProject) -> None:
    text = topic(phrase("Hello.")).replace("blocks:", "review_by: 2026-11-21\nblocks:")
    assert codes(found_in(make_project({TOPIC: text}))) == ["WP206"]


def test_an_area_without_publish_needs_no_council(make_project: MakeProject) -> None:
    area = "id: england\nname: England\n"
    assert found_in(make_project({"content/england/area.yaml": area})) == []


def test_git_is_asked_which_places_it_tracks_wherever_the_project_lies(
    make_project: MakeProject,
) -> None:
    root = make_project(
        {
            "content/england/places/hotel.yaml": "id: hotel\nname: Invented Hotel\n",
            "content/england/places/other.yaml": "id: other\nname: Invented Other\n",
            "content/england/places/example-house.yaml": "id: example-house\nname: Invented\n",
        }
    )
    git(root.parent, "init", "-q")
    assert found_in(root) == []
    git(root.parent, "add", "-A", "--", "project/content/england/places/example-house.yaml")
    assert found_in(root) == []
    git(root.parent, "add", "-A", "--", "project/content/england/places/hotel.yaml")
    assert [(one.code, one.position) for one in found_in(root)] == [
        ("WP303", Position("content/england/places/hotel.yaml"))
    ]


def registry(*topics: str) -> str:
    rows: list[Registered] = []
    for name in topics:
        meaning = Meaning("england", name, "en")
        code = shortcode.make(meaning, {row.code: row.meaning for row in rows})
        rows.append(Registered(code, meaning, "2026-11-22"))
    return shortcode.write(rows)


def test_a_printed_code_that_is_gone_since_the_last_commit_is_told(
    make_project: MakeProject,
) -> None:
    root = make_project({"content/codes.csv": registry("gp", "esol")})
    git(root, "init", "-q")
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "Codes")
    assert found_in(root) == []
    path = root / "content/codes.csv"
    path.write_text(registry("gp", "esol", "police"), "utf-8")
    assert found_in(root) == []
    path.write_text(registry("gp"), "utf-8")
    [found] = found_in(root)
    lost = registry("esol").splitlines()[1].partition(",")[0]
    assert (found.code, found.message) == ("WP302", f"The code {lost} was removed.")
    path.unlink()
    assert codes(found_in(root)).count("WP302") >= 2
