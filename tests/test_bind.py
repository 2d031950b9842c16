"""The bound pack, read back: tags, language, bookmarks, labels, links, fonts, and the text.

The readers are pypdfium2 and pikepdf; the accessibility proof is shown to work by files that
are damaged on purpose.
"""

import io
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

import pypdfium2
import pytest
from paper_support import edition_of, planned, write_tiny
from pikepdf import Array, Dictionary, Name, Pdf
from project_support import REPO

from welcomepack.bind import Part, bind, page_count
from welcomepack.formats import paper
from welcomepack.formats.pack import sheets
from welcomepack.language import registry
from welcomepack.plan import Selection
from welcomepack.render import Edition, number_of
from welcomepack.sheet import FRONT
from welcomepack.verify import accessible, render_page

SPLIT = re.compile("[\u064b-\u0652]|\u0644[\u0622\u0623\u0625\u0627]")
ENGLISH, ARABIC = (registry(REPO / "locales")[tag] for tag in ("en", "ar"))


@dataclass(frozen=True)
class Bound:
    """A bound pack with what went into it."""

    edition: Edition
    parts: tuple[Part, ...]
    pdf: bytes

    @property
    def starts(self) -> dict[str, int]:
        """The page, counted from 0, that each topic begins on."""
        found, page = {}, 0
        for part in self.parts:
            found[part.topic] = page
            page += page_count(part.pdf)
        return found


@pytest.fixture(scope="module", params=["en", "ar"])
def bound(request: pytest.FixtureRequest) -> Bound:
    """The whole real pack of one borough."""
    _, theme, plan = planned(REPO, Selection(areas=("brent",), locales=(request.param,)))
    edition = edition_of(plan.editions, request.param)
    parts = tuple(
        Part(
            paper.pdf(sheet.tries[0].html),
            "" if sheet.name == FRONT else sheet.name,
            "" if sheet.name == FRONT else str(number_of(edition, sheet.name)),
        )
        for sheet in sheets(edition, theme, paper.environment())
    )
    return Bound(edition, parts, bind(parts, edition.language))


def texts(pdf: bytes) -> list[str]:
    """The text of each page."""
    document = pypdfium2.PdfDocument(pdf)
    found = [sheet.get_textpage().get_text_range() for sheet in document]
    document.close()
    return found


def test_the_whole_pack_is_pdf_ua(bound: Bound) -> None:
    assert accessible(bound.pdf, "pack") == ()


def test_every_page_of_every_part_is_there(bound: Bound) -> None:
    assert len(bound.parts) >= 14
    assert page_count(bound.pdf) == sum(page_count(part.pdf) for part in bound.parts)
    before = [Counter(text.split()) for part in bound.parts for text in texts(part.pdf)]
    after = [Counter(text.split()) for text in texts(bound.pdf)]
    assert [sum(page.values()) for page in after] == [sum(page.values()) for page in before]
    if not bound.edition.language.rtl:  # there, readers turn the words of a line around
        assert after == before


def test_pages_look_as_they_did_before_binding(bound: Bound) -> None:
    compared = 0
    for part in (bound.parts[0], bound.parts[3]):
        start = bound.starts[part.topic]
        assert render_page(bound.pdf, start, 40) == render_page(part.pdf, 0, 40)
        compared += 1
    assert compared == 2


def test_title_language_and_direction_are_said(bound: Bound) -> None:
    language = bound.edition.language
    with Pdf.open(io.BytesIO(bound.pdf)) as opened:
        title = bound.edition.localized.words["pack"].value
        assert str(opened.docinfo.Title) == f"{title}: Brent"
        with opened.open_metadata() as metadata:
            assert metadata["dc:title"] == f"{title}: Brent"
            assert metadata["pdfuaid:part"] == "1"
        assert str(opened.Root.Lang) == language.tag
        assert bool(opened.Root.MarkInfo.Marked)
        preferences = opened.Root.ViewerPreferences
        assert bool(preferences.DisplayDocTitle)
        assert preferences.get(Name.Direction) == (Name.R2L if language.rtl else None)


def test_each_topic_has_a_bookmark_on_its_first_page(bound: Bound) -> None:
    document = pypdfium2.PdfDocument(bound.pdf)
    top = [
        (item.get_title(), item.get_dest().get_index())
        for item in document.get_toc()
        if item.level == 0
    ]
    document.close()
    topics = bound.edition.pack.topics
    for topic in topics:
        assert (topic.title.value, bound.starts[topic.id]) in [
            (re.sub(r"\s+", " ", title), page) for title, page in top
        ]
    assert len(topics) >= 13


