"""Content to HTML: each kind of block in both directions, and what a page says it prints.

The golden files are ``golden/blocks/<block>-<language>.html``; ``pytest --update-golden``
writes them anew, to be read before they are committed.
"""

import re
from collections.abc import Callable, Collection
from pathlib import Path

import pytest
from paper_support import (
    ARABIC,
    BASE,
    HOUSE,
    HOUSE_PHONE,
    PHONE,
    edition_of,
    planned,
    po,
    write_tiny,
)

from welcomepack.address import change_texts, topic_texts
from welcomepack.claim import state_words, topic_state
from welcomepack.model import Area, Pack, State, Text, Topic
from welcomepack.plan import Plan
from welcomepack.render import (
    Edition,
    number_of,
    page,
    render_front,
    render_topic,
)
from welcomepack.sheet import tighter
from welcomepack.theme import Theme

GOLDEN = Path(__file__).parent / "golden" / "blocks"
SECTION = re.compile(r'<section class="block .*?</section>', re.DOTALL)
AREA = """\
id: england
name: England
council: Example Council
publish: true
topics: [help, card, kinds, home]
"""
KINDS = """\
id: kinds
title: Every kind of block
summary: One block of each kind.
pictogram: info
blocks:
  - id: text
    kind: text
    title: A paragraph
    risk: high
    text: Call {help.phone} & ask, or text {help.sms}.
  - id: steps
    kind: steps
    title: Steps
    risk: high
    intro: Do this in order.
    steps:
      - {id: first, text: "Go to A&E at {help.time}."}
      - {id: second, text: Nobody translated this.}
  - id: list
    kind: list
    intro: You need these things.
    items:
      - {id: money, text: "Bring {help.money}."}
      - {id: days, text: "Wait {help.number} days from {help.date}."}
  - id: note
    kind: note
    title: Good to know
    text: LGBT+ people are welcome.
  - id: warning
    kind: warning
    title: Take care
    risk: high
    text: Never pay anybody.
  - id: emergency
    kind: emergency
    risk: high
    numbers:
      - {id: now, phone: emergency.phone, title: Danger now, text: Call at once.}
  - id: emergency-titled
    kind: emergency
    title: Numbers to call
    intro: Call these.
    numbers:
      - {id: now, phone: emergency.phone, title: Danger now, text: Call at once.}
  - id: contact
    kind: contact
    title: Whom to ask
    intro: They help you.
    contacts:
      - id: desk
        name: The help desk
        text: Somebody there speaks your language.
        phone: help.phone
        sms: help.sms
        email: help.email
        address: help.address
        link: start
  - id: services
    kind: services
    title: Libraries
    intro: They are free.
    categories: [library]
  - id: services-table
    kind: services
    title: Surgeries
    categories: [gp]
  - id: sessions
    kind: sessions
    title: Dates to note
    intro: Come to one of these.
    categories: [schools]
  - id: phrases
    kind: phrases
    title: Show this
    phrases:
      - {id: help, text: "Please call {help.phone}."}
  - id: links
    kind: links
    title: On the internet
    links: [start]
"""
SERVICES = """\
- id: library
  category: library
  name: "Testham Library (King's Road)"
  address: 1 Example Street
  postcode: ZZ9 9ZZ
  phone: help.phone
  link: start
  hours:
    - {id: week, days: mon-fri, hours: "09:00-17:30"}
    - {id: sun, days: sun, hours: closed}
  cost: It is free.
  who: Everyone may come.
  about: Children have books here.
  source: invented
  source_date: April 2025
  checked: 2026-11-22
  confidence: A
""" + "".join(
    f"""\
- id: {name}
  category: gp
  name: {title}
  address: {number} Example Street
  postcode: {postcode}
  source: invented
  source_date: {seen}
  checked: 2026-11-22
  confidence: A
"""
    for name, title, number, postcode, seen in (
        ("far", "Far Surgery", 3, "ZZ10 1ZZ", "April 2025"),
        ("near", "Near Surgery", 2, "ZZ2 1ZZ", "May 2025"),
    )
)
SESSIONS = """\
- id: places
  category: schools
  title: Help to get a school place
  about: "Somebody fills in the form with you. Call {help.phone} first."
  who: Parents of children from 4 to 16.
  where: The blue room
  service: library
  times:
    - {id: winter, date: 2026-12-03, hours: "10:00-12:30"}
    - {id: spring, date: 2026-11-05, hours: "14:00", every: week, until: 2027-03-25}
    - {id: over, date: 2026-11-19, hours: "14:00"}
  source: invented
  checked: 2026-11-22
  confidence: A
"""
LINKS = """\
- id: start
  title: Where to begin
  url: https://www.begin.example.org/first/
  owner: the council
"""
KINDS_IN_ARABIC = {
    "kinds/title": ("Every kind of block", "كل أنواع الفقرات"),
    "kinds/text/title": ("A paragraph", "فقرة"),
    "kinds/text/text": (
        "Call {help.phone} & ask, or text {help.sms}.",
        "اتصل على {help.phone} واسأل، أو أرسل إلى {help.sms}.",
    ),
    "kinds/steps/intro": ("Do this in order.", "افعل هذا بالترتيب."),
    "kinds/steps/steps/first": ("Go to A&E at {help.time}.", "اذهب إلى A&E في {help.time}."),
    "kinds/list/intro": ("You need these things.", "تحتاج إلى هذه الأشياء."),
    "kinds/list/items/money": ("Bring {help.money}.", "أحضر {help.money}."),
    "kinds/note/text": ("LGBT+ people are welcome.", "نرحب بمجموعة LGBT+ هنا."),
    "kinds/warning/text": ("Never pay anybody.", "لا تدفع لأحد."),
    "kinds/emergency/numbers/now/title": ("Danger now", "خطر الآن"),
    "kinds/emergency/numbers/now/text": ("Call at once.", "اتصل فورا."),
    "kinds/contact/contacts/desk/name": ("The help desk", "مكتب المساعدة"),
    "kinds/phrases/phrases/help": ("Please call {help.phone}.", "من فضلك اتصل على {help.phone}."),
    "links/start/title": ("Where to begin", "من أين تبدأ"),
    "services/library/cost": ("It is free.", "مجاني."),
    "sessions/places/title": ("Help to get a school place", "مساعدة للحصول على مقعد في المدرسة"),
}
# Our own few words, so that a better translation of the theme changes no golden file.
WORDS_IN_ARABIC = {
    "theme/call": ("Call", "اتصل"),
    "theme/every_week": ("every week", "كل أسبوع"),
    "theme/hours": ("Opening hours", "أوقات العمل"),
    "theme/by_bus": ("Bus {bus}, {minutes} minutes", "الباص {bus}، {minutes} دقيقة"),
}
BLOCKS = [
    "text",
    "steps",
    "list",
    "note",
    "warning",
    "emergency",
    "emergency-titled",
    "contact",
    "services",
    "services-table",
    "sessions",
    "phrases",
    "links",
]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> tuple[Theme, Plan]:
    root = write_tiny(
        tmp_path_factory.mktemp("render"),
        {
            "content/england/area.yaml": AREA,
            "content/england/topics/kinds.yaml": KINDS,
            "content/england/services.yaml": SERVICES,
            "content/england/sessions.yaml": SESSIONS,
            "content/england/links.yaml": LINKS,
            "locales/ar/LC_MESSAGES/england.po": po({**ARABIC, **KINDS_IN_ARABIC}),
            "locales/ar/LC_MESSAGES/theme.po": po(WORDS_IN_ARABIC),
        },
    )
    loaded, theme, plan = planned(root)
    assert (loaded.diagnostics, plan.diagnostics) == ((), ())
    return theme, plan


