"""A theme is a folder that cannot run, fetch or reach anything; its mistakes are named."""

import re
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from paper_support import CARD, write_tiny
from project_support import REPO, run

from welcomepack.diagnostic import WelcomepackError
from welcomepack.load import load
from welcomepack.project import open_project
from welcomepack.theme import read_theme

CLEAR = REPO / "themes" / "clear"
DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 48 48">{}</svg>'
Change = Callable[[Mapping[str, str | bytes | None]], Path]


@pytest.fixture
def changed(tmp_path: Path) -> Change:
    """A copy of the theme with some files written anew, or (``None``) taken out."""

    def change(files: Mapping[str, str | bytes | None]) -> Path:
        folder = tmp_path / "mine"
        shutil.copytree(CLEAR, folder)
        for name, content in files.items():
            if content is None:
                (folder / name).unlink()
            elif isinstance(content, bytes):
                (folder / name).write_bytes(content)
            else:
                (folder / name).write_text(content, encoding="utf-8")
        return folder

    return change


def rendered(folder: Path, source: str, values: Mapping[str, object] | None = None) -> str:
    """What a template gives."""
    (folder / "try.html").write_text(source, encoding="utf-8")
    return read_theme(folder).render("try.html", values or {})


def test_values_are_escaped(changed: Change) -> None:
    assert rendered(changed({}), "{{ a }}", {"a": "<b>&"}) == "&lt;b&gt;&amp;"


@pytest.mark.parametrize(
    "source",
    [
        "{% include '../words.yaml' %}",
        "{% include 'a4/../../secret.html' %}",
        "{% include '/etc/hostname' %}",
        "{% import '../secret.html' as stolen %}",
        "{% extends '../secret.html' %}",
        "{% include '..\\\\secret.html' %}",
    ],
)
def test_a_template_cannot_reach_outside_its_folder(changed: Change, source: str) -> None:
    folder = changed({})
    (folder.parent / "secret.html").write_text("stolen", encoding="utf-8")
    with pytest.raises(WelcomepackError, match=r"WP401 The template try\.html"):
        rendered(folder, source)


@pytest.mark.parametrize(
    "source",
    [
        "{{ ''.__class__.__mro__ }}",
        "{{ ''.__class__.__subclasses__() }}",
        "{{ call.__globals__ }}",
        "{{ call.__code__ }}",
        "{{ ''|attr('__class__') }}",
        "{{ '{0.__class__.__mro__}'.format('') }}",
        "{{ '{a.__class__}'.format_map({'a': 1}) }}",
        "{{ cycler.__init__.__globals__.os }}",
        "{{ self.__init__.__globals__ }}",
        "{{ lipsum.__globals__.os.listdir('/') }}",
        "{% for one in [].__class__.__base__.__subclasses__() %}{{ one }}{% endfor %}",
        "{{ open('/etc/hostname').read() }}",
        "{{ __import__('os') }}",
    ],
)
def test_a_template_cannot_reach_the_insides_of_python(changed: Change, source: str) -> None:
    with pytest.raises(WelcomepackError, match=r"WP401 The template try\.html"):
        rendered(changed({}), source, {"call": lambda: "nothing"})


@pytest.mark.parametrize(
    "source", ["{{ titel }}", "{{ topic.titel }}", "{% if titel %}x{% endif %}", "{% if %}"]
)
def test_a_name_that_does_not_exist_is_named_with_its_template(
    changed: Change, source: str
) -> None:
    with pytest.raises(WelcomepackError, match=r"WP401 The template try\.html.* mine fails: ."):
        rendered(changed({}), source, {"topic": {"title": "x"}})


def test_a_mistake_is_named_with_its_line(changed: Change) -> None:
    folder = changed({})
    with pytest.raises(WelcomepackError, match=r"try\.html:3 "):
        rendered(folder, "one\ntwo\n{{ titel }}\n")
    with pytest.raises(WelcomepackError, match=r"try\.html:2 "):
        rendered(folder, "one\n{% if %}\n")


def test_a_word_that_words_yaml_lacks_is_named_with_its_template(tmp_path: Path) -> None:
    root = write_tiny(tmp_path)
    path = root / "themes" / "clear" / "a4" / "topic.html"
    path.write_text(path.read_text("utf-8").replace("word('on_phone')", "word('on_fone')"), "utf-8")
    ran = run(root, "build", "--quiet", "--jobs", "1")
    assert ran.exit_code == 1, ran.stderr
    assert "a4/topic.html" in ran.stderr
    assert "on_fone" in ran.stderr


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({"theme.yaml": None}, r"mine/theme.yaml:1:1 error WP102"),
        ({"theme.yaml": ""}, r"mine/theme.yaml is empty"),
        ({"theme.yaml": "a: [b\n"}, r"mine/theme.yaml:2:1 error WP101"),
        ({"theme.yaml": "- a\n"}, r"mine/theme.yaml:1:1 error WP112"),
        ({"theme.yaml": 'title: X\naccent: "#123456"\naccnts: {}\n'}, r'WP110 .*"accnts"'),
        ({"theme.yaml": 'accent: "#123456"\n'}, r'WP111 The field "title" is missing'),
        ({"theme.yaml": "title: X\naccent: red\n"}, r"mine/theme.yaml:2:9 error WP112"),
        ({"theme.yaml": 'title: X\naccent: "#12345"\n'}, r"mine/theme.yaml:2:9 error WP112"),
        ({"theme.yaml": 'title: X\naccent: "#123456;}"\n'}, r"mine/theme.yaml:2:9 error WP112"),
        ({"words.yaml": None}, r"words\.yaml"),
        ({"words.yaml": ""}, r"words\.yaml"),
        ({"words.yaml": "a: [b\n"}, r"words\.yaml:2:1 error WP101"),
        ({"pictograms/gp.svg": "<svg>é</svg>".encode("latin-1")}, r"gp\.svg"),
    ],
)
def test_a_damaged_theme_gives_a_message(
    changed: Change, files: Mapping[str, str | bytes | None], message: str
) -> None:
    folder = changed(files)
    with pytest.raises(WelcomepackError, match=message):
        read_theme(folder)


