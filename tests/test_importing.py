"""``messages import``: what is taken, what is refused, and that nothing is trusted.

What is said about each refusal stands in ``golden/exchange/``.
"""

import csv
import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from exchange_support import (
    FREE,
    RING,
    MakeProject,
    as_csv,
    change_english,
    fill,
    give,
    in_csv,
    in_xlsx,
    po,
    rows,
    sent,
    state,
    told,
    write_texts,
)
from exchange_texts import HARD
from project_support import run

from welcomepack.catalog import record
from welcomepack.codes import CODES
from welcomepack.diagnostic import WelcomepackError
from welcomepack.exchange.guard import MAX_BYTES
from welcomepack.exchange.row import clean
from welcomepack.model import State

GOLDEN = Path(__file__).parent / "golden" / "exchange"
TITLE, WAIT, RING_KEY, FREE_KEY = (
    "gp/title",
    "gp/call/steps/wait",
    "gp/call/steps/ring",
    "gp/free/text",
)
NEW = "اتصل على {gp.phone}."


@pytest.fixture
def root(make_project: MakeProject) -> Path:
    return write_texts(make_project)


def answered(root: Path, key: str, text: str = "", status: str = "") -> bytes:
    """The area's texts as CSV, one row filled in."""
    return in_csv(sent(root, "csv"), {key: {"your text": text, "status": status}})


def target(data: bytes, key: str, text: str, mark: str) -> bytes:
    """An XLIFF file with another target in one unit."""
    unit = re.escape(f'<trans-unit id="{key}"')
    pattern = rf"({unit}.*?)<target[^>]*?(?:/>|>.*?</target>)"
    done, count = re.subn(
        pattern, rf"\1<target {mark}>{text}</target>", data.decode(), count=1, flags=re.DOTALL
    )
    assert count == 1
    return done.encode()


# The identity


@pytest.mark.parametrize("form", ["xlsx", "xliff", "csv"])
@pytest.mark.parametrize("role", ["translator", "speaker", "council"])
def test_a_file_that_nobody_touched_changes_nothing(root: Path, form: str, role: str) -> None:
    before = po(root).read_bytes()
    report = give(root, sent(root, form), role=role)
    assert (report.taken, report.refused, report.unchanged) == ((), (), len(rows(root)))
    assert po(root).read_bytes() == before


@pytest.mark.parametrize("form", ["xlsx", "xliff", "csv"])
def test_nor_does_it_with_texts_that_files_damage_easily(root: Path, form: str) -> None:
    hard = [part for part in HARD if part.strip("\n\u2028\u0085\t ")]
    hard += [f"e\u0301 {part} نص" for part in hard]
    keys = [row.key for row in rows(root) if row.key != FREE_KEY]
    seen = 0
    while hard:
        texts, hard = dict(zip(keys, hard, strict=False)), hard[len(keys) :]
        seen += len(texts)
        record(po(root), texts, State.MT, engine="test")
        assert {key: state(root, key)[1] for key in texts} == texts
        before = po(root).read_bytes()
        report = give(root, sent(root, form))
        assert (report.taken, told(report)) == ((), [])
        assert po(root).read_bytes() == before
    assert seen > 60


@pytest.mark.parametrize("form", ["xlsx", "xliff", "csv"])
def test_every_format_takes_the_same_answer(root: Path, form: str) -> None:
    data = sent(root, form)
    if form == "csv":
        data = in_csv(data, {RING_KEY: {"your text": NEW, "status": "checked"}})
    elif form == "xlsx":
        data = in_xlsx(data, fill({RING_KEY: {"your text": NEW, "status": "checked"}}))
    else:
        text = NEW.replace("{gp.phone}", '<x id="1"/>')
        data = target(data, RING_KEY, text, 'state="signed-off"')
    report = give(root, data)
    assert (report.taken, report.refused) == ((f"england:{RING_KEY}",), ())
    assert report.unchanged == len(rows(root)) - 1
    assert state(root, RING_KEY) == (State.CHECKED, NEW)
    assert " by=speaker date=2026-11-22 " in po(root).read_text("utf-8")
    again = give(root, data)
    assert (again.taken, again.unchanged) == ((), len(rows(root)))


# States


