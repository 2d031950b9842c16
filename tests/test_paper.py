"""HTML to PDF: nothing outside is reached, nothing is let pass, and the bytes repeat."""

import hashlib
import http.server
import io
import logging
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from welcomepack.diagnostic import WelcomepackError
from welcomepack.formats import paper
from welcomepack.verify import accessible, count_pages

DOT = (
    "data:image/svg+xml;base64,"
    "PHN2ZyB4bWxucz0iaHR0cDovL3d3dy53My5vcmcvMjAwMC9zdmciIHZpZXdCb3g9IjAgMCA5IDkiPjxyZWN0IHdpZHRo"
    "PSI5IiBoZWlnaHQ9IjkiLz48L3N2Zz4="
)


def page(body: str, style: str = "", head: str = "") -> str:
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>A title</title>{head}'
        f"<style>body{{font-family:'Noto Sans'}}{style}</style></head><body>{body}</body></html>"
    )


PLAIN = page(f'<h1>Hello</h1><p>Some words, and a picture. <img alt="a dot" src="{DOT}">')


@pytest.fixture(scope="module")
def visits() -> Iterator[tuple[str, list[str]]]:
    """A server on this machine, and the list of what was asked of it."""
    asked: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}", asked
        server.shutdown()
        thread.join()


WAYS_OUT = {
    "a picture": page('<img alt="x" src="{}/a.svg">'),
    "a style sheet": page("x", head='<link rel="stylesheet" href="{}/a.css">'),
    "an import": page("x", style="@import '{}/a.css';"),
    "an import by address": page("x", style="@import url({}/a.css);"),
    "a background": page("x", style="body{{background:url({}/a.svg)}}"),
    "a bullet": page("<ul><li>x", style="li{{list-style-image:url({}/a.svg)}}"),
    "generated content": page("<p>x", style="p::before{{content:url({}/a.svg)}}"),
    "a font": page("x", style="@font-face{{font-family:f;src:url({}/a.ttf)}}body{{font-family:f}}"),
    "an object": page('<object data="{}/a.svg">x</object>'),
    "an embedded page": page('<embed src="{}/a.svg">'),
    "an attachment": page("x", head='<link rel="attachment" href="{}/a.txt">'),
    "a picture in a drawing": page(
        '<svg xmlns="http://www.w3.org/2000/svg"><image href="{}/a.png" width="9" height="9"/></svg>'
    ),
}


def ways_out(address: str) -> dict[str, str]:
    """The pages above, with style sheets as they are outside of a format string."""
    return {
        name: source.replace("{}", address).replace("{{", "{").replace("}}", "}")
        for name, source in WAYS_OUT.items()
    }


@pytest.mark.parametrize("way", WAYS_OUT)
def test_a_page_that_reaches_for_the_network_is_refused_and_nobody_is_asked(
    visits: tuple[str, list[str]], way: str
) -> None:
    address, asked = visits
    with pytest.raises(WelcomepackError, match=r"^WP402 "):
        paper.pdf(ways_out(address)[way])
    assert asked == []


@pytest.mark.parametrize("way", WAYS_OUT)
def test_a_page_that_reaches_for_a_file_is_refused(tmp_path: Path, way: str) -> None:
    for name in ("a.svg", "a.css", "a.png", "a.ttf", "a.txt"):
        (tmp_path / name).write_text("<svg xmlns='http://www.w3.org/2000/svg'/>", encoding="utf-8")
    with pytest.raises(WelcomepackError, match=r"^WP402 "):
        paper.pdf(ways_out(tmp_path.as_uri())[way])


def test_a_picture_inside_the_page_needs_nobody() -> None:
    document = pypdfium2.PdfDocument(paper.pdf(PLAIN))
    assert "Hello" in document[0].get_textpage().get_text_range()
    document.close()


def test_a_picture_without_words_for_those_who_cannot_see_it_is_refused() -> None:
    with pytest.raises(WelcomepackError, match=r"^WP402 .*alt"):
        paper.pdf(page(f'<img src="{DOT}">'))


def test_a_style_that_the_renderer_does_not_know_is_refused() -> None:
    with pytest.raises(WelcomepackError, match=r"^WP402 The renderer complains: .*colour"):
        paper.pdf(page("x", style="p{colour:red}"))


def test_a_complaint_does_not_repeat_a_picture() -> None:
    with pytest.raises(WelcomepackError, match="WP402") as caught:
        paper.pdf(page('<img alt="x" src="data:image/png;base64,AAAAAAAAAAAAAAAAAAAAAAAAAAAA">'))
    assert "AAAAAAAAAAAA" not in str(caught.value)


def test_a_letter_that_no_font_has_is_refused() -> None:
    with pytest.raises(WelcomepackError, match=r"^WP403 "):
        paper.pdf(page("a letter of nobody: \ue123"))


def test_the_renderer_complains_again_as_before_when_we_are_done() -> None:
    logger = logging.getLogger("weasyprint")
    before = list(logger.handlers)
    paper.pdf(PLAIN)
    with pytest.raises(WelcomepackError):
        paper.pdf(page("\ue123"))
    assert logger.handlers == before


def test_what_comes_out_is_pdf_ua_with_language_and_title() -> None:
    made = paper.pdf(PLAIN)
    assert accessible(made, "page") == ()
    with pikepdf.open(io.BytesIO(made)) as opened:
        assert str(opened.Root.Lang) == "en"
        assert str(opened.docinfo.Title) == "A title"
        assert "/CreationDate" not in opened.docinfo
        assert "/ModDate" not in opened.docinfo


def test_every_page_of_a_long_text_is_there() -> None:
    body = "<p style='break-before:page'>x".join(str(number) for number in range(4))
    assert count_pages(paper.pdf(page(body))) == 4


_CHILD = """\
import hashlib, sys
from welcomepack.formats import paper
print(hashlib.sha256(paper.pdf(sys.stdin.read())).hexdigest())
"""


def test_the_same_page_gives_the_same_bytes_in_another_process() -> None:
    here = paper.pdf(PLAIN)
    assert paper.pdf(PLAIN) == here
    done = subprocess.run(
        [sys.executable, "-c", _CHILD],
        input=PLAIN,
        capture_output=True,
        check=True,
        text=True,
        env={**os.environ, "PYTHONHASHSEED": "7", "TZ": "Asia/Kabul", "LC_ALL": "C.UTF-8"},
    )
    assert done.stdout.strip() == hashlib.sha256(here).hexdigest()


def test_another_page_gives_other_bytes() -> None:
    assert paper.pdf(PLAIN) != paper.pdf(PLAIN.replace("Some", "Other"))


def test_the_environment_names_what_decides_the_bytes() -> None:
    told = paper.environment()
    assert told == paper.environment()
    assert f"weasyprint={version('weasyprint')}" in told.splitlines()
    assert any(line.startswith("pango=") for line in told.splitlines())
    assert any(line.startswith("NotoSans-Regular.ttf=") for line in told.splitlines())