REFUSED = {
    "a script": "<script>alert(1)</script>",
    "a script in capitals": "<SCRIPT>alert(1)</SCRIPT>",
    "a link": '<a href="https://evil.example/"><path d="M0 0"/></a>',
    "an old link": '<use xlink:href="https://evil.example/x.svg#a"/>',
    "a picture": '<image href = "https://evil.example/x.png"/>',
    "an event": '<path onload="alert(1)" d="M0 0"/>',
    "an event in capitals": '<path ONCLICK ="alert(1)" d="M0 0"/>',
    "an address": '<path fill="url(https://evil.example/x)" d="M0 0"/>',
    "foreign markup": "<foreignObject><p>x</p></foreignObject>",
    "a style sheet": '<style>@import "https://evil.example/x.css";</style>',
    "an address behind an entity": '<path fill="u&#114;l(https://evil.example/x)" d="M0 0"/>',
    "an address behind an escape": '<path style="fill:u\\72l(https://evil.example/x)" d="M0 0"/>',
    "a picture behind the drawing": '</svg><img src="https://evil.example/x.png"><svg>',
    "a page behind the drawing": '</svg><iframe srcdoc="x"></iframe><svg>',
    "words behind the drawing": "</svg><p>Call 020 7946 0958<svg>",
}


@pytest.mark.parametrize("drawing", REFUSED.values(), ids=REFUSED.keys())
def test_a_pictogram_that_could_run_or_fetch_is_refused(changed: Change, drawing: str) -> None:
    folder = changed({"pictograms/gp.svg": DRAWING.format(drawing)})
    with pytest.raises(WelcomepackError, match=r"WP401 The pictogram gp\.svg"):
        read_theme(folder)


@pytest.mark.parametrize("text", ["", "<p>no drawing</p>", '<!DOCTYPE a [<!ENTITY b "c">]><svg/>'])
def test_what_is_no_drawing_is_refused(changed: Change, text: str) -> None:
    folder = changed({"pictograms/gp.svg": text})
    with pytest.raises(WelcomepackError, match=r"WP401 The pictogram gp\.svg"):
        read_theme(folder)


def test_a_plain_drawing_is_taken_without_its_frame(changed: Change) -> None:
    path = '<path d="M1 1h2"/>'
    folder = changed({"pictograms/mine.svg": f"<?xml version='1.0'?>\n{DRAWING.format(path)}"})
    assert str(read_theme(folder).pictograms["mine"]) == path


def test_the_digest_changes_with_any_file(changed: Change) -> None:
    folder = changed({})
    before = read_theme(folder).digest
    assert read_theme(folder).digest == before
    seen = {before}
    for name in ("a4/style.css", "words.yaml", "pictograms/gp.svg", "blocks/text.html"):
        path = folder / name
        path.write_text(path.read_text("utf-8") + "\n", "utf-8")
        seen.add(read_theme(folder).digest)
    (folder / "pictograms" / "gp.svg").rename(folder / "pictograms" / "doctor.svg")
    seen.add(read_theme(folder).digest)
    assert len(seen) == 6


def contrast_with_white(colour: str) -> float:
    """The contrast ratio of WCAG 2.2, from the relative luminance it defines."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in channels
    ]
    luminance = sum(
        share * part for share, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True)
    )
    return 1.05 / (luminance + 0.05)


def test_the_contrast_is_reckoned_right() -> None:
    assert round(contrast_with_white("#000000"), 2) == 21
    assert round(contrast_with_white("#ffffff"), 2) == 1
    assert round(contrast_with_white("#767676"), 2) == 4.54


def test_every_accent_reads_on_white_and_white_on_every_accent() -> None:
    manifest = read_theme(CLEAR).manifest
    accents = {"": manifest.accent, **manifest.accents}
    assert len(accents) >= 14
    weak = {name: one for name, one in accents.items() if contrast_with_white(one) < 7}
    assert weak == {}


def test_every_topic_of_the_real_content_has_its_pictogram_and_its_colour() -> None:
    theme = read_theme(CLEAR)
    packs = load(open_project(REPO)).packs
    topics = [topic for pack in packs.values() for topic in pack.topics]
    assert len({topic.id for topic in topics}) >= 14
    assert [topic.id for topic in topics if topic.pictogram not in theme.pictograms] == []
    assert [topic.id for topic in topics if topic.id not in theme.manifest.accents] == []


def test_the_pictograms_are_drawn_in_the_colour_around_them() -> None:
    drawings = read_theme(CLEAR).pictograms
    assert len(drawings) >= 20
    fixed = {name for name, one in drawings.items() if re.search(r"#[0-9a-f]{3,6}|rgb|<style", one)}
    assert fixed == set()


def test_a_topic_with_a_pictogram_that_nobody_drew_is_an_error_of_the_content(
    tmp_path: Path,
) -> None:
    card = CARD.replace("pictogram: emergencies", "pictogram: emergency")
    root = write_tiny(tmp_path, {"content/england/topics/card.yaml": card})
    ran = run(root, "build", "--quiet", "--jobs", "1")
    assert ran.exit_code == 1, ran.stderr
    assert "content/england/topics/card.yaml:4:12 error WP216" in ran.stderr