def topic_html(project: tuple[Theme, Plan], tag: str, topic: str, place: str = "") -> str:
    theme, plan = project
    edition = edition_of(plan.editions, tag, place)
    return render_topic(edition, theme, "a4/topic.html", edition.pack.topic(topic)).html


def sections(source: str) -> dict[str, str]:
    """The blocks of a page by their ids."""
    found = SECTION.findall(source)
    return {re.findall(r'data-at="\w+/([\w-]+)"', one)[0]: one for one in found}


@pytest.mark.parametrize("tag", ["en", "ar"])
@pytest.mark.parametrize("block", BLOCKS)
def test_each_kind_of_block_is_as_in_its_golden_file(
    project: tuple[Theme, Plan], golden: Callable[[Path, str], None], block: str, tag: str
) -> None:
    source = sections(topic_html(project, tag, "kinds"))
    golden(GOLDEN / f"{block}-{tag}.html", source[block] + "\n")


@pytest.mark.parametrize("tag", ["en", "ar"])
def test_the_ways_of_a_place_are_as_in_their_golden_file(
    project: tuple[Theme, Plan], golden: Callable[[Path, str], None], tag: str
) -> None:
    source = sections(topic_html(project, tag, "home", "example-lodge"))
    golden(GOLDEN / f"ways-{tag}.html", source["ways"] + "\n")


