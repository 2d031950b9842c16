"""Makes docs/formats/: for each format of paper one picture with pages in six languages.

Real pages of the public editions of Brent, laid out as a build lays them out; nothing is
retouched, and no page is a place's. What the paper that a slip corrects said is invented.
"""

import io
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pypdfium2
from montage import montage
from pikepdf import Pdf
from PIL import Image

from welcomepack.formats.fit import fitted
from welcomepack.formats.format import Format, Job, Request
from welcomepack.formats.registry import FORMATS
from welcomepack.impose import impose
from welcomepack.language import Language
from welcomepack.load import load
from welcomepack.plan import Selection, plan
from welcomepack.project import open_project
from welcomepack.sheet import FRONT
from welcomepack.snapshot import Snapshot, take
from welcomepack.theme import read_theme

ROOT = Path(__file__).resolve().parent.parent
AREA, DAY = "brent", "2026-11-22"
PAPER = date(2026, 10, 1)
# What the paper of that day said otherwise: a number that is nobody's, and a step less.
PHONE, BEFORE, STEP = "nhs_costs.phone", "020 7946 0958", "gp/join/steps/interpreter"
LANGUAGES = ("en", "ar", "ur", "ti", "bn", "zh-Hans")
WIDTH = 270  # pixels of a page's width; one picture is six pages wide
COLOURS = 48
GP, NUMBERS = "gp", "emergencies"
# What is shown of each format, row by row: a sheet's name, and pages counted from 1.
SHOWN: Mapping[str, tuple[tuple[str, int], ...]] = {
    "a4": ((FRONT, 1), (FRONT, 2), (NUMBERS, 1), (GP, 1), (GP, 2)),
    "leaflets": ((GP, 1), (GP, 2)),
    "card": (("card", 1), ("card", 2)),
    "large-print": ((FRONT, 1), (NUMBERS, 1), (GP, 1)),
    "booklet": ((FRONT, 1), (NUMBERS, 1), (GP, 1)),
    "poster": (("languages", 1), (f"{GP}-poster", 1)),
    "bilingual": ((NUMBERS, 1), (GP, 1), (GP, 2)),
    "phrases": (("phrases", 1), ("phrases", 2)),
    "proof": ((GP, 1), (GP, 2)),
    "errata": (("errata", 1), ("errata", 2)),
}


def request() -> Request:
    """The public editions of the area: in six languages, and for its posters in all."""
    loaded = load(open_project(ROOT, DAY))
    theme = read_theme(ROOT / "themes" / "clear")
    planned = plan(loaded, theme, Selection(areas=(AREA,)))
    editions = tuple(one for one in planned.editions if one.place is None)
    asked = Request(editions, theme, "")
    return replace(asked, paper=PAPER, history={AREA: (_earlier(asked),)})


def _earlier(asked: Request) -> Snapshot:
    """An edition that never was: today's, with another number and without one step."""
    whole = take(PAPER, [one.localized for one in asked.editions])
    topic = whole.topics[GP]
    was = topic.facts[PHONE].model_copy(update={"value": BEFORE})
    lines = {address: line for address, line in topic.lines.items() if address != STEP}
    other = topic.model_copy(update={"facts": topic.facts | {PHONE: was}, "lines": lines})
    return whole.model_copy(update={"topics": whole.topics | {GP: other}})


def pages(one: Format, asked: Request) -> Iterator[tuple[str, Image.Image]]:
    """A format's pages as pictures, each with the name of its language, row by row."""
    spoken = {edition.language.tag: edition.language for edition in asked.editions}
    made = [_shown(one.name, job, spoken) for job in one.jobs(asked) if _wanted(one.name, job)]
    for row in range(max(map(len, made))):
        yield from (tiles[row] for tiles in made if row < len(tiles))


def _wanted(name: str, job: Job) -> bool:
    names = {sheet for sheet, _ in SHOWN[name]}
    tag = job.sheets[0].edition.partition("/")[2]
    return (not tag or tag in LANGUAGES) and any(sheet.name in names for sheet in job.sheets)


def _shown(name: str, job: Job, spoken: Mapping[str, Language]) -> list[tuple[str, Image.Image]]:
    """The pages of one job; of a booklet also the first two sides to print."""
    names = dict.fromkeys(sheet for sheet, _ in SHOWN[name])
    sheets = {sheet.name: sheet for sheet in job.sheets if sheet.name in names}
    laid = {key: fitted(sheet)[0] for key, sheet in sheets.items()}
    language = spoken.get(job.sheets[0].edition.partition("/")[2])
    label = language.english_name if language else "All languages"
    shown = [
        (label, tile)
        for key, page in SHOWN[name]
        if key in laid
        for tile in _pictures(laid[key], (page,))
    ]
    if name == "booklet" and language:
        folded = impose(_joined([laid[key] for key in names]), rtl=language.rtl)
        shown += [(f"{label}, to fold", tile) for tile in _pictures(folded, (1, 2))]
    return shown


def _joined(parts: Sequence[bytes]) -> bytes:
    """Pages one after the other; not bound, since most topics of the contents are not there."""
    out = io.BytesIO()
    with Pdf.open(io.BytesIO(parts[0])) as whole:
        for part in parts[1:]:
            with Pdf.open(io.BytesIO(part)) as more:
                whole.pages.extend(more.pages)
        whole.save(out)
    return out.getvalue()


def _pictures(pdf: bytes, numbers: Sequence[int]) -> list[Image.Image]:
    """Pages of a PDF as pictures of one width; those it does not have are left out."""
    document = pypdfium2.PdfDocument(pdf)
    found = [document[number - 1] for number in numbers if number <= len(document)]
    made = [page.render(scale=WIDTH / page.get_width()).to_pil().convert("RGB") for page in found]
    document.close()
    return made


def main() -> None:
    """Write a picture for each format of paper, or for those that are named."""
    asked = request()
    folder = ROOT / "docs" / "formats"
    folder.mkdir(exist_ok=True)
    wanted = sys.argv[1:] or list(SHOWN)
    for one in (one for one in FORMATS if one.name in wanted and one.name in SHOWN):
        found = list(pages(one, asked))
        languages = {name.partition(",")[0] for name, _ in found}
        names, tiles = zip(*found, strict=True)
        target = folder / f"{one.name}.png"
        montage(names, tiles, max(2, len(languages)), COLOURS).save(target, optimize=True)
        print(f"docs/formats/{target.name}: {target.stat().st_size / 1e6:.2f} MB", flush=True)


if __name__ == "__main__":
    main()
