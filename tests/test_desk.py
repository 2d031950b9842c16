"""The translation desk as a whole: one English sentence from its change to the printed page.

Everything goes through the command line; the draft is Apertium's own, the spreadsheet is filled
in as a translator would, and each step is read off a finished PDF.
"""

from collections.abc import Callable
from pathlib import Path

import openpyxl
from project_support import Ran, doctor, gp_phone, run

from welcomepack.verify import glyphs, visual_words

SETTINGS = """\
name: Welcome pack
base_url: https://welcome.example.org
theme: clear
locales: [en, es]
policy: {prints: mt}
"""
FACTS = gp_phone()
TOPIC = doctor("""\
  - id: call
    kind: text
    text: {sentence}
""")
OLD = "Call {gp.phone} in the morning."
NEW = "Call {gp.phone} in the afternoon."
OURS = "Llame al {gp.phone} por la tarde."
PHONE = "02079460958"


def done(root: Path, *command: str) -> Ran:
    ran = run(root, *command)
    assert ran.exit_code == 0, ran.stdout + ran.stderr
    return ran


def printed(root: Path) -> str:
    """The words of the Spanish pack, without blanks."""
    done(root, "build", "--format", "a4", "--locale", "es", "--quiet")
    pdf = next((root / "build/public").resolve().rglob("*-es-a4.pdf")).read_bytes()
    return "".join(word.replace(" ", "") for page in glyphs(pdf) for word in visual_words(page))


def states(root: Path) -> str:
    return done(root, "messages", "status", "--locale", "es", "--area", "england").stdout


def test_a_changed_sentence_reaches_paper_through_every_state(
    make_project: Callable[..., Path],
) -> None:
    root = make_project(
        {
            "content/project.yaml": SETTINGS,
            "content/england/facts.yaml": FACTS,
            "content/england/topics/gp.yaml": TOPIC.format(sentence=OLD),
            "locales/terms.yaml": "- term: GP\n",
        }
    )
    prefill = ("messages", "prefill", "--locale", "es", "--engine", "apertium", "--yes")
    done(root, "messages", "update")
    done(root, *prefill)
    first = printed(root)
    assert "mañana" in first
    assert "Machinetranslation" in first, "machine words say what they are"

    # The English changes: what was translated is of another sentence, and English prints.
    (root / "content/england/topics/gp.yaml").write_text(TOPIC.format(sentence=NEW), "utf-8")
    done(root, "messages", "update")
    row = [line.split("│") for line in states(root).splitlines() if "england" in line]
    assert row[0][4].strip() == "1", "one stale text"
    stale = printed(root)
    assert "mañana" not in stale
    assert "intheafternoon" in stale
    assert PHONE in stale

    # A machine's draft of the new sentence.
    done(root, *prefill, "--include-stale")
    drafted = printed(root)
    assert "tarde" in drafted
    assert "Machinetranslation" in drafted

    # A translator's spreadsheet.
    sheet = root.parent / "es.xlsx"
    done(root, "messages", "export", str(sheet), "--locale", "es", "--area", "england")
    book = openpyxl.load_workbook(sheet)
    page = next(one for one in book if "your text" in [cell.value for cell in one[1]])
    heads = [cell.value for cell in page[1]]
    key, yours = heads.index("key"), heads.index("your text")
    (target,) = [
        line for line in page.iter_rows(min_row=2) if line[key].value == "england:gp/call/text"
    ]
    target[yours].value = OURS
    book.save(sheet)
    taken = done(root, "messages", "import", str(sheet), "--role", "translator")
    assert "1" in taken.stdout
    edited = printed(root)
    assert "Llamealporlatarde." in edited, "without its number, which is set in another font"
    assert PHONE in edited

    # A speaker checks, the council approves; nobody does both.
    approve = ("messages", "approve", "--locale", "es", "--topic", "gp", "--role")
    early = run(root, *approve, "council")
    assert "checked" in early.stdout + early.stderr
    done(root, *approve, "speaker")
    checked = printed(root)
    done(root, *approve, "council")
    approved = printed(root)
    for text in (checked, approved):
        assert "Llamealporlatarde." in text
        assert PHONE in text
    assert "approved" in states(root)
    assert "Machinetranslation.Nospeaker" not in approved.partition("ExampleCouncil")[0]
    assert "partscheckedbyaspeaker" in approved
