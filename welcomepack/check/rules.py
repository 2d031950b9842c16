"""All rules on all areas, and on what lies around the content in git."""

from collections.abc import Iterator

from welcomepack import shortcode
from welcomepack.address import texts
from welcomepack.check.area import AreaView, Rule
from welcomepack.check.freshness import facts_state, gaps, published, sessions_state
from welcomepack.check.prose import literal_facts, long_sentences, reading_age
from welcomepack.check.references import facts_named, links_named, sessions_named, sources_named
from welcomepack.diagnostic import Diagnostic, Position
from welcomepack.history import read_history
from welcomepack.load import Loaded
from welcomepack.project import Project


def check(loaded: Loaded) -> Iterator[Diagnostic]:
    """All rules on all areas, and on what lies around the content."""
    for name, pack in loaded.packs.items():
        area = AreaView(pack, loaded.positions[name], loaded.project, tuple(texts(pack)))
        for rule in RULES:
            yield from rule(area)
    yield from _tracked_places(loaded)
    yield from _codes(loaded.project)
    for name in loaded.packs:
        yield from read_history(loaded.project, name)[1]


RULES: tuple[Rule, ...] = (
    facts_named,
    links_named,
    literal_facts,
    long_sentences,
    reading_age,
    facts_state,
    gaps,
    sessions_named,
    sessions_state,
    sources_named,
    published,
)


def _tracked_places(loaded: Loaded) -> Iterator[Diagnostic]:
    tracked = loaded.project.tracked() or frozenset()
    for path in sorted(tracked):
        parts = path.split("/")
        private = parts[0] == "content" and "places" in parts[:-1]
        if private and not parts[-1].startswith("example-"):
            yield Diagnostic("WP303", "Git tracks this private file.", Position(path))


def _codes(project: Project) -> Iterator[Diagnostic]:
    """The registry of short codes against itself and against the last commit."""
    path, shown = project.codes, project.shown(project.codes)
    before = project.committed(path)
    try:
        now = path.read_text(encoding="utf-8") if path.exists() else ""
    except UnicodeDecodeError:
        yield Diagnostic("WP104", "The file is not in UTF-8.", Position(shown))
        return
    yield from shortcode.read(now, shown)[1]
    if before:
        yield from shortcode.lost(before, now, shown)
