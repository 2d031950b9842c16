"""A pack in another language: what is not fit to print stays English, and says so."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from project_support import REPO, doctor, gp_phone

from welcomepack import messages, site
from welcomepack.address import texts
from welcomepack.catalog import Catalog, Translation, catalog_path, read_catalog, record
from welcomepack.fact import placeholders
from welcomepack.language import Language, english, registry
from welcomepack.load import load
from welcomepack.message import problems
from welcomepack.model import Pack, Policy, State, Text
from welcomepack.plan import Selection, plan
from welcomepack.project import open_project
from welcomepack.prune import prune
from welcomepack.theme import read_theme
from welcomepack.translate import (
    STRENGTH,
    LocalizedPack,
    at_least,
    translate,
    weakest,
)

ARABIC = registry(REPO / "locales")["ar"]
PRINTED = (State.MT, State.TM, State.EDITED, State.CHECKED, State.APPROVED)
DRAFTS = Policy(prints=State.MT)
DOMAINS = ("england",)

TOPIC = doctor("""\
  - id: free
    kind: text
    text: It is free.
  - id: call
    kind: steps
    title: Call
    steps:
      - id: phone
        text: Call {gp.phone} within 2 days.
""")
FACTS = gp_phone()
FILES: dict[str, str | bytes | None] = {
    "content/england/topics/gp.yaml": TOPIC,
    "content/england/facts.yaml": FACTS,
}
ARABIC_TEXTS = {
    "gp/title": "طبيب",
    "gp/summary": "كيف ترى طبيبا.",
    "gp/free/text": "هذا مجاني.",
    "gp/call/title": "اتصل",
    "gp/call/steps/phone": "اتصل على {gp.phone} خلال 2 يوم.",
}
WORDS = {"call": "Call", "welcome": "Welcome to {area}"}
MakeProject = Callable[..., Path]


def fill(root: Path, given: Mapping[str, str], state: State, domain: str = "england") -> None:
    """Bring the catalogs in line and record Arabic texts in one of them."""
    project = open_project(root)
    theme = root / "themes" / "clear"
    messages.update_all(project, theme, {"ar": ARABIC})
    taken, unknown = record(catalog_path(root / "locales", ARABIC, domain), given, state)
    assert (taken, unknown) == (len(given), ())


def pack_of(root: Path) -> Pack:
    loaded = load(open_project(root))
    assert loaded.diagnostics == ()
    return prune(loaded.packs["england"])


def in_arabic(root: Path, policy: Policy = DRAFTS) -> dict[str, Text]:
    """Every text of the project's pack in Arabic, by address."""
    catalog, found = read_catalog(root / "locales", ARABIC)
    assert found == ()
    localized = translate(pack_of(root), WORDS, catalog, DOMAINS, policy)
    return dict(texts(localized.pack))


def pages_of(root: Path, tag: str = "ar") -> dict[str, str]:
    """The site's pages of one edition by file name, as the build would write them."""
    planned = plan(
        load(open_project(root)), read_theme(root / "themes" / "clear"), Selection(locales=(tag,))
    )
    (edition,) = planned.editions
    return {path.name: html for path, html in site.edition_pages(edition, planned.theme, 0)}


def told(text: Text) -> tuple[str, str, State]:
    return text.value, text.lang, text.state


# What prints


@pytest.mark.parametrize("state", PRINTED)
def test_a_translation_prints_and_keeps_its_state(make_project: MakeProject, state: State) -> None:
    root = make_project(FILES)
    fill(root, ARABIC_TEXTS, state)
    found = in_arabic(root)
    assert found.keys() == ARABIC_TEXTS.keys()
    for address, text in found.items():
        assert told(text) == (ARABIC_TEXTS[address], "ar", state)
        assert text.at == address


def test_what_is_missing_stays_english(make_project: MakeProject) -> None:
    root = make_project(FILES)
    fill(root, {"gp/title": "طبيب"}, State.CHECKED)
    found = in_arabic(root)
    assert told(found["gp/title"]) == ("طبيب", "ar", State.CHECKED)
    assert told(found["gp/free/text"]) == ("It is free.", "en", State.MISSING)


def test_what_is_stale_stays_english(make_project: MakeProject) -> None:
    root = make_project(FILES)
    fill(root, ARABIC_TEXTS, State.APPROVED)
    topic = root / "content" / "england" / "topics" / "gp.yaml"
    topic.write_text(TOPIC.replace("It is free.", "It costs nothing."), encoding="utf-8")
    wanted = ("It costs nothing.", "en", State.STALE)
    assert told(in_arabic(root)["gp/free/text"]) == wanted
    fill(root, {}, State.MT)  # messages update changes nothing about that
    assert told(in_arabic(root)["gp/free/text"]) == wanted
    assert told(in_arabic(root)["gp/title"]) == ("طبيب", "ar", State.APPROVED)


