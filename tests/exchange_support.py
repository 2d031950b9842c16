"""A project whose texts are sent out and taken in, and the files that come back."""

import csv
import io
from collections.abc import Callable, Mapping
from pathlib import Path

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet
from project_support import REPO, doctor

from welcomepack.catalog import Catalog, catalog_path, read_catalog, record
from welcomepack.exchange import csvfile, xliff, xlsx
from welcomepack.exchange.gather import gather
from welcomepack.exchange.importing import Report, take
from welcomepack.exchange.row import Row, Sheet
from welcomepack.language import registry
from welcomepack.load import load
from welcomepack.messages import update_all
from welcomepack.model import State
from welcomepack.project import open_project

LANGUAGES = {tag: one for tag, one in registry(REPO / "locales").items() if tag in {"en", "ar"}}
ARABIC = LANGUAGES["ar"]
WRITE = {"xlsx": xlsx.write, "xliff": xliff.write, "csv": csvfile.write}
READ = {"xlsx": xlsx.read, "xliff": xliff.read, "csv": csvfile.read}
MakeProject = Callable[..., Path]

_FACTS = """\
- id: gp.phone
  kind: phone
  value: 020 8795 6000
  source: invented for this test
  checked: 2026-11-22
  confidence: A
- id: gp.from
  kind: date
  value: 2026-12-01
  source: invented for this test
  checked: 2026-11-22
  confidence: A
"""
_GP = doctor("""\
  - id: free
    kind: text
    title: What it costs
    text: It is free.
  - id: call
    kind: steps
    risk: high
    steps:
      - id: ring
        text: Call {gp.phone}.
      - id: wait
        text: Wait 10 minutes.
""")
_HOME = """\
id: home
title: Where you live
summary: Your room.
pictogram: home
private: true
blocks:
  - id: wifi
    kind: text
    text: The Wi-Fi is {place.wifi}.
"""
HIDDEN = "Zzyzx"  # in no dictionary, so that any trace of it is one
_PLACE = f"""\
id: example-house
name: {HIDDEN} House
example: true
facts:
  - {{id: place.wifi, kind: name, value: {HIDDEN}, source: invented, checked: 2026-11-22, confidence: A}}
"""
GP_FILE = "content/england/topics/gp.yaml"
# The catalog of the project: one text checked, one a machine draft, the others missing.
FREE, RING = "هذا مجاني.", "اتصل بالرقم {gp.phone}."


def write_texts(make_project: MakeProject) -> Path:
    """The project, brought in line, with `FREE` checked and `RING` a machine draft."""
    root = make_project(
        {
            "content/england/facts.yaml": _FACTS,
            "content/england/topics/home.yaml": _HOME,
            GP_FILE: _GP,
            "content/england/places/example-house.yaml": _PLACE,
        }
    )
    bring_in_line(root)
    path = po(root)
    record(path, {"gp/free/text": FREE}, State.CHECKED, by="speaker", date="2026-11-22")
    record(path, {"gp/call/steps/ring": RING}, State.MT, engine="test", date="2026-11-22")
    return root


def bring_in_line(root: Path) -> None:
    """What ``messages update`` does."""
    update_all(open_project(root), root / "themes" / "clear", LANGUAGES)


def change_english(root: Path, old: str, new: str) -> None:
    """The council writes another English sentence, and the catalogs follow."""
    path = root / GP_FILE
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    bring_in_line(root)


def po(root: Path) -> Path:
    """The catalog of the area."""
    return catalog_path(root / "locales", ARABIC, "england")


def catalog(root: Path) -> Catalog:
    """All Arabic catalogs, which must be whole."""
    found, problems = read_catalog(root / "locales", ARABIC)
    assert problems == ()
    return found


def state(root: Path, key: str) -> tuple[State, str]:
    """State and text of a key in the area's catalog."""
    one = catalog(root).domains["england"][key]
    return one.state, one.text


def rows(root: Path) -> tuple[Row, ...]:
    """The texts of the area, without the theme's words."""
    found = gather(load(open_project(root)), root / "themes" / "clear", catalog(root))
    return tuple(row for row in found if row.domain == "england")


def sent(root: Path, form: str) -> bytes:
    """The area's texts as a file of a format."""
    return WRITE[form](Sheet("Welcome pack", ARABIC, rows(root)))


def give(root: Path, data: bytes, *, role: str = "speaker", **options: object) -> Report:
    """Take a file in, as ``messages import`` does."""
    loaded = load(open_project(root))
    theme = root / "themes" / "clear"
    return take(loaded, theme, LANGUAGES, data, "back", role=role, **options)  # type: ignore[arg-type]


def told(report: Report) -> list[str]:
    """What is said about refused rows, without where they stand."""
    return [f"{one.code} {one.message}" for one in report.refused]


def in_csv(data: bytes, answers: Mapping[str, Mapping[str, str]]) -> bytes:
    """A CSV file filled in as with a text editor: ``{key: {column: cell}}``."""
    table = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    for row in table[1:]:
        for column, cell in answers.get(row[0].removeprefix("england:"), {}).items():
            row[table[0].index(column)] = cell
    return as_csv(table)


def as_csv(table: list[list[str]], separator: str = ",", line_end: str = "\r\n") -> bytes:
    """Rows of cells as a spreadsheet writes them."""
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=separator, lineterminator=line_end).writerows(table)
    return out.getvalue().encode("utf-8-sig")


def in_xlsx(data: bytes, change: Callable[[Worksheet], None] = lambda _: None) -> bytes:
    """A workbook opened, changed and saved again by another program than the one that wrote it."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    change(book[xlsx.TEXTS])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def fill(answers: Mapping[str, Mapping[str, object]]) -> Callable[[Worksheet], None]:
    """For `in_xlsx`: write cells, ``{key: {column: cell}}``."""

    def change(page: Worksheet) -> None:
        header = [cell.value for cell in page[1]]
        for row in page.iter_rows(min_row=2):
            for column, value in answers.get(str(row[0].value)[len("england:") :], {}).items():
                row[header.index(column)].value = value  # type: ignore[union-attr, assignment]

    return change