@pytest.mark.parametrize(
    ("role", "status", "expected"),
    [
        ("translator", "", State.EDITED),
        ("translator", "translated", State.EDITED),
        ("translator", "checked", State.EDITED),
        ("translator", "approved", State.EDITED),
        ("speaker", "", State.EDITED),
        ("speaker", "checked", State.CHECKED),
        ("speaker", "approved", State.CHECKED),
        ("speaker", "needs work", State.EDITED),
        ("council", "checked", State.CHECKED),
    ],
)
def test_a_new_text_has_the_state_that_the_role_may_give(
    root: Path, role: str, status: str, expected: State
) -> None:
    report = give(root, answered(root, RING_KEY, NEW, status), role=role)
    assert report.refused == ()
    assert state(root, RING_KEY) == (expected, NEW)


@pytest.mark.parametrize("status", ["", "translated", "needs work"])
@pytest.mark.parametrize("text", ["", RING])
@pytest.mark.parametrize("role", ["translator", "council"])
def test_machine_words_that_nobody_checked_stay_machine_words(
    root: Path, role: str, status: str, text: str
) -> None:
    before = po(root).read_bytes()
    report = give(root, answered(root, RING_KEY, text, status), role=role)
    assert (report.taken, report.refused) == ((), ())
    assert po(root).read_bytes() == before


@pytest.mark.parametrize("text", ["", RING])
def test_checked_without_a_new_text_is_said_of_the_text_that_was_shown(
    root: Path, text: str
) -> None:
    data = answered(root, RING_KEY, text, "checked")
    assert give(root, data, role="translator").taken == ()
    assert state(root, RING_KEY) == (State.MT, RING)
    assert give(root, data).taken == (f"england:{RING_KEY}",)
    assert state(root, RING_KEY) == (State.CHECKED, RING)


def test_the_council_approves_what_a_speaker_checked_and_no_other(root: Path) -> None:
    assert give(root, answered(root, FREE_KEY, "", "approved"), role="council").refused == ()
    assert state(root, FREE_KEY) == (State.APPROVED, FREE)
    report = give(root, answered(root, RING_KEY, "", "approved"), role="council")
    assert [one.code for one in report.refused] == ["WP259"]
    assert state(root, RING_KEY) == (State.MT, RING)


def test_a_row_that_needs_work_is_named(root: Path) -> None:
    report = give(root, answered(root, RING_KEY, "", "needs work"))
    assert report.unsure == (f"england:{RING_KEY}",)


def test_a_stale_text_that_still_fits_is_confirmed(root: Path) -> None:
    change_english(root, "It is free.", "It costs nothing.")
    assert state(root, FREE_KEY)[0] is State.STALE
    assert give(root, answered(root, FREE_KEY, "", "checked")).refused == ()
    assert state(root, FREE_KEY) == (State.CHECKED, FREE)


def test_a_text_is_cleaned_as_catalogs_hold_it(root: Path) -> None:
    give(root, answered(root, TITLE, "  e\u0301\n طبيب\u2028 ", "checked"))
    assert state(root, TITLE) == (State.CHECKED, "\u00e9 طبيب")
    assert clean("a\u00a0b") == "a\u00a0b"  # a French text needs it


# XLIFF: marks that tools leave behind


MT = 'state="needs-review-translation" state-qualifier="leveraged-mt"'


def test_words_that_a_tools_engine_wrote_are_machine_words(root: Path) -> None:
    data = target(sent(root, "xliff"), WAIT, "انتظر 10 دقائق.", MT)
    assert give(root, data).taken == (f"england:{WAIT}",)
    assert state(root, WAIT) == (State.MT, "انتظر 10 دقائق.")
    assert "engine=file by=speaker" in po(root).read_text("utf-8")


def test_they_do_not_replace_what_a_person_wrote(root: Path) -> None:
    report = give(root, target(sent(root, "xliff"), FREE_KEY, "مجانا.", MT))
    assert [one.code for one in report.refused] == ["WP259"]
    assert state(root, FREE_KEY) == (State.CHECKED, FREE)


def test_a_mark_that_we_sent_ourselves_checks_no_other_text(root: Path) -> None:
    # FREE went out as signed-off; a simple editor changes the words and leaves the mark.
    data = sent(root, "xliff").decode().replace(FREE, "مجانا.").encode()
    assert give(root, data).refused == ()
    assert state(root, FREE_KEY) == (State.EDITED, "مجانا.")


def test_a_region_behind_the_language_is_the_same_language(root: Path) -> None:
    data = sent(root, "xliff").replace(b'target-language="ar"', b'target-language="ar-SY"')
    assert give(root, data).refused == ()
    other = data.replace(b"ar-SY", b"ar-Latn")
    assert [one.code for one in give(root, other).refused] == ["WP252"]


