"""A finished PDF as the reader holds it, opened once for all proofs of a file.

Opening a page, sorting its characters and drawing it cost more than any proof does with them.
"""

from functools import lru_cache

import pypdfium2
from PIL import Image

POINTS = 72  # in an inch
DPI = 150  # a poor photocopy
# Pages that are held at a time: a sheet has few, and a bound pack is gone through once.
_HELD = 16


class Opened:
    """A PDF that is open until another one is; its pages are only looked at, never changed."""

    def __init__(self, pdf: bytes) -> None:
        self.document = pypdfium2.PdfDocument(pdf)
        self._pages: dict[int, pypdfium2.PdfPage] = {}
        self._texts: dict[int, pypdfium2.PdfTextPage] = {}
        self._pictures: dict[int, Image.Image] = {}

    def __len__(self) -> int:
        return len(self.document)

    def page(self, number: int) -> pypdfium2.PdfPage:
        """A page; ``number`` counts from 0 here and below."""
        if number not in self._pages:
            if len(self._pages) >= _HELD:
                self._forget()
            self._pages[number] = self.document[number]
        return self._pages[number]

    def text(self, number: int) -> pypdfium2.PdfTextPage:
        """The characters of a page."""
        if number not in self._texts:
            page = self.page(number)
            self._texts[number] = page.get_textpage()
        return self._texts[number]

    def picture(self, number: int) -> Image.Image:
        """A page as a grey picture of 150 dpi."""
        if number not in self._pictures:
            page = self.page(number)
            self._pictures[number] = page.render(scale=DPI / POINTS, grayscale=True).to_pil()
        return self._pictures[number]

    def _forget(self) -> None:
        for text in self._texts.values():
            text.close()
        for page in self._pages.values():
            page.close()
        self._texts.clear()
        self._pages.clear()
        self._pictures.clear()


@lru_cache(maxsize=1)
def opened(pdf: bytes) -> Opened:
    """A PDF, open; raises ``pypdfium2.PdfiumError`` for what is none."""
    return Opened(pdf)
