"""Builds of single formats of the invented borough, and what readers of PDFs see in them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from paper_support import ARABIC, TINY, planned, po, write_tiny

from welcomepack.build import Report, build
from welcomepack.verify import glyphs, visual_words

PHRASES = """\
id: ask
title: What to say
summary: Sentences to show.
pictogram: text
blocks:
  - id: desk
    kind: phrases
    title: At the desk
    phrases:
      - id: join
        text: I would like to join.
      - id: speak
        text: "I speak this language:"
      - id: call
        text: "Please call this number for me: {help.phone}"
"""
HELPLINE = """\
  - id: line
    kind: contact
    title: A helpline
    contacts:
      - id: helpline
        name: The helpline
        phone: migrant_help.phone
"""
SAID = {
    "ask/title": ("What to say", "ماذا تقول"),
    "ask/summary": ("Sentences to show.", "جمل لتعرضها."),
    "ask/desk/title": ("At the desk", "عند المكتب"),
    "ask/desk/phrases/join": ("I would like to join.", "أريد أن أنضم."),
    "ask/desk/phrases/speak": ("I speak this language:", "أتكلم هذه اللغة:"),
    "ask/desk/phrases/call": (
        "Please call this number for me: {help.phone}",
        "أرجو الاتصال بهذا الرقم {help.phone} من أجلي الآن.",
    ),
}


@dataclass(frozen=True)
class Made:
    """A built project: its report, its manifest by path, and its folder."""

    root: Path
    report: Report
    rows: Mapping[str, Mapping[str, object]]

    def pdf(self, path: str) -> bytes:
        """A file of the output."""
        return (self.root / "build" / path).read_bytes()


def make(
    root: Path,
    *formats: str,
    files: Mapping[str, str | bytes | None] | None = None,
    topics: tuple[str, ...] = (),
    theme: str = "clear",
) -> Made:
    """Build formats of the invented borough, with a topic of phrases and a helpline."""
    facts = str(TINY["content/england/facts.yaml"])
    helpline = facts + (
        "- id: migrant_help.phone\n  kind: phone\n  value: 0808 157 0192\n"
        "  source: invented for a test\n  checked: 2026-11-22\n  confidence: A\n"
    )
    project = write_tiny(
        root,
        {
            "content/england/facts.yaml": helpline,
            "content/england/topics/help.yaml": str(TINY["content/england/topics/help.yaml"])
            + HELPLINE,
            "content/england/topics/ask.yaml": PHRASES,
            "locales/ar/LC_MESSAGES/england.po": po({**ARABIC, **SAID}),
            **(files or {}),
        },
    )
    loaded, _, plan = planned(project, theme=theme)
    assert not [one for one in loaded.diagnostics if one.code != "WP209"]
    report = build(loaded, plan, project / "build", formats=formats, topics=topics)
    path = project / "build" / "manifest.json"
    rows = json.loads(path.read_text("utf-8")) if path.exists() else []
    return Made(project, report, {row["path"]: row for row in rows})


def pages(pdf: bytes) -> list[str]:
    """What the eye reads on each page, without blanks; runs of letters are lines."""
    return [
        "\n".join(word.replace(" ", "") for word in visual_words(page_glyphs))
        for page_glyphs in glyphs(pdf)
    ]