# What is refused


def test_good_rows_are_kept_beside_bad_ones(root: Path) -> None:
    answers = {
        RING_KEY: {"your text": "اتصل.", "status": "checked"},
        TITLE: {"your text": "طبيب", "status": "checked"},
    }
    report = give(root, in_csv(sent(root, "csv"), answers))
    assert report.taken == (f"england:{TITLE}",)
    assert [one.code for one in report.refused] == ["WP258"]
    assert state(root, RING_KEY) == (State.MT, RING)
    assert len(report.taken) + report.unchanged + len(report.refused) == len(rows(root))


@pytest.mark.parametrize(
    "text",
    [
        "اتصل بالرقم.",
        "اتصل {gp.phone} {gp.phone}.",
        "اتصل {gp.fone}.",
        "اتصل {gp.phone} 0208795.",
        "اتصل <b>{gp.phone}</b>.",
        "اتصل \u202e{gp.phone}.",
        "اتصل \x07{gp.phone}.",
        "اتصل \N{REPLACEMENT CHARACTER}{gp.phone}.",
        "???? {gp.phone}.",
        "x" * 5000,
    ],
)
@pytest.mark.parametrize("status", ["", "checked"])
def test_a_text_that_must_not_print_is_refused(root: Path, text: str, status: str) -> None:
    before = po(root).read_bytes()
    report = give(root, answered(root, RING_KEY, text, status))
    assert [one.code for one in report.refused] == ["WP258"]
    assert po(root).read_bytes() == before


def test_damaged_machine_words_cannot_be_checked(root: Path) -> None:
    record(po(root), {RING_KEY: "اتصل."}, State.MT, engine="test")
    report = give(root, answered(root, RING_KEY, "", "checked"))
    assert [one.code for one in report.refused] == ["WP258"]


@pytest.mark.parametrize("form", ["xlsx", "xliff", "csv"])
def test_a_row_whose_english_changed_since_is_refused(root: Path, form: str) -> None:
    data = sent(root, form)
    change_english(root, "It is free.", "It costs nothing.")
    before = po(root).read_bytes()
    report = give(root, data)
    (one,) = report.refused
    assert one.code == "WP255"
    assert "It costs nothing." in one.message
    assert po(root).read_bytes() == before


@pytest.mark.parametrize("form", ["xlsx", "xliff", "csv"])
@pytest.mark.parametrize("status", ["", "checked"])
def test_an_older_file_does_not_undo_newer_work(root: Path, form: str, status: str) -> None:
    data = sent(root, form)
    give(root, answered(root, RING_KEY, NEW, "checked"))
    answer = {RING_KEY: {"your text": "اتصل مع {gp.phone}.", "status": status}}
    if form == "csv":
        data = in_csv(data, answer)
    elif form == "xlsx":
        data = in_xlsx(data, fill(answer))
    else:
        mark = 'state="signed-off"' if status else 'state="translated"'
        data = target(data, RING_KEY, 'اتصل مع <x id="1"/>.', mark)
    report = give(root, data)
    assert [one.code for one in report.refused] == ["WP259"]
    assert state(root, RING_KEY) == (State.CHECKED, NEW)


@pytest.mark.parametrize("form", ["xlsx", "xliff", "csv"])
def test_an_older_file_that_says_nothing_about_newer_work_is_no_problem(
    root: Path, form: str
) -> None:
    data = sent(root, form)
    newer = {RING_KEY: {"your text": NEW, "status": "checked"}, FREE_KEY: {"your text": "مجانا."}}
    give(root, in_csv(sent(root, "csv"), newer))
    before = po(root).read_bytes()
    report = give(root, data)
    assert (report.taken, report.refused) == ((), ())
    assert po(root).read_bytes() == before


def test_one_column_sorted_without_the_others_is_found_out(root: Path) -> None:
    text = sent(root, "csv").decode("utf-8-sig")
    table = list(csv.reader(io.StringIO(text, newline="")))
    english = [row[1] for row in table[1:]]
    for row, moved in zip(table[1:], sorted(english), strict=True):
        row[1] = moved
    report = give(root, as_csv(table))
    assert {one.code for one in report.refused} == {"WP256"}
    moved_rows = sum(a != b for a, b in zip(english, sorted(english), strict=True))
    assert len(report.refused) == moved_rows > 3