@pytest.mark.parametrize("lowest", PRINTED)
@pytest.mark.parametrize("state", PRINTED)
def test_what_is_below_the_policy_stays_english(
    make_project: MakeProject, state: State, lowest: State
) -> None:
    root = make_project(FILES)
    fill(root, ARABIC_TEXTS, state)
    text = in_arabic(root, Policy(prints=lowest))["gp/title"]
    if PRINTED.index(state) >= PRINTED.index(lowest):
        assert told(text) == ("طبيب", "ar", state)
    else:
        assert told(text) == ("Doctor", "en", State.MISSING)


@pytest.mark.parametrize(
    "damaged",
    [
        "اتصل خلال 2 يوم.",
        "اتصل على {gp.phone} خلال 3 أيام.",
        "اتصل على {gp.phone} أو 0808 8010 503 خلال 2 يوم.",
        "اتصل على {gp.fax} خلال 2 يوم.",
        "<b>اتصل</b> على {gp.phone} خلال 2 يوم.",
    ],
)
def test_damaged_facts_stay_english_even_when_somebody_approved_them(
    make_project: MakeProject, damaged: str
) -> None:
    root = make_project(FILES)
    fill(root, {**ARABIC_TEXTS, "gp/call/steps/phone": damaged}, State.APPROVED)
    found = in_arabic(root)
    wanted = ("Call {gp.phone} within 2 days.", "en", State.MISSING)
    assert told(found["gp/call/steps/phone"]) == wanted
    assert told(found["gp/title"]) == ("طبيب", "ar", State.APPROVED)


def test_the_words_of_the_theme_follow_the_same_rules() -> None:
    theme = {
        "theme/call": Translation("Call", "اتصل", State.MT),
        "theme/welcome": Translation("Welcome to {area}", "مرحبا", State.APPROVED),
        "theme/other": Translation("Other", "آخر", State.APPROVED),
    }
    catalog = Catalog(ARABIC, {"theme": theme})
    blank = Pack.model_validate({"area": {"id": "england", "name": "England"}})
    words = translate(blank, WORDS, catalog, DOMAINS, DRAFTS).words
    assert words.keys() == WORDS.keys()
    assert told(words["call"]) == ("اتصل", "ar", State.MT)
    assert told(words["welcome"]) == ("Welcome to {area}", "en", State.MISSING)


def test_english_needs_no_catalog(make_project: MakeProject) -> None:
    pack = pack_of(make_project(FILES))
    localized = translate(pack, WORDS, Catalog(english(), {}), DOMAINS, Policy())
    found = dict(texts(localized.pack))
    assert found.keys() == ARABIC_TEXTS.keys()
    for address, text in found.items():
        assert told(text) == (text.english, "en", State.SOURCE)
        assert text.at == address


def test_everything_that_is_no_text_is_as_it_was(make_project: MakeProject) -> None:
    root = make_project(FILES)
    fill(root, ARABIC_TEXTS, State.MT)
    pack = pack_of(root)
    catalog, _ = read_catalog(root / "locales", ARABIC)
    localized = translate(pack, WORDS, catalog, DOMAINS, DRAFTS)
    assert localized.pack.facts == pack.facts
    assert localized.pack.area == pack.area
    assert [topic.pictogram for topic in localized.pack.topics] == ["gp"]
    assert [text.english for _, text in texts(localized.pack)] == [
        text.english for _, text in texts(pack)
    ]


# Whatever a catalog says

