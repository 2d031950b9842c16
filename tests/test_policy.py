"""The policy of an area: what prints, what stands below it, and how much was checked."""

import re
from collections.abc import Callable, Mapping
from pathlib import Path

import pypdfium2
import pytest
from paper_support import edition_of, planned, write_tiny
from project_support import REPO, run

from welcomepack import site
from welcomepack.address import texts, topic_texts
from welcomepack.catalog import Recalled, catalog_path, record
from welcomepack.formats.pack import sheets
from welcomepack.language import Language, registry
from welcomepack.layout import Laid, lay_out
from welcomepack.load import load
from welcomepack.messages import update_all
from welcomepack.model import Choice, Policy, State, Text
from welcomepack.plan import Plan
from welcomepack.project import open_project
from welcomepack.sheet import Sheet

ARABIC = registry(REPO / "locales")["ar"]
MakeProject = Callable[..., Path]
SETTINGS = """\
name: Welcome pack
base_url: https://welcome.example.org
locales: [en, ar]
policy: {policy}
"""
ENGLAND = """\
id: england
name: England
council: Example Council
publish: true
topics: [help, card, home]
policy: {policy}
"""
TESTHAM = (
    "id: testham\nname: Testham\nextends: england\ncouncil: X\npublish: true\npolicy: {policy}\n"
)
OPEN, STRICT, BESIDE = "{prints: mt}", "{prints: checked}", "{prints: checked, below: beside}"


def borough(root: Path, project: str, england: str = "{}", testham: str = "{}") -> Path:
    """The invented borough and a child area, with these policies; its Arabic is `edited`."""
    return write_tiny(
        root,
        {
            "content/project.yaml": SETTINGS.replace("{policy}", project),
            "content/england/area.yaml": ENGLAND.replace("{policy}", england),
            "content/testham/area.yaml": TESTHAM.replace("{policy}", testham),
        },
    )


def arabic(plan: Plan, area: str = "england") -> Mapping[str, Text]:
    (edition,) = [
        one
        for one in plan.editions
        if (one.language.tag, one.pack.area.id, one.place) == ("ar", area, None)
    ]
    return dict(texts(edition.pack))


# Where a policy comes from


@pytest.mark.parametrize(
    ("project", "england", "testham", "policy"),
    [
        (OPEN, "{}", "{}", Policy(prints=State.MT)),
        (OPEN, STRICT, "{}", Policy(prints=State.CHECKED)),
        (OPEN, STRICT, "{prints: edited}", Policy(prints=State.EDITED)),
        (OPEN, BESIDE, "{prints: approved}", Policy(prints=State.APPROVED, below="beside")),
        (BESIDE, "{}", "{below: english}", Policy(prints=State.CHECKED, below="english")),
    ],
)
def test_an_area_inherits_what_it_does_not_decide(
    tmp_path: Path, project: str, england: str, testham: str, policy: Policy
) -> None:
    loaded = load(open_project(borough(tmp_path, project, england, testham)))
    assert loaded.diagnostics == ()
    assert loaded.settings is not None
    assert loaded.settings.policy.of(loaded.packs["testham"].area.policy) == policy


def test_a_choice_leaves_open_what_it_does_not_say() -> None:
    above = Choice(prints=State.MT, below="beside")
    assert Choice().over(above) == above
    assert Choice(prints=State.CHECKED).over(above) == Choice(prints=State.CHECKED, below="beside")


@pytest.mark.parametrize(
    ("policy", "message", "hint"),
    [
        ("{prints: source}", '"source" is not known here.', "Possible: mt, tm"),
        ("{below: besides}", '"besides" is not known here.', 'Did you mean "beside"?'),
        ("{print: mt}", 'Unknown field "print".', 'Did you mean "prints"?'),
    ],
)
def test_a_wrong_policy_is_told_where_it_stands(
    tmp_path: Path, policy: str, message: str, hint: str
) -> None:
    loaded = load(open_project(borough(tmp_path, OPEN, "{}", policy)))
    (found,) = loaded.diagnostics
    assert found.message == message
    assert found.hint.startswith(hint)
    assert found.position is not None
    assert (found.position.path, found.position.line) == ("content/testham/area.yaml", 6)


# What it does


def test_each_area_prints_by_its_own_policy(tmp_path: Path) -> None:
    root = borough(tmp_path, OPEN, "{}", STRICT)
    _, _, plan = planned(root)
    parent, child = arabic(plan), arabic(plan, "testham")
    assert {text.lang for text in parent.values()} == {"ar"}
    assert {text.lang for text in child.values()} == {"en"}
    path = catalog_path(root / "locales", ARABIC, "england")
    update_all(open_project(root), root / "themes" / "clear", {"ar": ARABIC})
    again = run(
        root, "messages", "approve", "--locale", "ar", "--role", "speaker", "--topic", "card"
    )
    assert again.exit_code == 0, path
    child = arabic(planned(root)[2], "testham")
    assert {key.split("/")[0] for key, text in child.items() if text.lang == "ar"} == {"card"}


def test_below_the_policy_a_translation_may_print_with_its_english_beside(tmp_path: Path) -> None:
    root = borough(tmp_path, BESIDE)
    _, theme, plan = planned(root)
    edition = edition_of([one for one in plan.editions if one.pack.area.id == "england"], "ar")
    assert {(text.lang, text.doubted) for _, text in texts(edition.pack)} == {("ar", True)}
    pages = {path.name: html for path, html in site.edition_pages(edition, theme, 0)}
    for topic in edition.pack.topics:
        page = re.sub(r"<[^>]+>", "", pages[f"{topic.id}.html"])
        for _, text in topic_texts(topic):
            for part in re.split(r"\{[^}]*\}", text.english):
                assert part.strip() in page, text.at
    # Words of the templates have no place beside them.
    assert {word.lang for word in edition.localized.words.values()} == {"en"}