def test_words_of_a_file_cannot_command_the_terminal(root: Path) -> None:
    cells = {"key": f"\x1b[2Jkey {'x' * 1_000_000}", "status": "\x1b]0;title\x07"}
    for column, cell in cells.items():
        (one,) = give(root, in_csv(sent(root, "csv"), {RING_KEY: {column: cell}})).refused
        assert one.code == ("WP253" if column == "key" else "WP259")
        assert "\x1b" not in one.text()
        assert "\x07" not in one.text()
        assert len(one.text()) < 1000
    report = give(root, in_csv(sent(root, "csv"), {RING_KEY: {"key": "x", "status": "needs work"}}))
    assert report.unsure == ()


def test_half_a_character_is_no_crash(root: Path) -> None:
    answers = {RING_KEY: {"current text": "_xD83D_"}, TITLE: {"your text": "_xD83D__xDE00_"}}
    report = give(root, in_xlsx(sent(root, "xlsx"), fill(answers)))
    assert [one.code for one in report.refused] == ["WP256"]
    assert state(root, TITLE) == (State.EDITED, "😀")


def test_more_rows_than_any_project_has_are_refused(root: Path) -> None:
    data = sent(root, "csv")
    last = data.splitlines(keepends=True)[-1]
    (one,) = give(root, data + last * 20_001).refused
    assert one.message == "The file has more than 20,000 rows."


# The dry run, and what stops a run


def test_a_dry_run_tells_the_same_and_writes_nothing(root: Path) -> None:
    data = answered(root, RING_KEY, NEW, "checked")
    before = po(root).read_bytes()
    tried = give(root, data, dry_run=True)
    assert po(root).read_bytes() == before
    assert give(root, data) == tried
    assert tried.taken == (f"england:{RING_KEY}",)
    assert po(root).read_bytes() != before


def test_catalogs_out_of_line_with_the_content_stop_the_import(root: Path) -> None:
    path = root / "content/england/topics/gp.yaml"
    path.write_text(path.read_text("utf-8").replace("It is free.", "Free."), encoding="utf-8")
    data = answered(root, FREE_KEY, "مجانا.")
    with pytest.raises(WelcomepackError, match="messages update"):
        give(root, data)
    po(root).unlink()
    with pytest.raises(WelcomepackError, match="messages update"):
        give(root, answered(root, TITLE, "طبيب"))


def test_the_command_tells_what_became_of_the_rows(root: Path) -> None:
    (root / "a.csv").write_bytes(answered(root, RING_KEY, NEW, "checked"))
    ran = run(root, "messages", "import", str(root / "a.csv"), "--role", "speaker", "--dry-run")
    assert ran.exit_code == 0
    assert "Nothing was written." in ran.stdout
    ran = run(root, "messages", "import", str(root / "a.csv"), "--role", "speaker")
    assert (ran.exit_code, ran.stderr) == (0, "")
    lines = [re.split(r"\s*[│┃]\s*", line)[1:-1] for line in ran.stdout.splitlines()]
    assert lines[1] == ["language", "taken", "unchanged", "refused", "needs work"]
    assert lines[3] == ["ar", "1", str(len(rows(root)) - 1), "0", "0"]


def test_the_command_fails_when_a_row_was_refused(root: Path) -> None:
    (root / "a.csv").write_bytes(answered(root, RING_KEY, "اتصل.", "needs work"))
    ran = run(root, "messages", "import", str(root / "a.csv"), "--role", "speaker")
    assert ran.exit_code == 1
    assert "a.csv:9:1 error WP258 england:gp/call/steps/ring:" in ran.stderr
    assert "needs work: england:gp/call/steps/ring" in ran.stdout


@pytest.mark.parametrize(
    ("options", "code", "said"),
    [
        (("--role", "speeker"), 1, 'There is no role "speeker". Did you mean "speaker"?'),
        ((), 2, "--role"),
        (("--role", "speaker", "--locale", "ti"), 1, 'of the language "ar", not "ti"'),
    ],
)
def test_wrong_options_are_told(root: Path, options: tuple[str, ...], code: int, said: str) -> None:
    (root / "a.csv").write_bytes(sent(root, "csv"))
    ran = run(root, "messages", "import", str(root / "a.csv"), *options)
    assert ran.exit_code == code
    assert said in ran.stderr


def test_a_file_that_is_not_there_is_told(root: Path) -> None:
    ran = run(root, "messages", "import", str(root / "none.csv"), "--role", "speaker")
    assert ran.exit_code == 1
    assert "none.csv" in ran.stderr
    assert "Traceback" not in ran.stderr


