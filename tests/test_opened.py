"""A PDF that several proofs look at: opened once, the same as alone, and few pages held."""

from welcomepack.formats import paper
from welcomepack.verify import glyphs, lines_apart, printable, render_page
from welcomepack.verify.opened import Opened, opened


def pages(count: int) -> bytes:
    body = "".join(f"<p style='break-after:page'>page {number}</p>" for number in range(count))
    return paper.pdf(
        '<!DOCTYPE html><html lang="en"><head><title>x</title>'
        f"<style>@page{{size:A6}}body{{font:14pt 'Noto Sans';line-height:.5}}</style></head>"
        f"<body>{body}<p>end<br>ends</p></body></html>"
    )


def test_the_proofs_share_one_open_file_and_leave_it_as_it_was() -> None:
    pdf = pages(2)
    before = render_page(pdf, 2).tobytes()
    whole = opened(pdf)
    # This proof draws letters apart and in black, on a page of its own.
    assert [one.code for one in lines_apart(pdf, "x")] == ["WP509"]
    printable(pdf, "x")
    assert opened(pdf) is whole
    assert render_page(pdf, 2).tobytes() == before
    assert whole.page(2).render(scale=150 / 72, grayscale=True).to_pil().tobytes() == before


def test_another_file_takes_its_place() -> None:
    first, second = pages(1), pages(2)
    assert [len(one) for one in (opened(first), opened(second), opened(first))] == [2, 3, 2]


def test_a_long_file_is_read_whole_though_few_pages_are_held() -> None:
    pdf = pages(20)
    whole = Opened(pdf)
    texts = [whole.text(number).get_text_range() for number in range(len(whole))]
    assert [one.split()[1] for one in texts[:-1]] == [str(number) for number in range(20)]
    assert "".join(one.char for one in glyphs(pdf)[19]) == "page19"
    assert whole.text(0).get_text_range() == texts[0]