def test_beside_still_leaves_what_nobody_translated_in_english(tmp_path: Path) -> None:
    root = borough(tmp_path, BESIDE)
    path = catalog_path(root / "locales", ARABIC, "england")
    path.write_text(path.read_text("utf-8").replace("اتصل بنا", ""), encoding="utf-8")
    found = arabic(planned(root)[2])
    assert (found["help/call/title"].lang, found["help/call/title"].doubted) == ("en", False)
    assert found["help/title"].doubted


def test_a_checked_text_stands_alone_under_the_same_policy(tmp_path: Path) -> None:
    root = borough(tmp_path, BESIDE)
    update_all(open_project(root), root / "themes" / "clear", {"ar": ARABIC})
    run(root, "messages", "approve", "--locale", "ar", "--role", "speaker", "--topic", "help")
    found = arabic(planned(root)[2])
    assert {text.doubted for key, text in found.items() if key.startswith("help/")} == {False}
    assert {text.doubted for key, text in found.items() if key.startswith("card/")} == {True}


@pytest.mark.parametrize("damage", ["Rufen Sie an.", "اتصل بالطبيب."])
def test_a_text_in_the_wrong_script_or_without_a_term_prints_in_english(
    tmp_path: Path, damage: str
) -> None:
    root = borough(tmp_path, OPEN)
    (root / "locales" / "terms.yaml").write_text("- term: Danger\n", encoding="utf-8")
    assert arabic(planned(root)[2])["card/numbers/title"].lang == "en"
    (root / "locales" / "terms.yaml").write_text("- term: GP\n", encoding="utf-8")
    assert arabic(planned(root)[2])["card/numbers/title"].lang == "ar"
    path = catalog_path(root / "locales", ARABIC, "england")
    path.write_text(path.read_text("utf-8").replace("خطر الآن", damage), encoding="utf-8")
    wanted = "en" if damage.isascii() else "ar"
    assert arabic(planned(root)[2])["card/numbers/title"].lang == wanted


@pytest.mark.parametrize(
    ("there", "policy", "state"),
    [
        (State.MT, OPEN, State.MT),
        (State.MT, STRICT, State.MISSING),
        (State.EDITED, STRICT, State.MISSING),
        (State.CHECKED, STRICT, State.CHECKED),
        (State.APPROVED, STRICT, State.CHECKED),
        (State.APPROVED, "{prints: approved}", State.MISSING),
    ],
)
def test_a_text_from_the_memory_prints_as_what_it_was_there(
    tmp_path: Path, there: State, policy: str, state: State
) -> None:
    root = borough(tmp_path, policy)
    path = catalog_path(root / "locales", ARABIC, "england")
    path.unlink()

    def recall(english: str, _: Language) -> Recalled | None:
        return Recalled("بطاقة الطوارئ", there, "camden") if english == "Emergency card" else None

    theme = root / "themes" / "clear"
    update_all(open_project(root), theme, {"ar": ARABIC}, recall=recall)
    assert arabic(planned(root)[2])["card/title"].state is state


# How much was checked


@pytest.fixture(scope="module")
def half_checked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The borough with a checked topic, and the word for it in Arabic."""
    root = borough(tmp_path_factory.mktemp("half"), BESIDE)
    update_all(open_project(root), root / "themes" / "clear", {"ar": ARABIC})
    run(root, "messages", "approve", "--locale", "ar", "--role", "speaker", "--topic", "help")
    word = "تحقق متحدث من {checked} من {total} أجزاء."
    theme = catalog_path(root / "locales", ARABIC, "theme")
    record(theme, {"theme/parts_checked": word}, State.CHECKED, by="speaker")
    return root


def laid(root: Path, wanted: str) -> tuple[Sheet, Laid]:
    """One sheet of the public Arabic edition, laid out and proved."""
    _, theme, plan = planned(root)
    edition = edition_of([one for one in plan.editions if one.pack.area.id == "england"], "ar")
    (sheet,) = [one for one in sheets(edition, theme, "") if one.name == wanted]
    return sheet, lay_out(sheet)


def test_the_finished_paper_says_how_many_parts_were_checked(half_checked: Path) -> None:
    found = arabic(planned(half_checked)[2])
    checked = sum(text.state is State.CHECKED for text in found.values())
    assert 0 < checked < len(found)
    sheet, front = laid(half_checked, "front")
    # The proof counts every fact on the finished page by the position of its glyphs.
    assert front.diagnostics == ()
    numbers = [value for kind, value in sheet.tries[0].facts if kind == "number"]
    assert numbers == [str(checked), str(len(found))] * 2  # in Arabic and in English
    page = pypdfium2.PdfDocument(front.pdf)[1].get_textpage().get_text_range()
    for word in (str(checked), str(len(found))):
        assert re.findall(r"\d+", page).count(word) >= 2
    assert "parts" in page


def test_the_site_says_it_in_both_languages(half_checked: Path) -> None:
    _, theme, plan = planned(half_checked)
    for tag, shown in (("ar", True), ("en", False)):
        edition = edition_of([one for one in plan.editions if one.pack.area.id == "england"], tag)
        pages = {path.name: html for path, html in site.edition_pages(edition, theme, 0)}
        bare = re.sub(r"<[^>]+>", "", pages["index.html"])
        assert ("parts checked by a speaker." in bare) == shown
        assert ("تحقق متحدث من" in bare) == shown


def test_english_beside_doubted_sentences_fits_on_paper(half_checked: Path) -> None:
    sheet, card = laid(half_checked, "card")
    assert card.diagnostics == ()
    assert sheet.tries[0].html.count('class="beside"') >= 2