def test_a_file_of_200_megabytes_is_not_even_read(root: Path) -> None:
    with (root / "a.csv").open("wb") as file:
        file.truncate(200 * 1024 * 1024)
    ran = run(root, "messages", "import", str(root / "a.csv"), "--role", "speaker")
    assert ran.exit_code == 1
    assert "WP250 The file has more than 16 MB." in ran.stderr


# What is said


def _row(root: Path, **cells: str) -> bytes:
    named = {column.replace("_", " "): cell for column, cell in cells.items()}
    return in_csv(sent(root, "csv"), {RING_KEY: named})


def _twice(root: Path) -> bytes:
    data = sent(root, "csv")
    return data + data.splitlines(keepends=True)[-1]


def _english_changed(root: Path) -> bytes:
    data = sent(root, "csv")
    change_english(root, "It is free.", "It costs nothing.")
    return data


def _overtaken(root: Path) -> bytes:
    data = answered(root, RING_KEY, "اتصل مع {gp.phone}.")
    give(root, answered(root, RING_KEY, NEW))
    return data


def _no_xlsx(_: Path) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("content.xml", "<a/>")
    return out.getvalue()


def _formula(root: Path) -> bytes:
    return in_xlsx(sent(root, "xlsx"), fill({RING_KEY: {"your text": "=1+1"}}))


def _doctype(root: Path) -> bytes:
    return sent(root, "xliff").replace(b"<xliff", b'<!DOCTYPE a [<!ENTITY b "c">]>\n<xliff', 1)


CASES: dict[str, Callable[[Path], bytes]] = {
    "another-language": lambda root: sent(root, "xliff").replace(b'"ar"', b'"fr"'),
    "another-project": lambda root: sent(root, "xliff").replace(b"Welcome pack", b"Other"),
    "another-xliff": lambda _: b'<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0"/>',
    "approved-too-early": lambda root: _row(root, status="approved"),
    "bad-status": lambda root: _row(root, status="ok"),
    "broken-off": lambda root: sent(root, "xlsx")[:5000],
    "broken-xml": lambda root: sent(root, "xliff")[:1500],
    "check-changed": lambda root: _row(root, check="12345678"),
    "checked-nothing": lambda root: answered(root, TITLE, "", "checked"),
    "current-text-changed": lambda root: _row(root, current_text=NEW),
    "document-type": _doctype,
    "empty": lambda _: b"\n",
    "english-changed": _english_changed,
    "facts-lost": lambda root: _row(root, your_text="اتصل 0208 795 6000."),
    "formula": _formula,
    "formula-in-csv": lambda root: _row(root, your_text="=1+1"),
    "formatting": lambda root: target(
        sent(root, "xliff"), RING_KEY, '<bpt id="1">b</bpt>', 'state="final"'
    ),
    "letters-lost": lambda root: _row(root, your_text="???? {gp.phone}"),
    "mixed-up": lambda root: _row(root, English="It is free."),
    "no-columns": lambda _: "Name;Text\r\na;b\r\n".encode("utf-8-sig"),
    "no-xlsx": _no_xlsx,
    "old-excel": lambda _: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    "overtaken": _overtaken,
    "tool-over-person": lambda root: target(sent(root, "xliff"), FREE_KEY, "مجانا.", MT),
    "too-large": lambda _: b"x" * (MAX_BYTES + 1),
    "twice": _twice,
    "unknown-key": lambda root: _row(root, key="england:gp/call/steps/rung"),
    "wrong-encoding": lambda root: sent(root, "csv").decode("utf-8-sig").encode("cp1256"),
}


@pytest.mark.parametrize("case", sorted(CASES))
def test_a_refusal_is_told_exactly_so(
    root: Path, case: str, golden: Callable[[Path, str], None]
) -> None:
    data = CASES[case](root)
    before = po(root).read_bytes()
    report = give(root, data, role="council" if case == "approved-too-early" else "speaker")
    assert report.refused
    assert po(root).read_bytes() == before
    golden(GOLDEN / f"{case}.txt", "".join(f"{one.text()}\n" for one in report.refused))


def test_every_code_of_the_exchange_is_told_somewhere() -> None:
    text = "".join((GOLDEN / f"{case}.txt").read_text("utf-8") for case in CASES)
    assert {code for code in CODES if code.startswith("WP25")} <= set(re.findall(r"WP\d+", text))
    assert {path.stem for path in GOLDEN.glob("*.txt")} == set(CASES)
