"""The memory: the best text for exactly the same English, made from the catalogs alone."""

import sqlite3
from contextlib import closing

import pytest
from drafting_support import FILES, Spoken, catalog, drafted, po, texts
from engine_support import language
from hypothesis import given
from hypothesis import strategies as st
from project_support import run

from welcomepack.catalog import provenance
from welcomepack.catalog.evidence import Evidence, evidence
from welcomepack.memory import NAME, best, open_memory, rebuild
from welcomepack.model import State
from welcomepack.prefill import Wish
from welcomepack.project import open_project
from welcomepack.translate import STRENGTH

ES = language("es")
BRENT = {
    "content/brent/area.yaml": "id: brent\nname: Brent\nextends: england\ncouncil: Example\n",
    "content/brent/topics/swim.yaml": (
        "id: swim\ntitle: Swim\nsummary: See a doctor\npictogram: gp\nblocks: []\n"
    ),
}
_STATES = st.sampled_from([State.MT, State.TM, State.EDITED, State.CHECKED, State.APPROVED])
_EVIDENCE = st.builds(
    Evidence,
    st.sampled_from(["Doctor", "Food"]),
    st.sampled_from(["a", "b", "c"]),
    _STATES,
    st.sampled_from(["brent", "england"]),
    st.sampled_from(["", "2026-11-01", "2026-11-22"]),
    st.booleans(),
)


def entry(key: str, english: str, text: str, told: str = "", *, fuzzy: bool = False) -> str:
    """One entry of a catalog; ``told`` is the state and details of its provenance."""
    state, _, rest = told.partition(" ")
    details = dict(pair.split("=") for pair in rest.split())
    comment = f"# {provenance(State(state), english, text, **details)}\n" if told else ""
    flag = "#, fuzzy\n" if fuzzy else ""
    return f'{comment}{flag}msgctxt "{key}"\nmsgid "{english}"\nmsgstr "{text}"\n'


def write(root, domain: str, *entries: str) -> None:
    """Write a Spanish catalog."""
    path = po(root, domain)
    path.parent.mkdir(parents=True, exist_ok=True)
    head = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n'
    path.write_text("\n".join([head, *entries]), encoding="utf-8")


def recalled(root, english: str):
    """What the memory of a project has, as (text, state, origin)."""
    one = open_memory(open_project(root)).recall(english, ES)
    return (one.text, str(one.state), one.origin) if one else None


def test_the_best_state_wins_whatever_the_area(make_project):
    root = make_project(FILES)
    checked = "checked by=speaker date=2026-11-01"
    write(root, "brent", entry("a/title", "Doctor", "Médico", checked))
    write(root, "england", entry("b/title", "Doctor", "Doctora", "edited date=2026-11-20"))
    write(root, "theme", entry("theme/c", "Doctor", "Galeno", "mt engine=x date=2026-11-21"))
    assert recalled(root, "Doctor") == ("Médico", "checked", "brent")


def test_only_exactly_the_same_english_counts(make_project):
    root = make_project(FILES)
    write(root, "england", entry("a/title", "Doctor", "Médico", "checked by=speaker"))
    for other in ("doctor", "Doctor.", "Doctors", "Doctor ", "Docto", ""):
        assert recalled(root, other) is None
    assert open_memory(open_project(root)).recall("Doctor", language("ar")) is None


def test_what_must_not_be_printed_is_not_remembered(make_project):
    root = make_project(FILES)
    write(
        root,
        "england",
        entry("a/title", "Old English", "Viejo", "checked by=speaker").replace("Old E", "New E"),
        entry("b/title", "Call {a}", "Llame", "checked by=speaker"),
        entry("c/title", "Empty", ""),
        entry("d/title", "Doubted", "Dudoso", fuzzy=True),
    )
    assert rebuild(open_project(root)).rows(ES) == ()


def test_a_text_that_moved_is_still_known(make_project):
    root = make_project(FILES)
    gone = entry("a/title", "Doctor", "Médico", "checked by=speaker")
    obsolete = "".join(f"#~ {line}\n" for line in gone.splitlines()[1:])
    write(root, "england", gone.splitlines()[0] + "\n" + obsolete)
    assert recalled(root, "Doctor") == ("Médico", "checked", "england")


def test_a_copy_is_no_better_than_where_it_is_from(make_project):
    root = make_project(FILES)
    told = "tm from=london state=mt"
    write(root, "england", entry("a/title", "Doctor", "Médico", told, fuzzy=True))
    assert recalled(root, "Doctor") == ("Médico", "mt", "london")
    write(root, "england", entry("a/title", "Doctor", "Médico", "tm from=london state=approved"))
    assert recalled(root, "Doctor") == ("Médico", "checked", "london")