def test_bookmarks_below_a_topic_stay_within_its_pages(bound: Bound) -> None:
    document = pypdfium2.PdfDocument(bound.pdf)
    found = [(item.level, item.get_dest().get_index()) for item in document.get_toc()]
    document.close()
    assert sum(level > 0 for level, _ in found) > 40
    pages = [page for _, page in found]
    assert pages == sorted(pages)


def test_pages_are_labelled_by_topic_and_page(bound: Bound) -> None:
    document = pypdfium2.PdfDocument(bound.pdf)
    labels = [document.get_page_label(index) for index in range(len(document))]
    document.close()
    expected = []
    for number, part in enumerate(bound.parts):
        count = page_count(part.pdf)
        romans = ["i", "ii", "iii", "iv"][:count]
        expected += [f"{number}.{page + 1}" for page in range(count)] if number else romans
    assert labels == expected
    assert "3.2" in labels


def test_the_number_at_the_foot_is_the_label(bound: Bound) -> None:
    document = pypdfium2.PdfDocument(bound.pdf)
    labels = [document.get_page_label(index) for index in range(len(document))]
    document.close()
    numbered = [
        (label, text) for label, text in zip(labels, texts(bound.pdf), strict=True) if "." in label
    ]
    assert len(numbered) > 30
    missing = [
        label
        for label, text in numbered
        if not re.search(rf"(?<![\d.]){re.escape(label)}(?![\d.])", text)
    ]
    assert missing == []


def test_the_contents_jump_to_their_topics(bound: Bound) -> None:
    jumps: dict[int, str] = {}
    with Pdf.open(io.BytesIO(bound.pdf)) as opened:
        pages = {page.obj.objgen: index for index, page in enumerate(opened.pages)}
        for page in list(opened.pages)[: bound.starts[bound.parts[1].topic]]:
            for annotation in page.obj.get(Name.Annots, []):
                action = annotation.get(Name.A)
                if action is not None and action.get(Name.S) == Name.GoTo:
                    contents = str(annotation.get(Name.Contents, ""))
                    jumps[pages[action.D[0].objgen]] = contents
        whole = opened.Root.StructTreeRoot
        assert whole.ParentTreeNextKey > 0
    assert set(jumps) == {page for topic, page in bound.starts.items() if topic}


def test_no_link_is_left_that_leads_to_an_address_of_our_own_making(bound: Bound) -> None:
    addresses = []
    with Pdf.open(io.BytesIO(bound.pdf)) as opened:
        for page in opened.pages:
            for annotation in page.obj.get(Name.Annots, []):
                action = annotation.get(Name.A)
                if action is not None and Name.URI in action:
                    addresses.append(str(action.URI))
    assert len(addresses) > 20
    wrong = [one for one in addresses if not re.match(r"(https://|tel:|sms:|mailto:)", one)]
    assert wrong == []
    assert [one for one in addresses if "invalid" in one] == []


def test_titles_can_be_found_and_copied_as_text(bound: Bound) -> None:
    pages = texts(bound.pdf)
    found = 0
    for topic in bound.edition.pack.topics:
        words = set(re.findall(r"\w+", pages[bound.starts[topic.id]]))
        assert set(re.findall(r"[A-Za-z]+", topic.title.english)) <= words
        # The reader splits words at vowel signs and at lam-alef, which is one glyph.
        parts = (word.strip("()،.") for word in topic.title.value.split())
        plain = [word for word in parts if word.isalpha() and not SPLIT.search(word)]
        if plain and topic.title.lang == bound.edition.language.tag:
            assert set(plain) <= words
            found += 1
    assert found >= 8


def test_all_fonts_are_embedded_and_nameable(bound: Bound) -> None:
    with Pdf.open(io.BytesIO(bound.pdf)) as opened:
        dictionaries = [one for one in opened.objects if isinstance(one, Dictionary)]
        fonts = [one for one in dictionaries if one.get(Name.Type) == Name.Font]
        described = [font for font in fonts if Name.FontDescriptor in font]
        assert len(described) >= 2
        files = [
            [key for key in ("/FontFile", "/FontFile2", "/FontFile3") if key in font.FontDescriptor]
            for font in described
        ]
        assert all(len(found) == 1 for found in files)
        outer = [font for font in fonts if Name.FontDescriptor not in font]
        assert outer
        assert all(font.Subtype == Name.Type0 and Name.ToUnicode in font for font in outer)


