"""The directory on a page: order, parts, and what a part is called."""

import re
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from project_support import run

from welcomepack.directory import LONG, by_postcode, groups
from welcomepack.model import Service, State, Text

SERVICE = """\
- id: {id}
  category: {category}
  name: Testham {id}
  address: 1 Foundry Lane
  postcode: {postcode}
  about: Anyone may come.
  source: invented for this test
  source_date: "2026"
  checked: 2026-11-22
  confidence: A
"""
TOPIC = """\
id: going
title: Places
summary: Where to go.
pictogram: gp
blocks:
  - {id: near, kind: services, title: Near you, categories: [drop-in, charity, library]}
  - {id: far, kind: services, title: Far away, categories: [library]}
"""
WORDS = {
    name: Text(english=name, value=name, lang="en", state=State.SOURCE)
    for name in ("kind_drop_in", "kind_charity")
}
OUTWARD = st.sampled_from(["NW2", "NW10", "HA0", "HA9", "W9"])


def service(number: int, outward: str = "NW2", category: str = "gp") -> Service:
    return Service.model_validate(
        {
            "id": f"one-{number}",
            "category": category,
            "name": f"Testham {number}",
            "address": "1 Foundry Lane",
            "postcode": f"{outward} 1AA" if outward else "",
            "source": "invented for this test",
            "source_date": "2026",
            "checked": "2026-11-22",
            "confidence": "A",
        }
    )


@given(st.lists(OUTWARD, max_size=30))
def test_parts_hold_every_service_once_in_the_order_of_the_list(outward: list[str]) -> None:
    found = by_postcode(service(number, one) for number, one in enumerate(outward))
    parts = groups(found, WORDS)
    assert (parts == []) == (len(found) <= LONG or len(set(outward)) < 2)
    if parts:
        assert [one for part in parts for one in part.services] == found
        assert len({part.id for part in parts}) == len(parts)
        assert all(
            one.postcode.startswith(f"{part.district} ") for part in parts for one in part.services
        )


def test_districts_come_by_number() -> None:
    found = by_postcode(service(n, one) for n, one in enumerate(["NW10", "NW2", "HA9"] * 4))
    assert [part.district for part in groups(found, WORDS)] == ["HA9", "NW2", "NW10"]


def test_a_service_without_a_postcode_keeps_the_list_whole() -> None:
    found = by_postcode(service(n, one) for n, one in enumerate(["NW10", "NW2", ""] * 5))
    assert groups(found, WORDS) == []


def test_several_categories_are_parts_where_the_theme_names_them() -> None:
    kinds = ["charity", "drop-in", "charity"]
    found = by_postcode(service(number, category=kind) for number, kind in enumerate(kinds))
    assert [(one.id, one.word, len(one.services)) for one in groups(found, WORDS)] == [
        ("charity", "kind_charity", 2),
        ("drop-in", "kind_drop_in", 1),
    ]
    assert groups([*found, service(9, category="library")], WORDS) == []


def test_a_page_has_a_heading_and_a_link_for_each_part(make_project: Callable[..., Path]) -> None:
    kinds = ["drop-in", "charity", "charity"]
    listed = "".join(
        SERVICE.format(id=f"s{n}", category=kind, postcode=f"NW{n + 1} 1AA")
        for n, kind in enumerate(kinds)
    )
    listed += SERVICE.format(id="books", category="library", postcode="ZZ9 9ZZ")
    near = TOPIC.replace("[drop-in, charity, library]", "[drop-in, charity]")
    root = make_project(
        {"content/england/topics/going.yaml": near, "content/england/services.yaml": listed}
    )
    done = run(root, "build", "--format", "site", "--quiet")
    assert done.exit_code == 0, done.stderr
    for name in ("going", "england-en"):
        page = (root / f"build/public/england/en/{name}.html").read_text("utf-8")
        targets = re.findall(r'class="groups">(.*?)</ul>', page)
        links = re.findall(r'href="#([^"]*)"', " ".join(targets))
        assert len(links) >= 2
        assert all(page.count(f'id="{one}"') == 1 for one in links), name
        assert '<h3 id="going-near-drop-in">Drop-ins</h3>' in page
        order = [page.index(f'id="going-near-{one}"') for one in ("drop-in", "charity")]
        assert all(a < b for a, b in pairwise(order))
        assert page.count("<h4>") == 3
        assert re.search(r"<h3>.*Testham books", page), "a list in one part is as it was"
    assert 'href="#near"' in (root / "build/public/england/en/going.html").read_text("utf-8")
