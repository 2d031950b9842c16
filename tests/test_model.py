"""What an officer may write, value by value; the sentences about it stand in golden/bad-*."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from welcomepack.fact import Kind
from welcomepack.model import (
    FROM_FILE,
    Area,
    Fact,
    Link,
    Place,
    Service,
    Settings,
    State,
    Text,
    Topic,
    Way,
)

SOURCED = {"source": "https://example.org", "checked": "2026-11-22", "confidence": "A"}
VALUES = {
    Kind.PHONE: "020 7946 0000",
    Kind.SMS: "85258",
    Kind.URL: "https://example.org",
    Kind.EMAIL: "name@example.org",
    Kind.ADDRESS: "1 Example Street",
    Kind.POSTCODE: "HA9 0FJ",
    Kind.MONEY: "£5.00",
    Kind.TIME: "09:30",
    Kind.DATE: "2026-11-22",
    Kind.NUMBER: "3",
    Kind.NAME: "Example",
}
# What can harm somebody when it is wrong is not printed on one sighting.
NEEDS_TWO = {Kind.PHONE, Kind.SMS, Kind.MONEY, Kind.TIME, Kind.NUMBER}


def refused(model: type[object], **fields: object) -> set[str]:
    """The types of what is wrong with these fields."""
    with pytest.raises(ValidationError) as caught:
        model(**fields)
    return {one["type"] for one in caught.value.errors(include_url=False)}


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("confidence", ["A", "B", "C", "D"])
def test_a_fact_is_printed_as_far_as_it_can_be_trusted(kind: Kind, confidence: str) -> None:
    fact = Fact(
        **{"id": "a", "kind": kind, "value": VALUES[kind], **SOURCED, "confidence": confidence}
    )
    assert fact.printable is (confidence in "AB" or (confidence == "C" and kind not in NEEDS_TWO))


def test_a_gap_is_never_printed() -> None:
    assert not Fact(id="a", kind=Kind.NAME, unknown="Ask.").printable


@pytest.mark.parametrize("missing", ["source", "checked", "confidence"])
def test_a_value_needs_its_source(missing: str) -> None:
    fields = {key: value for key, value in SOURCED.items() if key != missing}
    assert refused(Fact, id="a", kind="name", value="x", **fields) == {"missing_field"}
    assert refused(Service, id="a", category="b", name="x", **fields) == {"missing_field"}


@pytest.mark.parametrize("fields", [{}, {"value": "x", "unknown": "Ask."}])
def test_a_fact_has_a_value_or_a_gap(fields: dict[str, str]) -> None:
    assert refused(Fact, id="a", kind="name", **SOURCED, **fields) == {"fact"}


def test_a_fact_is_due_half_a_year_after_the_look_unless_it_says_another_day() -> None:
    fact = Fact(id="a", kind=Kind.NAME, value="x", **SOURCED)
    assert fact.due() == date(2027, 5, 24)
    assert fact.model_copy(update={"review_by": date(2026, 12, 1)}).due() == date(2026, 12, 1)
    assert Fact(id="a", kind=Kind.NAME, unknown="Ask.").due() is None


@pytest.mark.parametrize("name", ["gp", "a", "feeling-well", "a1-2", "x" * 40])
def test_an_id_is_small_letters_digits_and_hyphens(name: str) -> None:
    assert Area(id=name, name="A").id == name


@pytest.mark.parametrize(
    "name", ["", "GP", "a_b", "-a", "a-", "a--b", "a b", "é", "x" * 41, "a\n", "../a"]
)
def test_another_id_is_refused(name: str) -> None:
    if name.strip() == name:
        assert refused(Area, id=name, name="A") == {"id"}
    else:
        assert Area(id=name, name="A").id == name.strip()


@pytest.mark.parametrize("name", ["gp.phone", "a", "a_1.b.c", "x" * 60])
def test_a_fact_id_may_be_long(name: str) -> None:
    assert Fact(id=name, kind=Kind.NAME, value="x", **SOURCED).id == name


@pytest.mark.parametrize("value", [{"a": "b"}, {"english": "A", "value": "B"}, ["a"], [], {}, None])
def test_what_is_no_sentence_is_refused_as_one(value: object) -> None:
    with pytest.raises(ValidationError) as caught:
        Link.model_validate(
            {"id": "a", "title": value, "url": "https://example.org"}, context=FROM_FILE
        )
    assert [one["type"] for one in caught.value.errors(include_url=False)] == ["text"]


@pytest.mark.parametrize("name", ["", "GP.phone", "1a", "a-b", "a..b", ".a", "a.", "x" * 61, "{a}"])
def test_a_fact_id_has_words_dots_and_underscores(name: str) -> None:
    assert refused(Fact, id=name, kind="name", value="x", **SOURCED) == {"id"}


@pytest.mark.parametrize(
    "value", ["<b>", "</p>", "<!-- -->", "< script>", "&nbsp;", "&#60;", "&#x3C;"]
)
@pytest.mark.parametrize("place", ["title", "name"])
def test_html_is_refused_in_every_kind_of_words(value: str, place: str) -> None:
    if place == "name":
        assert refused(Area, id="a", name=f"A {value}") == {"html"}
    else:
        assert refused(Link, id="a", title=f"A {value}", url="https://example.org") == {"html"}


@pytest.mark.parametrize(
    "value", ["{{a}}", "{% if %}", "{a", "a}", "{A.b}", "{}", "{a b}", "{a{b}}"]
)
def test_braces_that_are_no_fact_are_refused(value: str) -> None:
    assert refused(Link, id="a", title=f"A {value}", url="https://example.org") == {"brace"}


@pytest.mark.parametrize(
    "value", ["Fish & chips", "3 < 4 weeks", "R&B and soul", "{a.b} and {c}", "5 > 4"]
)
def test_plain_signs_are_welcome(value: str) -> None:
    assert Link(id="a", title=value, url="https://example.org").title.english == value


@given(
    st.lists(st.sampled_from(["word", "{a.b}", "é", "ع"]), min_size=1),
    st.sampled_from([" ", "\n", "  "]),
)
def test_a_text_is_one_line_with_single_spaces(words: list[str], gap: str) -> None:
    text = Text.model_validate(gap.join(words))
    assert text.value == text.english == " ".join(words)
    assert (text.lang, text.state, text.at) == ("en", State.SOURCE, "")


def test_a_way_by_bus_has_a_number_and_one_on_foot_has_none() -> None:
    fields = {"id": "a", "to": "The park", "minutes": 5}
    assert Way(**fields).mode == "walk"
    assert Way(**fields, mode="bus", bus="N83").bus == "N83"
    assert refused(Way, **fields, mode="bus") == {"fact"}
    assert refused(Way, **fields, bus="83") == {"fact"}


def test_values_are_frozen_and_know_no_other_field() -> None:
    place = Place(id="a", name="Example House")
    with pytest.raises(ValidationError):
        place.name = "Other"
    assert refused(Place, id="a", name="A", address="secret") == {"extra_forbidden"}


def test_by_default_only_what_somebody_checked_is_printed() -> None:
    settings = Settings(name="A", base_url="https://example.org", locales=("en",))
    assert settings.policy.prints is State.CHECKED


@pytest.mark.parametrize("lowest", ["missing", "stale", "source"])
def test_the_policy_names_a_state_that_a_translation_can_be_printed_in(lowest: str) -> None:
    fields = {"name": "A", "base_url": "https://example.org", "locales": ("en",)}
    assert refused(Settings, **fields, policy={"prints": lowest})


def test_a_topic_is_public_unless_it_says_otherwise() -> None:
    topic = Topic(id="gp", title="Doctor", summary="How.", pictogram="gp")
    assert topic.blocks == ()
    assert topic.private is False
