"""One figure as it is read: its number and unit, how sure it is, and whether it is better than what it is held against.

Good and bad are always said in words: a page never leaves the reader to know which direction is good.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from newlyn.publish import number
from newlyn.stats.estimate import Estimate
from newlyn.stats.interval.recovery import recovered_difference

Polarity = Literal["higher is better", "higher is worse", "neither"]
Verdict = Literal["better", "worse", "higher", "lower", "similar", "not compared"]

SYMBOLS: dict[Verdict, str] = {
    "better": "▲",
    "worse": "▼",
    "higher": "△",
    "lower": "▽",
    "similar": "●",
    "not compared": "",
}
"""Beside the word, never instead of it."""

WHY_ABSENT = {
    "suppressed": "withheld by the publisher, because the count is small",
    "missing": number.NOT_PUBLISHED,
}


@dataclass(frozen=True)
class Reading:
    """One figure, ready to be placed."""

    text: str
    """The number with its sign of unit, such as `12.3%` or `£31,200`; why it is absent if it is."""
    value: float | None = None
    limits: str = ""
    """The 95% limits, such as `11.2% to 13.5%`; empty where there are none."""
    figure: str = ""
    """ID by which the figure is traced; empty where there is nothing to trace."""
    flags: tuple[str, ...] = ()
    """What the reader has to know where the figure stands: estimated, from a model, a break in the series."""

    @property
    def missing(self) -> bool:
        """Whether there is no number."""
        return self.value is None


def read_figure(
    value: float | None,
    *,
    unit: str,
    decimals: int,
    status: str = "published",
    lower: float | None = None,
    upper: float | None = None,
    figure: str = "",
    flags: tuple[str, ...] = (),
) -> Reading:
    """Write a figure for people.

    Examples
    --------
    >>> read_figure(12.34, unit="%", decimals=1, lower=11.2, upper=13.5).limits
    '11.2% to 13.5%'
    >>> read_figure(None, unit="%", decimals=1, status="suppressed").text
    'withheld by the publisher, because the count is small'
    """
    if value is None:
        return Reading(WHY_ABSENT.get(status, number.NOT_PUBLISHED), figure=figure, flags=flags)
    limits = ""
    if lower is not None and upper is not None:
        limits = f"{write_value(lower, unit, decimals)} to {write_value(upper, unit, decimals)}"
    return Reading(write_value(value, unit, decimals), value, limits, figure, flags)


def write_value(value: float, unit: str, decimals: int) -> str:
    """A number with the sign of its unit where that is a sign; other units are said beside it.

    Shares from 0 to 1 are written as percentages, because that is how they are said.

    Examples
    --------
    >>> [write_value(value, unit, 1) for value, unit in ((12.34, "%"), (31200.0, "£ a year"), (0.25, "share, 0 to 1"))]
    ['12.3%', '£31,200.0', '25.0%']
    """
    if unit.startswith("share"):
        return f"{100 * value:,.{max(decimals - 2, 1)}f}%"
    text = f"{abs(value):,.{decimals}f}"
    sign = "−" if value < 0 and text.strip("0.,") else ""
    if unit.startswith("%"):
        return f"{sign}{text}%"
    return f"{sign}£{text}" if unit.startswith("£") else f"{sign}{text}"


def unit_words(unit: str) -> str:
    """What is said of the unit beside the number: nothing where its sign says all.

    Examples
    --------
    >>> [unit_words(unit) for unit in ("%", "% of households", "£ a week", "share of people", "years")]
    ['', 'of households', 'a week', 'of people', 'years']
    """
    for sign in ("% ", "£ ", "share "):
        if unit.startswith(sign):
            return unit.removeprefix(sign)
    return "" if unit in ("%", "£", "share, 0 to 1") else unit


def judge(
    value: float | None, lower: float | None, upper: float | None, benchmark: float | None, polarity: Polarity
) -> Verdict:
    """How a figure stands to a benchmark: by its 95% limits, and never without them.

    The benchmark's own uncertainty is left out: it is a far larger area. Limits that hold it mean `similar`.

    Examples
    --------
    >>> judge(12.0, 10.0, 14.0, 15.0, "higher is worse"), judge(12.0, 10.0, 14.0, 11.0, "higher is worse")
    ('better', 'similar')
    """
    if value is None or lower is None or upper is None or benchmark is None:
        return "not compared"
    if lower <= benchmark <= upper:
        return "similar"
    higher = benchmark < lower
    if polarity == "neither":
        return "higher" if higher else "lower"
    return "worse" if higher == (polarity == "higher is worse") else "better"


Limited = tuple[float | None, float | None, float | None]
"""Value, lower and upper 95% limit."""


def differ(first: Limited, second: Limited) -> bool | None:
    """Whether two figures differ by more than chance, from their 95% limits; None where neither has any.

    The limits of the difference are recovered from those of the two: it is clear where they leave nought out. That
    is the test which overlapping limits are often taken for and are not. Two figures that have people in common, such
    as those of an area and of a larger one that holds it, vary together, and are then called alike too often.

    Parameters
    ----------
    first, second : one without limits is taken as it stands beside one with limits

    References
    ----------
    Zou and Donner (2008), Statist. Med. 27: 1693–1702.

    Examples
    --------
    >>> differ((12.0, 10.0, 14.0), (15.5, 13.5, 17.5)), differ((12.0, 10.0, 14.0), (14.0, 12.0, 16.0))
    (True, False)
    """
    if first[0] is None or second[0] is None or (None in first and None in second):
        return None
    gap = recovered_difference(_estimate(first), _estimate(second))
    return bool(gap.lower > 0 or gap.upper < 0)


def _estimate(figure: Limited) -> Estimate:
    value, lower, upper = figure
    low, high = (value, value) if lower is None or upper is None else (lower, upper)
    return Estimate(np.asarray(value, float), np.asarray(low), np.asarray(high), "figure", "as published", 0.95)


def direction_words(polarity: Polarity) -> str:
    """Which direction is good, in words."""
    return {
        "higher is better": "A higher figure is better.",
        "higher is worse": "A higher figure is worse.",
        "neither": "Neither direction is good or bad.",
    }[polarity]