def test_a_second_borough_begins_with_the_first_one_s_sentences(make_project):
    root = make_project(FILES)
    drafted(root, Spoken())
    for name, content in BRENT.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(content, "utf-8")
    assert run(root, "messages", "update").exit_code == 0
    assert texts(root, "brent") == {"swim/summary": "Ver a un médico"}
    one = catalog(root).domains["brent"]["swim/summary"]
    assert (one.state, one.prints_as) == (State.TM, State.MT)
    written = po(root, "brent").read_text("utf-8")
    assert "# prov: tm from=england state=mt" in written
    assert run(root, "messages", "update").stdout.startswith("0 catalogs changed")


def test_a_checked_text_prints_as_checked_in_the_second_borough_and_no_more(make_project):
    root = make_project({**FILES, **BRENT})
    write(root, "england", entry("gp/title", "See a doctor", "Ver a un médico", "approved by=c"))
    run(root, "messages", "update")
    one = catalog(root).domains["brent"]["swim/summary"]
    assert (one.state, one.prints_as) == (State.TM, State.CHECKED)


def test_the_memory_follows_the_catalogs(make_project):
    root = make_project(FILES)
    write(root, "england", entry("a/title", "Doctor", "Médico", "checked by=speaker"))
    assert recalled(root, "Doctor") is not None
    write(root, "england", entry("a/title", "Doctor", "Médica", "checked by=speaker"))
    assert recalled(root, "Doctor") == ("Médica", "checked", "england")
    po(root).unlink()
    assert recalled(root, "Doctor") is None


def test_an_unchanged_memory_is_not_made_again(make_project):
    root = make_project(FILES)
    project = open_project(root)
    path = open_memory(project).path
    with closing(sqlite3.connect(path)) as file:
        file.execute("INSERT INTO texts VALUES ('es', 'Doctor', 'x', 'mt', 'a', '')")
        file.commit()
    assert open_memory(project).recall("Doctor", ES) is not None
    assert rebuild(project).recall("Doctor", ES) is None


@pytest.mark.parametrize(
    "damage",
    [b"", b"this is no database", b"SQLite format 3\x00" + b"\xff" * 4000],
)
def test_a_damaged_file_is_made_again(make_project, damage):
    root = make_project(FILES)
    write(root, "england", entry("a/title", "Doctor", "Médico", "checked by=speaker"))
    path = open_memory(open_project(root)).path
    path.write_bytes(damage)
    assert recalled(root, "Doctor") == ("Médico", "checked", "england")


def test_a_file_cut_off_anywhere_is_made_again_or_whole(make_project):
    root = make_project(FILES)
    write(root, "england", entry("a/title", "Doctor", "Médico", "checked by=speaker"))
    path = open_memory(open_project(root)).path
    whole = path.read_bytes()
    for size in range(0, len(whole), 1500):
        path.write_bytes(whole[:size])
        assert recalled(root, "Doctor") == ("Médico", "checked", "england")


def test_a_damaged_catalog_vouches_for_nothing_and_stops_nobody(make_project):
    root = make_project(FILES)
    write(root, "england", entry("a/title", "Doctor", "Médico", "checked by=speaker"))
    write(root, "brent", 'msgctxt "broken')
    assert [one.english for one in evidence(root / "locales", ES)] == ["Doctor"]
    assert recalled(root, "Doctor") == ("Médico", "checked", "england")


def test_the_command_makes_it_and_says_how_much_it_holds(make_project):
    root = make_project(FILES)
    drafted(root, Spoken(), Wish(("england",), ("gp",)))
    done = run(root, "messages", "memory", "rebuild")
    assert (done.exit_code, done.stdout) == (0, "3 texts in build/.desk/memory.sqlite\n")
    assert (root / "build" / ".desk" / NAME).is_file()
    assert [path.name for path in (root / "build" / ".desk").iterdir()].count(NAME) == 1


@given(st.lists(_EVIDENCE, max_size=8), st.randoms())
def test_the_choice_does_not_hang_on_the_order_and_never_takes_a_weaker_state(found, chance):
    chosen = best(found)
    mixed = list(found)
    chance.shuffle(mixed)
    assert best(mixed) == chosen
    for one in found:
        other = chosen[one.english]
        assert STRENGTH.index(other.state) >= STRENGTH.index(one.state)
