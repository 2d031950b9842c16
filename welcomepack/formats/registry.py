"""The formats there are, in the order they are made; the site, which links to others, is last."""

from collections.abc import Sequence

from welcomepack.diagnostic import WelcomepackError
from welcomepack.explain import nearest
from welcomepack.formats.format import Format
from welcomepack.formats.pack import Pack
from welcomepack.formats.poster import Poster
from welcomepack.formats.screen import Site

FORMATS: tuple[Format, ...] = (
    Pack("a4", "a4", default=True),
    Poster(),
    Site(),
)
NAMES = tuple(one.name for one in FORMATS)


def chosen(names: Sequence[str], preferred: Sequence[str] = ()) -> tuple[Format, ...]:
    """The formats of these names, else the preferred ones, else all that are made by default.

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
    return tuple(one for one in FORMATS if (one.name in wanted if wanted else one.default))