BLANK = Pack.model_validate(
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
PIECES = st.sampled_from(
    ["طبيب", "{gp.phone}", "{gp.fax}", "2", "٢", "3", "0808 8010 503", "<b>", "{", "\u202e", "£5"]
)
ANY_TEXT = st.lists(PIECES, max_size=6).map(" ".join)


@settings(deadline=None)
@given(
    words=ANY_TEXT,
    state=st.sampled_from([state for state in State if state is not State.SOURCE]),
    lowest=st.sampled_from(PRINTED),
    same=st.booleans(),
)
def test_no_catalog_can_make_an_unfit_text_print(
    words: str, state: State, lowest: State, *, same: bool
) -> None:
    source = "Call {gp.phone} in 2 days."
    stored = {"gp/summary": Translation(source if same else "Call.", words, state)}
    catalog = Catalog(ARABIC, {"england": stored})
    localized = translate(BLANK, {}, catalog, DOMAINS, Policy(prints=lowest))
    text = dict(texts(localized.pack))["gp/summary"]
    if text.lang == "en":
        assert text.value == source
        assert text.state in {State.MISSING, State.STALE}
    else:
        assert (text.value, text.lang, text.state) == (words, "ar", state)
        assert same
        assert words
        assert sorted(placeholders(words)) == ["gp.phone"]
        assert list(problems(source, words)) == []
        assert at_least(state, lowest)


# The page


def test_english_on_an_arabic_page_is_marked_as_english(make_project: MakeProject) -> None:
    root = make_project(FILES)
    fill(root, {"gp/title": "طبيب"}, State.MT)
    page = pages_of(root)["gp.html"]
    assert '<html lang="ar" dir="rtl">' in page
    for words in ("It is free.", "How to see a doctor."):
        assert f'<span lang="en" dir="ltr">{words}</span>' in page
    assert "<h1>طبيب</h1>" in page
    assert '<span lang="en" dir="ltr">Doctor</span>' in page


def test_an_english_sentence_on_an_arabic_page_still_isolates_its_fact(
    make_project: MakeProject,
) -> None:
    root = make_project(FILES)
    fill(root, {"gp/title": "طبيب"}, State.MT)
    page = pages_of(root)["gp.html"]
    start = '<span lang="en" dir="ltr">Call <bdi dir="ltr"><a href="tel:+442079460958"'
    assert start in page


def test_a_page_that_is_partly_english_says_so(make_project: MakeProject) -> None:
    root = make_project(FILES)
    fill(root, {"gp/title": "طبيب"}, State.MT)
    fill(root, {"theme/state_english": "أجزاء بالإنجليزية."}, State.MT, "theme")
    page = pages_of(root)["gp.html"]
    assert "أجزاء بالإنجليزية." in page
    assert "Some parts are not translated yet. They are in English." in page
    fill(root, ARABIC_TEXTS, State.MT)
    whole = pages_of(root)["gp.html"]
    assert "أجزاء بالإنجليزية." not in whole
    assert "Some parts are not translated yet." not in whole


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        (State.MT, "Machine translation. No speaker has checked it."),
        (State.EDITED, "Translated by a person. Nobody has checked it yet."),
        (State.CHECKED, "Translated, and checked by a speaker."),
        (State.APPROVED, "Checked by a speaker, and approved by the council."),
    ],
)
def test_a_page_shows_its_weakest_state(
    make_project: MakeProject, state: State, sentence: str
) -> None:
    root = make_project(FILES)
    # A page of approved texts with a single one in the given state.
    fill(root, {"gp/title": "طبيب"}, state)
    rest = {key: text for key, text in ARABIC_TEXTS.items() if key != "gp/title"}
    fill(root, rest, State.APPROVED)
    page = pages_of(root)["gp.html"]
    claims = ("Machine translation.", "Translated by", "Translated, and", "Checked by a speaker,")
    assert sentence in page
    assert [claim for claim in claims if claim in page] == [
        claim for claim in claims if sentence.startswith(claim)
    ]


def test_an_english_page_claims_no_translation(make_project: MakeProject) -> None:
    page = pages_of(make_project(FILES), "en")["gp.html"]
    assert 'class="state"' not in page
    assert 'lang="en" dir="ltr">It is free.' not in page
    assert "<p>It is free.</p>" in page


# Strength


def test_states_are_ordered_from_nothing_to_the_source() -> None:
    assert [str(state) for state in STRENGTH] == [
        "missing",
        "stale",
        "mt",
        "tm",
        "edited",
        "checked",
        "approved",
        "source",
    ]


@settings(deadline=None)
@given(st.lists(st.sampled_from(list(State)), min_size=1))
def test_a_page_is_as_good_as_its_weakest_text(given_states: list[State]) -> None:
    found = weakest(given_states)
    assert found in given_states
    assert all(at_least(one, found) for one in given_states)


def test_a_page_without_texts_claims_nothing() -> None:
    assert weakest([]) is State.SOURCE


def test_a_localized_pack_knows_its_language(make_project: MakeProject) -> None:
    language: Language = ARABIC
    pack = pack_of(make_project(FILES))
    found = translate(pack, {}, Catalog(language, {}), DOMAINS, DRAFTS)
    assert isinstance(found, LocalizedPack)
    assert found.language.tag == "ar"
    assert {text.state for _, text in texts(found.pack)} == {State.MISSING}