def test_the_golden_files_cover_every_kind_of_block(project: tuple[Theme, Plan]) -> None:
    theme, _ = project
    kinds = {path.stem for path in (theme.folder / "blocks").glob("*.html")}
    tested = {block.split("-")[0] for block in BLOCKS} | {"ways"}
    assert kinds - {"macros"} == tested


@pytest.mark.parametrize(("tag", "direction"), [("en", "ltr"), ("ar", "rtl")])
def test_a_page_says_its_language_and_direction(
    project: tuple[Theme, Plan], tag: str, direction: str
) -> None:
    assert f'<html lang="{tag}" dir="{direction}">' in topic_html(project, tag, "help")


def test_a_page_knows_the_facts_that_it_prints_in_order_and_as_often(
    project: tuple[Theme, Plan],
) -> None:
    theme, plan = project
    edition = edition_of(plan.editions, "en")
    made = render_topic(edition, theme, "a4/topic.html", edition.pack.topic("help"))
    assert made.facts == (
        ("date", "22 November 2026"),
        ("phone", PHONE),
        ("sms", "60777"),
        ("time", "09:30–17:00"),  # noqa: RUF001 - a printed range has an en dash
        ("money", "£49.18"),
        ("name", "Marigold Hall"),
        ("address", "17 Foundry Lane, Testham"),
        ("postcode", "ZZ9 9ZZ"),
        ("date", "9 March 2026"),
        ("number", "42"),
        ("url", "help.example.org/start"),
        ("email", "hello@lantern.example.org"),
    )


def test_facts_and_codes_are_read_off_the_html_with_their_entities() -> None:
    source = '<b data-fact="name">A &amp; B</b><img data-qr="https://a.example/?b&amp;c">' * 2
    made = page(source, State.MT)
    assert made.facts == (("name", "A & B"), ("name", "A & B"))
    assert made.qr == ("https://a.example/?b&c",) * 2
    assert made.state is State.MT


def test_the_code_on_a_page_carries_the_day_of_the_paper(project: tuple[Theme, Plan]) -> None:
    theme, plan = project
    edition = edition_of(plan.editions, "ar")
    made = render_topic(edition, theme, "a4/topic.html", edition.pack.topic("help"))
    code = edition.codes["help"]
    assert made.qr == (f"{BASE}/w/{code}#20261122",)
    assert edition.code_url("help") == f"{BASE}/w/{code}"
    assert len({one.codes["help"] for one in plan.editions}) == 2


def test_a_private_page_has_no_code_and_says_that_it_is_private(
    project: tuple[Theme, Plan],
) -> None:
    theme, plan = project
    edition = edition_of(plan.editions, "en", "example-lodge")
    made = render_topic(edition, theme, "a4/topic.html", edition.pack.topic("home"))
    assert made.qr == ()
    assert "This pack is private." in made.html
    assert ("name", HOUSE) in made.facts
    assert ("phone", HOUSE_PHONE) in made.facts


@pytest.mark.parametrize("tag", ["en", "ar"])
def test_nothing_of_a_place_stands_in_a_public_page(project: tuple[Theme, Plan], tag: str) -> None:
    theme, plan = project
    edition = edition_of(plan.editions, tag)
    pages = [render_front(edition, theme, "a4/front.html").html]
    pages += [topic_html(project, tag, topic.id) for topic in edition.pack.topics]
    assert len(pages) == 4
    assert [one for one in pages if HOUSE in one or HOUSE_PHONE in one or "home" in one] == []
    own = render_front(edition_of(plan.editions, tag, "example-lodge"), theme, "a4/front.html")
    assert HOUSE in own.html


def test_the_front_page_lists_the_topics_in_order_with_their_english(
    project: tuple[Theme, Plan],
) -> None:
    theme, plan = project
    front = render_front(edition_of(plan.editions, "ar"), theme, "a4/front.html")
    topics = re.findall(r'<a href="https://topic\.invalid/(\w+)">([^<]*)</a>', front.html)
    assert topics == [
        ("help", "أين تجد المساعدة"),
        ("card", "بطاقة الطوارئ"),
        ("kinds", "كل أنواع الفقرات"),
    ]
    assert front.html.index("Where to get help") < front.html.index("Emergency card")


def test_a_topic_has_the_same_number_in_every_language(project: tuple[Theme, Plan]) -> None:
    _, plan = project
    numbers = [
        [number_of(edition, topic) for topic in ("help", "card", "kinds")]
        for edition in plan.editions
    ]
    assert numbers == [[1, 2, 3]] * 4


