"""Contrast between two colours, as WCAG 2.2 reckons it."""

LEAST = 4.5
_DARK = 0.04045
_WEIGHTS = (0.2126, 0.7152, 0.0722)


def ratio(one: str, other: str) -> float:
    """The contrast ratio of two colours written as ``#rrggbb``, from 1 to 21.

    By the definitions of relative luminance and contrast ratio in WCAG 2.2.
    """
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    channels = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return sum(
        weight * (value / 12.92 if value <= _DARK else ((value + 0.055) / 1.055) ** 2.4)
        for weight, value in zip(_WEIGHTS, channels, strict=True)
    )
