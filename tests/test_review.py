"""Looking through translations: all checks told, safe fixes, and approval in roles."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from project_support import REPO, Ran, run

from welcomepack.catalog import catalog_path, read_catalog, record
from welcomepack.language import registry
from welcomepack.model import State

LANGUAGES = registry(REPO / "locales")
ARABIC = LANGUAGES["ar"]
MakeProject = Callable[..., Path]
TOPIC = """\
id: gp
title: Doctor
summary: How to see a GP.
pictogram: gp
blocks:
  - id: free
    kind: text
    text: It is free.
  - id: wait
    kind: text
    text: You wait 2 days.
"""
ESOL = """\
id: esol
title: English
summary: Learn English.
pictogram: esol
blocks: []
"""
TEXTS = {
    "gp/title": "طبيب",
    "gp/summary": "كيف ترى طبيب GP.",
    "gp/free/text": "هذا مجاني.",
    "gp/wait/text": "تنتظر 2 يوم.",
}
PERSIAN_SETTINGS = """\
name: Welcome pack
base_url: https://welcome.example.org
locales: [en, fa]
policy: {prints: mt}
"""


@pytest.fixture
def root(make_project: MakeProject) -> Path:
    """A project with two topics, a list of terms, and catalogs without texts."""
    root = make_project(
        {
            "content/england/topics/gp.yaml": TOPIC,
            "content/england/topics/esol.yaml": ESOL,
            "locales/terms.yaml": "- term: GP\n",
        }
    )
    assert run(root, "messages", "update").exit_code == 0
    return root


def england(root: Path, tag: str = "ar") -> Path:
    return catalog_path(root / "locales", LANGUAGES[tag], "england")


def fill(root: Path, state: State, texts: Mapping[str, str], **told: str) -> None:
    assert record(england(root), texts, state, **told) == (len(texts), ())


def states(root: Path) -> dict[str, str]:
    catalog, found = read_catalog(root / "locales", ARABIC)
    assert found == ()
    return {key: str(one.state) for key, one in catalog.domains["england"].items() if one.text}


def check(root: Path, *options: str) -> Ran:
    return run(root, "messages", "check", *options)


# Checking


def test_texts_without_faults_pass(root: Path) -> None:
    fill(root, State.MT, TEXTS)
    ran = check(root, "--strict")
    assert (ran.exit_code, ran.stderr) == (0, "")
    assert ran.stdout == "0 errors, 0 warnings, 0 to fill in\n"


@pytest.mark.parametrize(
    ("key", "text", "code", "exits"),
    [
        ("gp/wait/text", "تنتظر 3 يوم.", "WP222", (1, 1)),
        ("gp/summary", "كيف ترى طبيبا.", "WP224", (1, 1)),
        ("gp/free/text", "Das ist gratis.", "WP225", (1, 1)),
        ("gp/free/text", "هذا مجاني", "WP231", (0, 1)),
        ("gp/title", "طبيب 𐎀", "WP403", (1, 1)),
    ],
)
def test_a_fault_is_told_with_its_file_and_line(
    root: Path, key: str, text: str, code: str, exits: tuple[int, int]
) -> None:
    fill(root, State.CHECKED, {**TEXTS, key: text})
    told = check(root, "--output", "json")
    rows = json.loads(told.stdout)
    assert code in {row["code"] for row in rows}
    (one,) = [row for row in rows if row["code"] == code]
    assert (one["locale"], one["address"]) == ("ar", key)
    line = england(root).read_text("utf-8").splitlines()[one["position"]["line"] - 1 :]
    assert f'msgctxt "{key}"' in line[:5]
    assert (told.exit_code, check(root, "--strict").exit_code) == exits


def test_a_fault_is_told_for_the_languages_and_areas_that_were_asked_for(root: Path) -> None:
    fill(root, State.MT, {"gp/free/text": "هذا مجاني"})
    assert "WP231" in check(root, "--area", "england").stderr
    assert check(root, "--area", "theme", "--strict").stderr == ""
    assert check(root, "--area", "englend").exit_code == 1
    assert 'no translation into "xx"' in check(root, "--locale", "xx").stderr


def test_what_is_stale_is_not_checked(root: Path) -> None:
    fill(root, State.MT, {"gp/free/text": "Das ist gratis."})
    topic = root / "content" / "england" / "topics" / "gp.yaml"
    topic.write_text(TOPIC.replace("It is free.", "It costs nothing."), encoding="utf-8")
    assert check(root, "--strict").exit_code == 0


def test_warnings_on_writing_do_not_fail_the_content_check(root: Path) -> None:
    fill(root, State.MT, {"gp/free/text": "هذا مجاني"})
    assert "WP231" in check(root).stderr
    ran = run(root, "check")
    assert (ran.exit_code, "[ar]" in ran.stderr) == (0, False)


@pytest.mark.parametrize(
    ("before", "after"),
    [(State.MT, "mt"), (State.EDITED, "edited"), (State.APPROVED, "edited")],
)
def test_safe_fixes_are_offered_and_made(
    make_project: MakeProject, before: State, after: str
) -> None:
    root = make_project(
        {
            "content/england/topics/gp.yaml": TOPIC,
            "content/project.yaml": PERSIAN_SETTINGS,
        }
    )
    run(root, "messages", "update")
    path = england(root, "fa")
    record(path, {"gp/title": "پزشك\u200f عمومی"}, before)
    assert 'Mended: "پزشک عمومی".' in check(root).stderr
    done = check(root, "--fix")
    assert done.stdout.startswith("mended: locales/fa/LC_MESSAGES/england.po gp/title\n")
    assert done.exit_code == 0
    one = read_catalog(root / "locales", LANGUAGES["fa"])[0].domains["england"]["gp/title"]
    assert (one.text, str(one.state)) == ("پزشک عمومی", after)
    again = path.read_bytes()
    check(root, "--fix")
    assert path.read_bytes() == again


# Approving


def approve(root: Path, *options: str, role: str = "speaker") -> Ran:
    return run(root, "messages", "approve", "--locale", "ar", "--role", role, *options)


@pytest.mark.parametrize("before", [State.MT, State.TM, State.EDITED])
def test_a_speaker_checks_and_the_council_approves(root: Path, before: State) -> None:
    fill(root, before, TEXTS)
    first = approve(root, "--topic", "gp")
    assert first.exit_code == 0
    assert first.stdout.endswith("4 approved, 0 refused, 0 unchanged, 0 not translated\n")
    assert set(states(root).values()) == {"checked"}
    second = approve(root, "--topic", "gp", role="council")
    assert second.stdout.endswith("4 approved, 0 refused, 0 unchanged, 0 not translated\n")
    assert set(states(root).values()) == {"approved"}
    third = approve(root, "--topic", "gp")
    assert third.stdout == "0 approved, 0 refused, 4 unchanged, 0 not translated\n"


def test_only_what_is_named_is_approved(root: Path) -> None:
    fill(root, State.MT, {**TEXTS, "esol/title": "الإنجليزية"})
    approve(root, "--key", "gp/title", "--topic", "esol")
    assert {key for key, state in states(root).items() if state == "checked"} == {
        "gp/title",
        "esol/title",
    }


def test_all_texts_of_an_area_can_be_named_with_a_yes(root: Path) -> None:
    fill(root, State.MT, TEXTS)
    assert approve(root, "--all", "--area", "england").exit_code == 2
    assert set(states(root).values()) == {"mt"}
    done = approve(root, "--all", "--yes", "--area", "england")
    assert done.stdout.endswith("4 approved, 0 refused, 0 unchanged, 2 not translated\n")


@pytest.mark.parametrize("options", [(), ("--all", "--yes", "--topic", "gp")])
def test_an_approval_names_what_it_means(root: Path, options: tuple[str, ...]) -> None:
    assert approve(root, *options).exit_code == 2


def test_refusals_are_shown_with_their_reason_and_the_rest_is_taken(root: Path) -> None:
    faulty = {"gp/wait/text": "تنتظر 3 يوم.", "gp/summary": "كيف ترى طبيبا."}
    fill(root, State.MT, TEXTS | faulty)
    topic = root / "content" / "england" / "topics" / "gp.yaml"
    topic.write_text(TOPIC.replace("It is free.", "It costs nothing."), encoding="utf-8")
    ran = approve(root, "--topic", "gp")
    told = " ".join(ran.stdout.replace("│", " ").split())
    assert ran.exit_code == 1
    assert "The numbers are not the same" in told
    assert '"GP" is in the English and not in the' in told
    assert "The English has changed since" in told
    assert told.endswith("1 approved, 3 refused, 0 unchanged, 0 not translated")
    assert [key for key, state in states(root).items() if state == "checked"] == ["gp/title"]


def test_the_council_approves_only_what_a_speaker_checked(root: Path) -> None:
    fill(root, State.MT, TEXTS)
    ran = approve(root, "--key", "gp/title", role="council")
    assert ran.exit_code == 1
    assert "Only a text that a speaker has checked" in " ".join(ran.stdout.split())
    assert states(root)["gp/title"] == "mt"


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--key", "gp/titel"), 'Did you mean "gp/title"?'),
        (("--topic", "gpp"), 'Did you mean "gp"?'),
        (("--topic", "gp", "--area", "englnd"), 'Did you mean "england"?'),
    ],
)
def test_what_there_is_not_cannot_be_approved(
    root: Path, options: tuple[str, ...], told: str
) -> None:
    ran = approve(root, *options)
    assert ran.exit_code == 1
    assert told in " ".join(ran.stderr.split())


@pytest.mark.parametrize(
    ("role", "told"), [("translator", "can only edit"), ("speeker", 'Did you mean "speaker"?')]
)
def test_who_may_not_check_cannot_approve(root: Path, role: str, told: str) -> None:
    fill(root, State.MT, TEXTS)
    ran = approve(root, "--topic", "gp", role=role)
    assert ran.exit_code == 1
    assert told in " ".join(ran.stderr.split())
    assert set(states(root).values()) == {"mt"}


def test_the_words_of_the_theme_are_approved_as_a_topic_of_their_own(root: Path) -> None:
    path = catalog_path(root / "locales", ARABIC, "theme")
    record(path, {"theme/call": "اتصل"}, State.MT)
    done = approve(root, "--topic", "theme")
    assert done.stdout.splitlines()[-1].startswith("1 approved, 0 refused, 0 unchanged,")
