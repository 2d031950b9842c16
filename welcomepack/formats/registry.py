"""The formats there are, in the order they are made; the site, which links to others, is last."""

from collections.abc import Sequence

from welcomepack.diagnostic import WelcomepackError
from welcomepack.explain import nearest
from welcomepack.formats.booklet import Booklet
from welcomepack.formats.card import Card, Phrases
from welcomepack.formats.errata import Errata
from welcomepack.formats.format import Format
from welcomepack.formats.leaflet import Leaflets
from welcomepack.formats.pack import A4, Look, Pack
from welcomepack.formats.poster import Poster
from welcomepack.formats.screen import SharedPages, Site

# Large print never goes below its 18 points; it may only be looser.
LARGE = Look("large-print", settings=(1.0, 1.04, 1.08), one_page=False)
FORMATS: tuple[Format, ...] = (
    Pack("a4", A4, default=True),
    Leaflets(),
    Card(),
    Pack("large-print", LARGE),
    Booklet(),
    Poster(),
    Pack("bilingual", Look("bilingual", paired=True)),
    Phrases(),
    Pack("proof", Look("proof", one_page=False), root="proof"),
    Errata(),
    Site(),
    SharedPages(),
)
NAMES = tuple(dict.fromkeys(one.name for one in FORMATS))


def chosen(
    names: Sequence[str], preferred: Sequence[str] = (), also: Sequence[str] = ()
) -> tuple[Format, ...]:
    """The formats of these names, else the preferred ones, else all that are made by default.

    Those in ``also`` come with them in any case.
    Raises `WelcomepackError` for a name that no format has.
    """
    wanted = tuple(names) or tuple(preferred)
    for name in wanted:
        if name not in NAMES:
            hint = nearest(name, NAMES)
            message = (
                f'There is no format "{name}". {hint or "Possible: " + ", ".join(NAMES) + "."}'
            )
            raise WelcomepackError(message)
    return tuple(
        one
        for one in FORMATS
        if one.name in also or (one.name in wanted if wanted else one.default)
    )
