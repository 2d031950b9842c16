"""Which of a sheet's tries is taken, and what is told when none fits."""

import gc
from dataclasses import replace

from welcomepack.formats.fit import fitted
from welcomepack.layout import lay_out
from welcomepack.model import State
from welcomepack.render import page
from welcomepack.sheet import FRONT, Sheet, fingerprint, tighter
from welcomepack.verify import count_pages, nearly_empty, used_heights

PAGE = """<!DOCTYPE html><html lang="en"><head><title>t</title><style>
:root {{ --tight: 1; }} @page {{ size: A5; margin: 15mm }}
html {{ font: calc(12pt * var(--tight))/1.5 "Noto Sans" }} p {{ margin: 0 }}</style></head><body>
{}</body></html>"""


def sheet(lines: int, *, pages: int = 0, factors: tuple[float, ...] = (1.0, 0.9)) -> Sheet:
    made = page(PAGE.format("<p>line</p>" * lines), State.SOURCE)
    tries = tighter(made, factors)
    return Sheet("topic", tries, fingerprint(tries, ""), ("Noto Sans",), "england/en", pages)


def test_the_first_try_is_taken_when_it_fits() -> None:
    whole = sheet(20)
    _, taken, found = fitted(whole)
    assert taken == whole.tries[0]
    assert found == ()


def test_a_short_page_is_drawn_in_by_a_tighter_try() -> None:
    whole = sheet(30)
    pdf, taken, found = fitted(whole)
    assert taken == whole.tries[1]
    assert count_pages(pdf) == 1
    assert found == ()


def test_a_page_that_stays_short_is_told_and_the_first_try_stands() -> None:
    whole = sheet(30, factors=(1.0, 0.999))
    pdf, taken, found = fitted(whole)
    assert taken == whole.tries[0]
    assert nearly_empty(pdf) == (2,)
    assert [one.text() for one in found] == [
        "england/en/topic:1:1 warning WP520 Under a fifth of its height is used on page 2 of 2."
    ]


def test_a_front_may_have_a_short_list_of_contents() -> None:
    _, _, found = fitted(replace(sheet(30, factors=(1.0, 0.999)), name=FRONT))
    assert found == ()


def test_a_cover_that_runs_over_by_a_line_is_drawn_in() -> None:
    # Two pages of 28 lines are a cover and its contents; what stands on a third is lost there.
    whole = replace(sheet(57, factors=(1.0, 0.9)), name=FRONT)
    assert nearly_empty(fitted(replace(whole, tries=whole.tries[:1]))[0]) == (3,)
    pdf, taken, found = fitted(whole)
    assert (taken, count_pages(pdf), found) == (whole.tries[1], 2, ())


def test_a_topic_of_one_short_page_is_well() -> None:
    pdf, _, found = fitted(sheet(1))
    assert used_heights(pdf)[0] < 0.2
    assert found == ()


def test_what_must_be_one_page_and_cannot_be_is_an_error() -> None:
    _, _, found = fitted(sheet(90, pages=1))
    assert [one.code for one in found] == ["WP402"]
    assert "must fit on one page" in found[0].message
    _, _, found = fitted(sheet(90, pages=2))
    assert "must fit on 2 pages" in found[0].message


def test_a_style_without_the_number_has_one_try() -> None:
    plain = page("<p>x</p>", State.SOURCE)
    assert list(tighter(plain, (1.0, 0.9))) == [plain]


def test_garbage_is_looked_for_once_and_behind_a_page() -> None:
    looked: list[int] = []

    def told(phase: str, found: dict[str, int]) -> None:
        if phase == "start":
            looked.append(found["generation"])

    broken = page(PAGE.format("<p>\ue123</p>"), State.SOURCE)
    bad = replace(sheet(1), tries=tighter(broken, (1.0,)))
    gc.callbacks.append(told)
    try:
        for one, codes in ((sheet(300), []), (bad, ["WP403"])):
            looked.clear()
            assert [found.code for found in lay_out(one).diagnostics] == codes
            assert looked == [2]  # all of it
            assert gc.isenabled()
    finally:
        gc.callbacks.remove(told)


def test_who_wants_no_garbage_looked_for_is_left_so() -> None:
    gc.disable()
    try:
        lay_out(sheet(1))
        assert not gc.isenabled()
    finally:
        gc.enable()