def test_rendering_twice_gives_the_same(project: tuple[Theme, Plan]) -> None:
    assert topic_html(project, "ar", "kinds") == topic_html(project, "ar", "kinds")


def test_tightening_changes_one_number_of_the_style(project: tuple[Theme, Plan]) -> None:
    theme, plan = project
    edition = edition_of(plan.editions, "en")
    large = render_topic(edition, theme, "a4/topic.html", edition.pack.topic("card"))
    _, small = tighter(large, (1.0, 0.5))
    assert large.html.count("--tight: 1;") == 1
    assert large.html.replace("--tight: 1;", "--tight: 0.5;") == small.html


def test_without_isolation_only_the_isolation_is_missing(project: tuple[Theme, Plan]) -> None:
    theme, plan = project
    edition = edition_of(plan.editions, "ar")
    topic = edition.pack.topic("help")
    isolated = render_topic(edition, theme, "a4/topic.html", topic)
    bare = render_topic(edition, theme, "a4/topic.html", topic, isolate=False)
    assert bare.facts == isolated.facts
    assert bare.html.count('<bdi dir="ltr">') < isolated.html.count('<bdi dir="ltr">')


def of_states(edition: Edition, *states: State) -> tuple[str, ...]:
    """The sentences on a page whose texts are in these states."""
    topic = edition.pack.topic("card")
    title, summary = (
        text.model_copy(update={"state": state})
        for text, state in zip((topic.title, topic.summary), states, strict=True)
    )
    made = topic.model_copy(update={"title": title, "summary": summary, "blocks": ()})
    return state_words(made, edition.pack)


def test_a_page_says_the_weakest_state_of_its_texts(project: tuple[Theme, Plan]) -> None:
    _, plan = project
    edition = edition_of(plan.editions, "ar")
    assert of_states(edition, State.APPROVED, State.APPROVED) == ("state_approved",)
    assert of_states(edition, State.APPROVED, State.CHECKED) == ("state_checked",)
    assert of_states(edition, State.CHECKED, State.EDITED) == ("state_edited",)
    assert of_states(edition, State.CHECKED, State.TM) == ("state_edited",)
    assert of_states(edition, State.APPROVED, State.MT) == ("state_mt",)
    assert of_states(edition, State.APPROVED, State.MISSING) == ("state_approved", "state_english")
    assert of_states(edition, State.MT, State.STALE) == ("state_mt", "state_english")
    assert of_states(edition, State.MISSING, State.MISSING) == ("state_english",)
    assert of_states(edition, State.SOURCE, State.SOURCE) == ()
    assert topic_state(edition.pack.topic("help"), edition.pack) is State.EDITED
    assert topic_state(edition.pack.topic("kinds"), edition.pack) is State.MISSING


@pytest.mark.parametrize(("checked", "told"), [(0, False), (2, True), (8, False)])
def test_a_leaflet_says_how_much_of_it_is_checked_where_only_some_is(
    project: tuple[Theme, Plan], checked: int, *, told: bool
) -> None:
    theme, plan = project
    edition = edition_of(plan.editions, "ar")
    topic = edition.pack.topic("help")
    every = [address for address, _ in topic_texts(topic)]
    assert len(every) == 8
    made = _in_state(topic, every[:checked])
    source = render_topic(edition, theme, "a4/topic.html", made).html
    number = '<bdi dir="ltr"><span class="fact" data-fact="number">{}</span></bdi>'
    line = f"{number.format(2)} of {number.format(8)} parts checked by a speaker."
    assert (line in source) is told
    assert ("parts checked" in source) is told
    one_page = made.model_copy(update={"one_page": True})
    assert "parts checked" not in render_topic(edition, theme, "a4/topic.html", one_page).html


def _in_state(topic: Topic, checked: Collection[str]) -> Topic:
    """A topic with these of its texts checked by a speaker, the others as drafts of a person."""

    def change(address: str, text: Text) -> Text:
        state = State.CHECKED if address in checked else State.EDITED
        return text.model_copy(update={"state": state})

    return change_texts(Pack(area=Area(id="a", name="a"), topics=(topic,)), change).topics[0]


def test_an_english_page_says_nothing_about_translation(project: tuple[Theme, Plan]) -> None:
    assert 'class="state"' not in topic_html(project, "en", "help")
    assert 'class="state"' in topic_html(project, "ar", "help")
