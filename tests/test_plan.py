"""What a build will make: editions by the filters, and parts whose fingerprint says all."""

import re
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from paper_support import BASE, DAY, FACTS, PHONE, edition_of, planned, write_tiny
from project_support import REPO

from welcomepack.artifact import folder_of
from welcomepack.diagnostic import WelcomepackError
from welcomepack.formats.pack import sheets
from welcomepack.load import load
from welcomepack.plan import Plan, Selection, lineage, plan
from welcomepack.project import open_project
from welcomepack.sheet import FRONT, Sheet
from welcomepack.theme import Theme, read_theme

LOCALES = ("en", "ar", "ur", "ti")
BOROUGH = "id: testham\nname: Testham\ncouncil: Testham Council\nextends: england\npublish: true\n"
SETTINGS = f"name: W\nbase_url: {BASE}/\nlocales: [{{}}]\npolicy: {{{{prints: mt}}}}\n"


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The invented country with one borough, which is the other published area."""
    return write_tiny(
        tmp_path_factory.mktemp("plan"),
        {
            "content/testham/area.yaml": BOROUGH,
            "content/wilder/area.yaml": BOROUGH.replace("testham", "wilder").replace(
                "true", "false"
            ),
        },
    )


def named(made: Plan) -> list[tuple[str, str, str]]:
    return [
        (one.pack.area.id, one.place.id if one.place else "", one.language.tag)
        for one in made.editions
    ]


ALL = [
    ("england", "", "en"),
    ("england", "", "ar"),
    ("england", "example-lodge", "en"),
    ("england", "example-lodge", "ar"),
    ("testham", "", "en"),
    ("testham", "", "ar"),
]


@pytest.mark.parametrize(
    ("selection", "wanted"),
    [
        (Selection(), ALL),
        (Selection(areas=("testham",)), ALL[4:]),
        (Selection(areas=("testham", "england")), ALL),
        (Selection(locales=("ar",)), ALL[1::2]),
        (Selection(places=("example-lodge",)), ALL[2:4]),
        (Selection(places=("example-lodge",), locales=("ar",)), ALL[3:4]),
        (Selection(areas=("testham",), places=("example-lodge",)), []),
        (Selection(areas=("wilder",), locales=("en",)), [("wilder", "", "en")]),
        (Selection(topics=("help",)), ALL),
    ],
)
def test_the_filters_choose_editions(
    root: Path, selection: Selection, wanted: Sequence[tuple[str, str, str]]
) -> None:
    _, _, made = planned(root, selection)
    assert named(made) == list(wanted)


@pytest.mark.parametrize(
    ("selection", "message"),
    [
        (Selection(areas=("testam",)), 'There is no area "testam". Did you mean "testham"?'),
        (Selection(places=("lodge",)), 'There is no place "lodge".'),
        (Selection(locales=("fa",)), 'There is no language "fa".'),
        (Selection(topics=("hepl",)), 'There is no topic "hepl". Did you mean "help"?'),
    ],
)
def test_a_name_that_nothing_has_is_refused_with_the_nearest(
    root: Path, selection: Selection, message: str
) -> None:
    with pytest.raises(WelcomepackError, match=f"^{re.escape(message)}"):
        planned(root, selection)


def test_a_language_that_nobody_registered_is_refused(tmp_path: Path) -> None:
    root = write_tiny(tmp_path, {"content/project.yaml": SETTINGS.format("en, xx")})
    with pytest.raises(WelcomepackError, match=r'^WP215 The language "xx"'):
        planned(root)


def test_settings_that_cannot_be_read_are_refused(tmp_path: Path) -> None:
    root = write_tiny(tmp_path, {"content/project.yaml": "name: [\n"})
    with pytest.raises(WelcomepackError, match=r"content/project\.yaml"):
        planned(root)


def test_an_area_and_a_place_may_have_their_own_languages(tmp_path: Path) -> None:
    place = "id: example-lodge\nname: Lodge\nlocales: [ar]\n"
    root = write_tiny(
        tmp_path,
        {
            "content/testham/area.yaml": BOROUGH + "locales: [ur]\n",
            "content/england/places/example-lodge.yaml": place,
        },
    )
    _, _, made = planned(root)
    assert named(made) == [
        ("england", "", "en"),
        ("england", "", "ar"),
        ("england", "example-lodge", "ar"),
        ("testham", "", "ur"),
    ]


def test_a_catalog_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    root = write_tiny(tmp_path, {"locales/ar/LC_MESSAGES/england.po": b"\xff\xfe"})
    _, _, made = planned(root)
    assert [one.code for one in made.diagnostics] == ["WP223"]


def test_public_and_private_files_go_to_their_own_folders(root: Path) -> None:
    _, _, made = planned(root)
    assert [folder_of(one).as_posix() for one in made.editions] == [
        "public/england/en",
        "public/england/ar",
        "private/england/example-lodge/en",
        "private/england/example-lodge/ar",
        "public/testham/en",
        "public/testham/ar",
    ]


def test_an_area_and_its_parents_are_its_lineage() -> None:
    loaded = load(open_project(REPO, DAY))
    assert lineage(loaded, "brent") == ("brent", "london", "england")
    assert lineage(loaded, "england") == ("england",)
    assert lineage(loaded, "nowhere") == ()


def test_every_public_topic_of_a_published_area_has_a_code_of_its_own(root: Path) -> None:
    _, _, made = planned(root)
    wanted = {
        (area, topic, locale)
        for area in ("england", "testham")
        for topic in ("help", "card")
        for locale in ("en", "ar")
    }
    rows = [(row.meaning.area, row.meaning.topic, row.meaning.locale) for row in made.codes]
    assert sorted(rows) == sorted(wanted)
    assert len({row.code for row in made.codes}) == 8
    assert all(row.since == DAY for row in made.codes)
    private = edition_of(made.editions, "ar", "example-lodge")
    assert set(private.codes) == {"help", "card"}


def test_codes_that_are_registered_stay_and_new_ones_go_behind(root: Path, tmp_path: Path) -> None:
    _, _, made = planned(root)
    kept = [row for row in made.codes if row.meaning.topic == "card"]
    lines = ["code,area,topic,locale,since"] + [
        f"{row.code},{row.meaning.area},card,{row.meaning.locale},2020-01-01" for row in kept
    ]
    again = write_tiny(
        tmp_path,
        {"content/codes.csv": "\n".join(lines) + "\n", "content/testham/area.yaml": BOROUGH},
    )
    _, _, later = planned(again)
    assert [(row.code, row.since) for row in later.codes[:4]] == [
        (row.code, "2020-01-01") for row in kept
    ]
    assert {row.code for row in later.codes} == {row.code for row in made.codes}


def test_the_address_on_paper_has_no_double_stroke(root: Path, tmp_path: Path) -> None:
    _, _, made = planned(write_tiny(tmp_path, {"content/project.yaml": SETTINGS.format("en")}))
    assert made.editions[0].code_url("help").startswith(f"{BASE}/w/")
    assert named(planned(root)[2]) == ALL


# --- parts -----------------------------------------------------------------------------------


def parts_of(root: Path, tag: str, place: str = "", **changes: object) -> dict[str, Sheet]:
    _, theme, made = planned(root, Selection(areas=("england",)))
    edition = replace(edition_of(made.editions, tag, place), **changes)
    return {one.name: one for one in sheets(edition, theme, "an environment")}


def test_a_pack_is_a_front_and_a_part_for_each_topic(root: Path) -> None:
    assert list(parts_of(root, "en")) == [FRONT, "help", "card"]
    assert list(parts_of(root, "en", "example-lodge")) == [FRONT, "help", "card", "home"]


def test_chosen_topics_come_without_a_front(root: Path) -> None:
    _, theme, made = planned(root)
    edition = edition_of(planned(root, Selection(areas=("england",)))[2].editions, "en")
    assert [one.name for one in sheets(edition, theme, "", ("card",))] == ["card"]
    assert len(made.editions) == 6


def test_a_topic_that_must_fit_on_one_page_has_smaller_and_smaller_tries(root: Path) -> None:
    parts = parts_of(root, "en")
    assert {name: one.one_page for name, one in parts.items()} == {
        FRONT: False,
        "help": False,
        "card": True,
    }
    sizes = [re.findall(r"--tight: ([\d.]+);", page.html)[0] for page in parts["card"].tries]
    assert len(sizes) > 2
    assert [float(size) for size in sizes] == sorted(map(float, sizes), reverse=True)


def test_a_place_shares_the_parts_of_its_borough(root: Path) -> None:
    public, private = parts_of(root, "ar"), parts_of(root, "ar", "example-lodge")
    same = {name for name in public if public[name].fingerprint == private[name].fingerprint}
    assert same == {"help", "card"}


def changed(before: Mapping[str, Sheet], after: Mapping[str, Sheet]) -> set[str]:
    assert list(before) == list(after)
    return {name for name in before if before[name].fingerprint != after[name].fingerprint}


def test_planning_twice_gives_the_same_fingerprints(root: Path) -> None:
    assert changed(parts_of(root, "ar"), parts_of(root, "ar")) == set()


def test_a_fingerprint_changes_with_all_that_decides_the_bytes(root: Path, tmp_path: Path) -> None:
    before = parts_of(root, "en")
    assert changed(before, parts_of(root, "ar")) == {FRONT, "help", "card"}
    assert changed(before, parts_of(root, "en", day=open_project(root, "2026-11-23").today)) == {
        FRONT,
        "help",
        "card",
    }
    assert changed(before, parts_of(root, "en", base_url="https://other.example.org")) == {
        "help",
        "card",
    }
    other = write_tiny(tmp_path)
    style = other / "themes" / "clear" / "a4" / "style.css"
    style.write_text(style.read_text("utf-8") + "\np { color: #111; }\n", "utf-8")
    assert changed(before, parts_of(other, "en")) == {FRONT, "help", "card"}


def test_a_fingerprint_changes_with_the_renderer(root: Path) -> None:
    _, theme, made = planned(root, Selection(areas=("england",)))
    edition = edition_of(made.editions, "en")
    one, two = (
        {part.fingerprint for part in sheets(edition, theme, environment)}
        for environment in ("weasyprint=70.0", "weasyprint=70.1")
    )
    assert len(one) == len(two) == 3
    assert one & two == set()


def test_a_changed_fact_changes_only_the_parts_that_print_it(root: Path, tmp_path: Path) -> None:
    other = write_tiny(
        tmp_path, {"content/england/facts.yaml": FACTS.replace(PHONE, "020 7946 0999")}
    )
    assert changed(parts_of(root, "en"), parts_of(other, "en")) == {"help"}
    assert changed(parts_of(root, "ar"), parts_of(other, "ar")) == {"help"}


def test_a_changed_number_of_the_real_content_changes_only_the_topics_that_print_it(
    tmp_path: Path,
) -> None:
    """Migrant Help's number, in a copy of this repository's content."""
    for name in ("content", "locales", "themes"):
        shutil.copytree(REPO / name, tmp_path / name)
    facts = tmp_path / "content" / "england" / "facts.yaml"
    before = _brent(tmp_path)
    facts.write_text(facts.read_text("utf-8").replace("0808 8010 503", "0808 8010 504"), "utf-8")
    after = _brent(tmp_path)
    assert list(before) == list(after)
    assert {tag for tag, _ in before} == set(LOCALES)
    printed = {key for key, part in before.items() if "0808 8010 503" in part.tries[0].html}
    assert {topic for _, topic in printed} >= {"gp", "asylum-support"}
    assert len(printed) < len(before) / 2
    assert changed(before, after) == printed
    assert {key for key, part in after.items() if "0808 8010 504" in part.tries[0].html} == printed


def _brent(root: Path) -> dict[tuple[str, str], Sheet]:
    theme: Theme = read_theme(root / "themes" / "clear")
    made = plan(load(open_project(root, DAY)), theme, Selection(areas=("brent",), locales=LOCALES))
    return {
        (edition.language.tag, part.name): part
        for edition in made.editions
        if edition.place is None
        for part in sheets(edition, theme, "an environment")
    }
