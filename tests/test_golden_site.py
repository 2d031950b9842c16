"""A topic page of the site as it is written, one for each direction.

Run ``pytest tests/test_golden_site.py --update-golden`` after a change of the theme, and read
the difference before it is committed.
"""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from welcomepack import messages, site
from welcomepack.catalog import catalog_path, record
from welcomepack.language import registry
from welcomepack.load import load
from welcomepack.model import State
from welcomepack.plan import Selection, plan
from welcomepack.project import open_project
from welcomepack.theme import read_theme

GOLDEN = Path(__file__).parent / "golden" / "site"

# Everything here is invented; the numbers are those kept for films and plays.
FILES = {
    "content/england/facts.yaml": """\
- id: emergency.phone
  kind: phone
  value: "999"
  source: invented for this test
  checked: 2026-11-22
  confidence: A
- id: gp.phone
  kind: phone
  value: 020 7946 0958
  source: invented for this test
  checked: 2026-11-22
  confidence: A
- id: gp.price
  kind: money
  value: "£9.90"
  source: invented for this test
  checked: 2026-11-22
  confidence: A
- id: gp.hours
  kind: time
  value: "08:00-18:30"
  source: invented for this test
  checked: 2026-11-22
  confidence: A
- id: gp.until
  kind: date
  value: "2027-03-31"
  source: invented for this test
  checked: 2026-11-22
  confidence: A
""",
    "content/england/links.yaml": """\
- id: find-gp
  title: Find a surgery
  url: https://gp.example.org/find
  owner: council web team
  checked: 2026-11-22
  confidence: A
""",
    "content/england/services.yaml": """\
- id: surgery-example
  category: gp
  name: Example Surgery (invented)
  address: 1 Example Street
  postcode: ZZ9 9ZZ
  phone: gp.phone
  hours:
    - {id: weekdays, days: mon-fri, hours: 08:00-18:30}
    - {id: sun, days: sun, hours: closed}
  about: New patients may join.
  source: invented for this test
  source_date: "2026"
  checked: 2026-11-22
  confidence: A
""",
    "content/england/topics/gp.yaml": """\
id: gp
title: Doctor (GP)
summary: How to join a doctor's surgery.
pictogram: gp
blocks:
  - id: free
    kind: text
    title: Is it free?
    text: Yes. A prescription costs {gp.price} until {gp.until}, for some people nothing.
  - id: join
    kind: steps
    intro: You need nothing.
    steps:
      - id: call
        text: Call {gp.phone} between {gp.hours}.
      - id: wait
        text: You get an answer within 2 days. The page is on GOV.UK.
  - id: bring
    kind: list
    items:
      - id: letter
        text: A letter, if you have one.
  - id: danger
    kind: warning
    risk: high
    text: If your life is in danger, call {emergency.phone}.
  - id: help
    kind: note
    text: Anyone may join, LGBT+ people too.
  - id: numbers
    kind: emergency
    title: Call now
    numbers:
      - id: all
        phone: emergency.phone
        title: Danger now
        text: Police, fire, ambulance.
  - id: who
    kind: contact
    contacts:
      - id: surgery
        name: The surgery
        phone: gp.phone
        text: Ask for an interpreter.
        link: find-gp
  - id: card
    kind: phrases
    title: Show this card
    phrases:
      - id: interpreter
        text: I need an interpreter.
  - id: near
    kind: services
    title: Near you
    categories: [gp]
  - id: more
    kind: links
    title: More
    links: [find-gp]
""",
}
# Some sentences are drafts, one is checked, and the rest stays English: all three on one page.
DRAFTS = {
    "gp/title": "طبيب (GP)",
    "gp/summary": "كيف تسجل في عيادة طبيب.",
    "gp/free/title": "هل هو مجاني؟",
    "gp/free/text": "نعم. تكلف الوصفة {gp.price} حتى {gp.until}، ولبعض الناس لا شيء.",
    "gp/join/steps/call": "اتصل على {gp.phone} بين {gp.hours}.",
    "gp/join/steps/wait": "يأتيك الجواب خلال 2 يوم. الصفحة على GOV.UK.",
    "gp/danger/text": "إذا كانت حياتك في خطر، فاتصل على {emergency.phone}.",
    "gp/help/text": "يمكن للجميع التسجيل، ومنهم LGBT+ أيضا.",
    "gp/card/phrases/interpreter": "أحتاج إلى مترجم.",
    "links/find-gp/title": "ابحث عن عيادة",
}
CHECKED = {"gp/bring/items/letter": "رسالة، إن كانت لديك."}
WORDS = {
    "theme/state_mt": "ترجمة آلية.",
    "theme/state_english": "بعض الأجزاء بالإنجليزية.",
    "theme/call": "اتصل",
    "theme/all_topics": "كل المواضيع",
}


