"""Pictures side by side on one sheet, a name above each; for the pictures of docs/."""

from collections.abc import Sequence

from PIL import Image, ImageDraw, ImageFont

from welcomepack import font

GAP, LABEL = 12, 26  # pixels
GROUND, LETTERS = "#8a8f94", "#ffffff"


def montage(
    names: Sequence[str], tiles: Sequence[Image.Image], columns: int, colours: int = 32
) -> Image.Image:
    """All tiles in one picture of few colours, row by row; each row is as high as its tiles."""
    rows = [range(first, len(tiles))[:columns] for first in range(0, len(tiles), columns)]
    heights = [max(tiles[index].height for index in row) + LABEL + GAP for row in rows]
    width = max(tile.width for tile in tiles)
    whole = Image.new("RGB", (columns * (width + GAP) + GAP, sum(heights) + GAP), GROUND)
    draw = ImageDraw.Draw(whole)
    found = font.find("Noto Sans")
    letters = ImageFont.truetype(str(found[0]), 18) if found else ImageFont.load_default(18)
    top = GAP
    for row, height in zip(rows, heights, strict=True):
        for column, index in enumerate(row):
            left = GAP + column * (width + GAP)
            draw.text((left, top), names[index], LETTERS, letters)
            whole.paste(tiles[index], (left, top + LABEL))
        top += height
    return whole.quantize(colors=colours, dither=Image.Dither.NONE)
