"""Addresses: one for every text, made of ids, and the only way to walk a pack."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from project_support import REPO

from welcomepack.address import change_texts, texts, topic_texts
from welcomepack.load import load
from welcomepack.model import Pack, Text
from welcomepack.project import Project, open_project

MakeProject = Callable[..., Path]
TOPIC = """\
id: all
title: All
summary: Everything.
pictogram: gp
blocks:
  - {id: text, kind: text, title: T1, text: A.}
  - {id: note, kind: note, text: B.}
  - {id: warning, kind: warning, text: C.}
  - {id: steps, kind: steps, intro: D., steps: [{id: one, text: E.}, {id: two, text: F.}]}
  - {id: list, kind: list, items: [{id: one, text: G.}]}
  - {id: numbers, kind: emergency, numbers: [{id: one, phone: a, title: H, text: I.}]}
  - {id: contact, kind: contact, contacts: [{id: one, name: J, text: K., phone: a}]}
  - {id: services, kind: services, intro: L., categories: [gp]}
  - {id: dates, kind: sessions, title: T2, intro: U., categories: [gp]}
  - {id: phrases, kind: phrases, phrases: [{id: one, text: M.}]}
  - {id: links, kind: links, intro: N., links: [page]}
  - {id: ways, kind: ways, intro: O.}
"""
FILES = {
    "content/england/topics/all.yaml": TOPIC,
    "content/england/links.yaml": "- {id: page, title: P, url: https://example.org, owner: us}\n",
    "content/england/services.yaml": (
        "- {id: desk, category: gp, name: Not translated, unknown: Ask., cost: Q., who: R., about: S.}\n"
    ),
    "content/england/sessions.yaml": (
        "- {id: talk, category: gp, title: V, about: W., who: X., where: Not translated, "
        "times: [{id: one, date: 2026-12-01, hours: '10:00'}], "
        "source: a, checked: 2026-11-22, confidence: A}\n"
    ),
}
EXPECTED = {
    "all/title": "All",
    "all/summary": "Everything.",
    "all/text/title": "T1",
    "all/text/text": "A.",
    "all/note/text": "B.",
    "all/warning/text": "C.",
    "all/steps/intro": "D.",
    "all/steps/steps/one": "E.",
    "all/steps/steps/two": "F.",
    "all/list/items/one": "G.",
    "all/numbers/numbers/one/title": "H",
    "all/numbers/numbers/one/text": "I.",
    "all/contact/contacts/one/name": "J",
    "all/contact/contacts/one/text": "K.",
    "all/services/intro": "L.",
    "all/dates/title": "T2",
    "all/dates/intro": "U.",
    "all/phrases/phrases/one": "M.",
    "all/links/intro": "N.",
    "all/ways/intro": "O.",
    "links/page/title": "P",
    "services/desk/cost": "Q.",
    "services/desk/who": "R.",
    "services/desk/about": "S.",
    "sessions/talk/title": "V",
    "sessions/talk/about": "W.",
    "sessions/talk/who": "X.",
}


def pack(root: Path) -> Pack:
    found = load(Project(root, date(2026, 11, 22)))
    assert found.diagnostics == ()
    return found.packs["england"]


def test_every_kind_of_text_has_its_address(make_project: MakeProject) -> None:
    found = list(texts(pack(make_project(FILES))))
    assert {address: text.english for address, text in found} == EXPECTED
    assert len(found) == len(EXPECTED)


def test_the_texts_of_a_topic_are_those_of_the_pack(make_project: MakeProject) -> None:
    whole = pack(make_project(FILES))
    expected = {key: text for key, text in EXPECTED.items() if key.startswith("all/")}
    assert {key: text.english for key, text in topic_texts(whole.topic("all"))} == expected


def test_texts_are_found_where_they_are_changed(make_project: MakeProject) -> None:
    whole = pack(make_project(FILES))
    changed: list[tuple[str, Text]] = []

    def note(address: str, text: Text) -> Text:
        changed.append((address, text))
        return text

    change_texts(whole, note)
    assert list(texts(whole)) == changed


def test_changing_every_text_changes_nothing_else(make_project: MakeProject) -> None:
    whole = pack(make_project(FILES))
    seen: list[str] = []

    def shout(address: str, text: Text) -> Text:
        seen.append(address)
        return text.model_copy(update={"value": text.english.upper(), "at": address})

    def back(_address: str, text: Text) -> Text:
        return text.model_copy(update={"value": text.english, "at": ""})

    loud = change_texts(whole, shout)
    assert sorted(seen) == sorted(EXPECTED)
    assert {text.at: text.value for _, text in texts(loud)} == {
        address: english.upper() for address, english in EXPECTED.items()
    }
    assert loud != whole
    assert change_texts(loud, back) == whole


def test_a_new_step_moves_nobodys_address(make_project: MakeProject) -> None:
    more = TOPIC.replace("[{id: one, text: E.}", "[{id: new, text: First.}, {id: one, text: E.}")
    files = {**FILES, "content/england/topics/all.yaml": more}
    found = {address: text.english for address, text in texts(pack(make_project(files)))}
    assert found == {**EXPECTED, "all/steps/steps/new": "First."}


@pytest.mark.parametrize("name", ["links", "services"])
def test_no_topic_can_take_the_addresses_of_a_list(make_project: MakeProject, name: str) -> None:
    block = "  - {id: page, kind: text, title: Mine, text: A.}\n  - {id: desk, kind: ways}\n"
    topic = f"id: {name}\ntitle: A\nsummary: B.\npictogram: gp\nblocks:\n{block}"
    files = {**FILES, f"content/england/topics/{name}.yaml": topic}
    found = load(Project(make_project(files), date(2026, 11, 22)))
    addresses = [address for address, _ in texts(found.packs["england"])]
    assert found.diagnostics or len(addresses) == len(set(addresses))


def test_addresses_of_the_repositorys_content_are_unique_and_made_of_ids() -> None:
    packs = load(open_project(REPO, "2026-11-22")).packs
    assert packs
    for whole in packs.values():
        addresses = [address for address, _ in texts(whole)]
        assert len(addresses) > 300
        assert len(addresses) == len(set(addresses))
        assert [
            one
            for one in addresses
            if not set(one) <= set("abcdefghijklmnopqrstuvwxyz0123456789-/")
        ] == []
