"""Numbers as people in Britain write and say them: text only, no arithmetic beyond rounding.

A missing number is said to be not published; it is never shown as nought. What the numbers mean is
said by the sentences of each page.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

from newlyn.foundation.errors import InputError
from newlyn.foundation.period import Period

NOT_PUBLISHED = "not published"

_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_SMALL = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")

_FRACTIONS: tuple[tuple[int, int], ...] = (
    *((1, n) for n in range(2, 7)),
    *((2, 3), (3, 4), (2, 5), (3, 5), (4, 5), (3, 10), (7, 10), (9, 10)),
)
"""Fractions that people picture; a share is said as the nearest of them."""


def count(value: float | None) -> str:
    """A whole number with commas between thousands.

    Examples
    --------
    >>> count(1445044.0), count(None)
    ('1,445,044', 'not published')
    """
    return NOT_PUBLISHED if value is None else f"{round(_finite(value)):,}"


def decimal(value: float | None, places: int = 1) -> str:
    """A number with a fixed number of decimal places and commas between thousands.

    Examples
    --------
    >>> decimal(31847.1234), decimal(17.254, 2)
    ('31,847.1', '17.25')
    """
    return NOT_PUBLISHED if value is None else f"{_finite(value):,.{places}f}"


def percent(share: float | None) -> str:
    """A share from 0 to 1 as a percentage with one decimal; 0% and 100% are said only when they are exact.

    Examples
    --------
    >>> [percent(share) for share in (0.08556, 0, 0.0001, 0.9999, 1)]
    ['8.6%', '0%', 'less than 0.1%', 'more than 99.9%', '100%']
    """
    if share is None:
        return NOT_PUBLISHED
    if not 0 <= _finite(share) <= 1:
        raise InputError(f"a share lies between 0 and 1; got {share:g}. Divide a percentage by 100.")
    if share in (0, 1):
        return f"{share:.0%}"
    shown = f"{share:.1%}"
    return {"0.0%": "less than 0.1%", "100.0%": "more than 99.9%"}.get(shown, shown)


def one_in(share: float) -> str:
    """A share from 0 to 1 as a fraction that people picture; the reader is told that it is approximate.

    Examples
    --------
    >>> [one_in(share) for share in (0.0856, 0.2, 0.41, 0, 1, 0.985)]
    ['about 1 in 12', '1 in 5', 'about 2 in 5', 'none', 'all', 'nearly all']
    """
    if share in (0, 1):
        return "all" if share else "none"
    if share > 0.95:
        return "nearly all"
    if share < 1 / 6:
        top, bottom = 1, round(1 / share)
    else:
        top, bottom = min(_FRACTIONS, key=lambda pair: abs(pair[0] / pair[1] - share))
    exact = math.isclose(top / bottom, share, abs_tol=0.0005)
    return f"{'' if exact else 'about '}{top} in {bottom:,}"


def several(number: float, one: str, many: str | None = None) -> str:
    """A count with its noun, in the number that grammar asks for.

    Examples
    --------
    >>> several(1, "neighbourhood"), several(1204, "neighbourhood"), several(2, "county", "counties")
    ('1 neighbourhood', '1,204 neighbourhoods', '2 counties')
    """
    return f"{count(number)} {one if number == 1 else many or one + 's'}"


def in_words(number: int) -> str:
    """A count below ten as a word, a larger one in figures.

    Examples
    --------
    >>> in_words(7), in_words(12)
    ('seven', '12')
    """
    return _SMALL[number] if 0 <= number < len(_SMALL) else count(number)


def ordinal(number: int) -> str:
    """A place in an order: a word up to ten, figures beyond.

    Examples
    --------
    >>> [ordinal(number) for number in (1, 10, 11, 22, 103, 1212)]
    ['first', 'tenth', '11th', '22nd', '103rd', '1,212th']
    """
    if 1 <= number <= len(_ORDINALS):
        return _ORDINALS[number - 1]
    teen = number % 100 in (11, 12, 13)
    ending = "th" if teen else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number:,}{ending}"


def joined(names: Iterable[str]) -> str:
    """Names in a row as a sentence lists them.

    Examples
    --------
    >>> joined(["Ash", "Birch", "Cedar"])
    'Ash, Birch and Cedar'
    """
    *first, last = list(names) or [""]
    return f"{', '.join(first)} and {last}" if first else last


def day(moment: str | None) -> str:
    """The day of an ISO 8601 date or time, as it is written in Britain.

    Examples
    --------
    >>> day("2026-03-04T09:30:00Z"), day(None)
    ('4 March 2026', 'date not known')
    """
    return "date not known" if moment is None else Period.parse(moment[:10]).label


def _finite(value: float) -> float:
    if not math.isfinite(value):
        raise InputError(f"a number to show must be finite; got {value}. Use None for what is not published.")
    return value
