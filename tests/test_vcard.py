"""The numbers as a phone's contacts: whole, dialled right, and read by a program not ours."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from project_support import run

from welcomepack.contentline import folded

FACTS = "".join(
    f"""\
- id: {name}
  kind: phone
  value: "{value}"
  source: invented for this test
  checked: 2026-11-22
  confidence: A
"""
    for name, value in {"danger.phone": "999", "help.phone": "020 7946 0958"}.items()
)
TOPIC = """\
id: help
title: Help
summary: Whom to call.
pictogram: gp
blocks:
  - id: now
    kind: emergency
    numbers:
      - {id: danger, phone: danger.phone, title: "Danger, now", text: Call.}
  - id: who
    kind: contact
    contacts:
      - {id: office, name: The office; open daily, phone: help.phone}
      - {id: again, name: The same number, phone: help.phone}
"""


@pytest.fixture
def cards(make_project: Callable[..., Path]) -> str:
    """The file of the Arabic edition."""
    files = {"content/england/facts.yaml": FACTS, "content/england/topics/help.yaml": TOPIC}
    root = make_project(files)
    assert run(root, "build", "--format", "site", "--quiet").exit_code == 0
    return (root / "build/public/england/ar/numbers.vcf").read_bytes().decode()


def test_every_number_is_there_once_as_it_is_dialled(cards: str) -> None:
    assert re.findall(r"TEL;TYPE=VOICE:(\S+)", cards) == ["999", "+442079460958"]


def test_names_are_escaped_and_lines_end_as_the_standard_says(cards: str) -> None:
    assert "FN:Danger\\, now\r\n" in cards
    assert "N:The office\\; open daily;;;;\r\n" in cards
    assert cards.count("BEGIN:VCARD\r\nVERSION:3.0\r\n") == cards.count("END:VCARD\r\n") == 2
    assert "\n" not in cards.replace("\r\n", "")


@given(st.text(st.characters(codec="utf-8", exclude_characters="\r\n"), max_size=300))
def test_a_folded_line_is_short_and_unfolds_to_itself(line: str) -> None:
    made = folded(line)
    assert all(len(part.encode()) <= 75 for part in made.split("\r\n"))
    assert made.replace("\r\n ", "") == line
