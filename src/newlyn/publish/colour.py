"""Colours: contrast as WCAG measures it, and the ramp of the ten tenths.

Colour never carries meaning alone on a page: a number, a place in an order or a word goes with it.
"""

from __future__ import annotations

import re

from newlyn.foundation.errors import InputError

WHITE = "#ffffff"
INK = "#14191f"
"""Colour of text: 17.6 to 1 on white."""

TENTHS: tuple[str, ...] = (
    "#0b1f4b", "#163f7a", "#1d609f", "#318fbf", "#4ba8c2", "#6dbcc0", "#97d0c6", "#bcdfcd", "#d9ebd8", "#eef4e4",
)  # fmt: skip
"""Ten steps from the most deprived tenth of England (darkest) to the least.

Lightness falls evenly and hue runs from green-white to navy, which people with any of the three common
kinds of colour blindness tell apart, and which stays in order when printed in grey.
"""

_HEX = re.compile(r"#[0-9a-fA-F]{6}")


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, from 1 to 21.

    Raises
    ------
    InputError
        If a colour is not written as # and six hexadecimal digits.

    References
    ----------
    W3C (2023), Web Content Accessibility Guidelines 2.2, definitions of contrast ratio and relative luminance.

    Examples
    --------
    >>> contrast("#000000", "#ffffff"), round(contrast("#767676", "#ffffff"), 2)
    (21.0, 4.54)
    """
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    """Relative luminance of a colour, 0 for black and 1 for white."""
    if not _HEX.fullmatch(colour):
        raise InputError(f"{colour!r} is not a colour. Write # and six hexadecimal digits, such as #0b3d5c.")
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def ink_on(colour: str) -> str:
    """White or the text colour, whichever is easier to read on `colour`."""
    return max((WHITE, INK), key=lambda ink: contrast(ink, colour))


def tenth_colour(tenth: int) -> str:
    """Colour of a national tenth, 1 being the most deprived."""
    if not 1 <= tenth <= len(TENTHS):
        raise InputError(f"a tenth is a number from 1 to {len(TENTHS)}; got {tenth}.")
    return TENTHS[tenth - 1]


def _linear(channel: float) -> float:
    # 0.04045 is the threshold of sRGB; WCAG 2.2 corrected the 0.03928 that older texts carry.
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
