"""Makes the picture of the README from the built packs: real pages, nothing retouched."""

from pathlib import Path

import pypdfium2
from PIL import Image

ROOT = Path(__file__).resolve().parent.parent
PAGES = (("en", 5), ("ar", 5), ("ur", 5), ("ti", 5), ("en", 0), ("ar", 6), ("ur", 1), ("ti", 6))
WIDTH, GAP, COLUMNS = 360, 14, 4


def picture() -> Image.Image:
    """Pages of the Brent pack in four languages, side by side."""
    pages = [_page(tag, number) for tag, number in PAGES]
    height = max(page.height for page in pages)
    rows = -(-len(pages) // COLUMNS)
    size = (COLUMNS * (WIDTH + GAP) + GAP, rows * (height + GAP) + GAP)
    sheet = Image.new("RGB", size, "#8a8f94")
    for index, page in enumerate(pages):
        row, column = divmod(index, COLUMNS)
        sheet.paste(page, (GAP + column * (WIDTH + GAP), GAP + row * (height + GAP)))
    return sheet


def _page(tag: str, number: int) -> Image.Image:
    path = ROOT / "build" / "public" / "brent" / tag / f"brent-{tag}-a4.pdf"
    document = pypdfium2.PdfDocument(path)
    page = document[number]
    made: Image.Image = page.render(scale=WIDTH / page.get_width()).to_pil().convert("RGB")
    document.close()
    return made


if __name__ == "__main__":
    target = ROOT / "docs" / "pages.png"
    picture().quantize(colors=64).save(target, optimize=True)
    print(target.relative_to(ROOT))