def test_every_page_with_marked_content_is_in_the_tree_of_parents_once(bound: Bound) -> None:
    with Pdf.open(io.BytesIO(bound.pdf)) as opened:
        root = opened.Root.StructTreeRoot
        numbers = [int(key) for key in list(root.ParentTree.Nums)[::2]]
        used = [int(page.obj.StructParents) for page in opened.pages]
        used += [
            int(annotation.StructParent)
            for page in opened.pages
            for annotation in page.obj.get(Name.Annots, [])
            if Name.StructParent in annotation
        ]
        assert numbers == sorted(set(numbers))
        assert len(used) == len(set(used))
        assert set(used) <= set(numbers)
        assert max(numbers) < int(root.ParentTreeNextKey)
        assert all(kid.P.objgen == root.objgen for kid in root.K)


# --- small packs -----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Bound:
    """The invented pack, in English."""
    _, theme, plan = planned(write_tiny(tmp_path_factory.mktemp("bind")))
    edition = edition_of(plan.editions, "en")
    parts = tuple(
        Part(
            paper.pdf(sheet.tries[0].html),
            "" if sheet.name == FRONT else sheet.name,
            "" if sheet.name == FRONT else str(number_of(edition, sheet.name)),
        )
        for sheet in sheets(edition, theme, paper.environment())
    )
    return Bound(edition, parts, bind(parts, edition.language))


def test_binding_the_same_parts_again_gives_the_same_bytes(small: Bound) -> None:
    assert bind(small.parts, small.edition.language) == small.pdf


def test_the_order_of_the_parts_is_the_order_of_the_pages(small: Bound) -> None:
    front, one, two = small.parts
    turned = bind((front, two, one), small.edition.language)
    assert texts(turned) == [text for part in (front, two, one) for text in texts(part.pdf)]
    assert accessible(turned, "turned") == ()


def test_one_topic_alone_is_a_whole_file(small: Bound) -> None:
    alone = bind(small.parts[1:2], ENGLISH)
    assert accessible(alone, "leaflet") == ()
    document = pypdfium2.PdfDocument(alone)
    assert document.get_page_label(0) == "1.1"
    document.close()


def test_a_pack_from_right_to_left_says_so(small: Bound) -> None:
    with Pdf.open(io.BytesIO(bind(small.parts, ARABIC))) as opened:
        assert opened.Root.ViewerPreferences.Direction == Name.R2L
        assert str(opened.Root.Lang) == "ar"


def _drop_tree(pdf: Pdf) -> None:
    del pdf.Root.StructTreeRoot


def _drop_language(pdf: Pdf) -> None:
    del pdf.Root.Lang


def _drop_mark(pdf: Pdf) -> None:
    del pdf.Root.MarkInfo


def _drop_metadata(pdf: Pdf) -> None:
    del pdf.Root.Metadata


def _hide_title(pdf: Pdf) -> None:
    pdf.Root.ViewerPreferences.DisplayDocTitle = False


def _drop_font_file(pdf: Pdf) -> None:
    for one in pdf.objects:
        if isinstance(one, Dictionary) and one.get(Name.Type) == Name.FontDescriptor:
            for key in ("/FontFile", "/FontFile2", "/FontFile3"):
                if key in one:
                    del one[key]


def _drop_alternatives(pdf: Pdf) -> None:
    for one in pdf.objects:
        if isinstance(one, Dictionary) and one.get(Name.S) == Name.Figure:
            for key in ("/Alt", "/ActualText"):
                if key in one:
                    del one[key]


def _drop_parents(pdf: Pdf) -> None:
    pdf.Root.StructTreeRoot.ParentTree = Dictionary(Nums=Array([]))
    for page in pdf.pages:
        if Name.StructParents in page.obj:
            del page.obj[Name.StructParents]


CANARIES = (
    _drop_tree,
    _drop_language,
    _drop_mark,
    _drop_metadata,
    _hide_title,
    _drop_font_file,
    _drop_alternatives,
)


@pytest.mark.parametrize("damage", CANARIES, ids=lambda one: one.__name__)
def test_a_damaged_file_does_not_pass_as_accessible(
    small: Bound, damage: Callable[[Pdf], None]
) -> None:
    assert accessible(small.pdf, "pack") == ()
    out = io.BytesIO()
    with Pdf.open(io.BytesIO(small.pdf)) as opened:
        damage(opened)
        opened.save(out)
    (found,) = accessible(out.getvalue(), "pack")
    assert found.code == "WP504"
    assert found.message


def test_a_file_without_any_tags_does_not_pass() -> None:
    out = io.BytesIO()
    with Pdf.new() as made:
        made.add_blank_page()
        made.save(out)
    assert [one.code for one in accessible(out.getvalue(), "blank")] == ["WP504"]
