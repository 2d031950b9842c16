"""Libraries that are not Python's, by the names that the renderer loads them by."""

import ctypes

_NAMES = {
    "pango": ("libpango-1.0.so.0", "libpango-1.0.dylib", "libpango-1.0-0.dll"),
    "harfbuzz": ("libharfbuzz.so.0", "libharfbuzz.0.dylib", "libharfbuzz-0.dll"),
    "fontconfig": ("libfontconfig.so.1", "libfontconfig.1.dylib", "libfontconfig-1.dll"),
}


def library(name: str) -> ctypes.CDLL:
    """The library of this name (pango, harfbuzz, fontconfig); raises `OSError` without it."""
    problem: OSError | None = None
    for file in _NAMES[name]:
        try:
            return ctypes.CDLL(file)
        except OSError as error:
            problem = problem or error
    raise problem or OSError(name)