def pages_of(root: Path, tag: str) -> dict[str, str]:
    """The files of one language by name, as the build writes them."""
    planned = plan(
        load(open_project(root)), read_theme(root / "themes" / "clear"), Selection(locales=(tag,))
    )
    (edition,) = planned.editions
    return {path.name: html for path, html in site.edition_pages(edition, planned.theme, 0)}


def translated(make_project: Callable[..., Path]) -> Path:
    """The project with its Arabic catalogs."""
    root = make_project(FILES)
    arabic = registry(root / "locales")["ar"]
    messages.update_all(open_project(root), root / "themes" / "clear", {"ar": arabic})
    england = catalog_path(root / "locales", arabic, "england")
    assert record(england, DRAFTS, State.MT) == (len(DRAFTS), ())
    assert record(england, CHECKED, State.CHECKED) == (len(CHECKED), ())
    theme = catalog_path(root / "locales", arabic, "theme")
    assert record(theme, WORDS, State.MT) == (len(WORDS), ())
    return root


@pytest.mark.parametrize(("tag", "direction"), [("en", "ltr"), ("ar", "rtl")])
def test_a_topic_page_is_as_it_was(
    make_project: Callable[..., Path],
    golden: Callable[[Path, str], None],
    tag: str,
    direction: str,
) -> None:
    page = pages_of(translated(make_project), tag)["gp.html"]
    assert f'<html lang="{tag}" dir="{direction}">' in page
    golden(GOLDEN / f"gp-{direction}.html", page)


def test_english_stands_beside_every_translated_text(make_project: Callable[..., Path]) -> None:
    root = translated(make_project)
    files = pages_of(root, "ar")
    page = files[f"gp{site.PAIRED}"]
    pairs = re.findall(r'<span class="pair">(.*?)<span class="beside">(.*?)</span></span>', page)
    assert len(pairs) >= len(DRAFTS) + len(CHECKED) - 4, "all but the phrase, title and echoes"
    for own, beside in pairs:
        assert re.search("[\u0600-\u06ff]", own)
        assert beside.startswith('<span lang="en" dir="ltr">')
    for number in ("020 7946 0958", "£9.90"):
        assert page.count(number) > files["gp.html"].count(number), "facts on both sides"
    assert '<p class="shown"><span lang="en" dir="ltr">I need an interpreter.' in page
    assert "Machine translation" in page
    assert 'href="gp.html"' in page
    assert f'href="gp{site.PAIRED}"' in files["gp.html"]


def test_english_has_no_page_beside_and_a_phone_keeps_none(
    make_project: Callable[..., Path],
) -> None:
    root = translated(make_project)
    assert not [name for name in pages_of(root, "en") if name.endswith(site.PAIRED)]
    assert site.PAIRED not in pages_of(root, "en")["gp.html"]
    files = pages_of(root, "ar")
    assert [name for name in files if name.endswith(site.PAIRED)] == [f"gp{site.PAIRED}"]
    assert '"gp.html"' in files["sw.js"]
    assert f'"gp{site.PAIRED}"' not in files["sw.js"]
