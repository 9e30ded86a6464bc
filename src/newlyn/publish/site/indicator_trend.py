"""Which way a series is going, in words: rising, falling or no clear change, and whether that is good.

How it is worked out is `newlyn.workflows.site.indicator_trend`; two figures set side by side are `indicator_sentence`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from newlyn.publish.number import in_words, joined
from newlyn.publish.site.indicator_measure import Measure, difference
from newlyn.publish.site.reading import Verdict

Direction = Literal["rising", "falling", "no clear change"]


@dataclass(frozen=True)
class Trend:
    """The straight line through a series: its change per year with 95% limits, and what it says."""

    direction: Direction
    per_year: float
    lower: float
    upper: float
    periods: int
    """How many periods it rests on, none of which overlap."""
    since: str
    """The first of them."""


def verdict_of(trend: Trend, measure: Measure) -> Verdict:
    """A trend as better or worse; higher or lower where neither direction is good; similar where it is not clear."""
    if trend.direction == "no clear change":
        return "similar"
    rising = trend.direction == "rising"
    if not measure.judged:
        return "higher" if rising else "lower"
    return "worse" if rising == (measure.polarity == "higher is worse") else "better"


_SAID: Mapping[Verdict, str] = {
    "better": "▲ improving",
    "worse": "▼ worsening",
    "higher": "△ rising",
    "lower": "▽ falling",
    "similar": "● no clear change",
}


def direction_said(trend: Trend, measure: Measure) -> str:
    """A trend as a cell of a table says it.

    Examples
    --------
    >>> measure = Measure("a.b", "Out of work", "%", "higher is worse")
    >>> direction_said(Trend("falling", -0.42, -0.61, -0.23, 8, "2016"), measure)
    '▲ improving'
    """
    return _SAID[verdict_of(trend, measure)]


def limits_said(trend: Trend, measure: Measure) -> str:
    """Between which changes per year the true one is likely to lie, short enough for a cell of a table.

    Examples
    --------
    >>> measure = Measure("a.b", "Out of work", "%", "higher is worse")
    >>> limits_said(Trend("no clear change", -0.1, -0.31, 0.11, 8, "2016"), measure)
    '−0.31 to +0.11 a year'
    """
    low, high = (f"{'−' if value < 0 else '+'}{_bare(value, measure)}" for value in (trend.lower, trend.upper))
    return f"{low} to {high} a year"


def pace_said(trend: Trend, measure: Measure) -> str:
    """The change per year, and for how long it has been so.

    Examples
    --------
    >>> measure = Measure("a.b", "Out of work", "%", "higher is worse")
    >>> pace_said(Trend("falling", -0.42, -0.61, -0.23, 8, "2016"), measure)
    'down by 0.42 percentage points a year since 2016'
    >>> pace_said(Trend("no clear change", -0.1, -0.31, 0.11, 8, "2016"), measure)
    'between 0.31 percentage points a year down and 0.11 percentage points up since 2016'
    """
    if trend.direction == "no clear change":
        return f"between {_range(trend, measure)} since {trend.since}"
    way = "up" if trend.direction == "rising" else "down"
    return f"{way} by {_size(trend.per_year, measure)} a year since {trend.since}"


def trend_sentence(name: str, trend: Trend, measure: Measure) -> str:
    """One sentence on where the series of an area is going.

    Examples
    --------
    >>> measure = Measure("a.b", "Out of work", "%", "higher is worse")
    >>> trend_sentence("Ash", Trend("falling", -0.42, -0.61, -0.23, 8, "2016"), measure)
    'Over eight periods since 2016, Ash has been falling by 0.42 percentage points a year (95% limits 0.23 to 0.61), \
which is better.'
    >>> trend_sentence("Ash", Trend("no clear change", -0.1, -0.31, 0.11, 8, "2016"), measure)
    'Over eight periods since 2016, Ash shows no clear change: anything between 0.31 percentage points a year down \
and 0.11 percentage points up would fit.'
    """
    begin = f"Over {in_words(trend.periods)} periods since {trend.since}, {name}"
    verdict = verdict_of(trend, measure)
    if verdict == "similar":
        return f"{begin} shows no clear change: anything between {_range(trend, measure)} would fit."
    near, far = sorted((abs(trend.lower), abs(trend.upper)))
    limits = f"{_bare(near, measure)} to {_bare(far, measure)}"
    judged = f", which is {verdict}" if measure.judged else ""
    return (
        f"{begin} has been {trend.direction} by {_size(trend.per_year, measure)} a year (95% limits {limits}){judged}."
    )


def districts_sentence(trends: Sequence[tuple[str, Trend]], measure: Measure) -> str:
    """How many districts go which way, with their names where they are few; nothing for fewer than two.

    Examples
    --------
    >>> measure = Measure("a.b", "Out of work", "%", "higher is worse")
    >>> flat, down = Trend("no clear change", 0, -1, 1, 8, "2016"), Trend("falling", -2, -3, -1, 8, "2016")
    >>> districts_sentence([("Ash", flat), ("Birch", flat), ("Cedar", down)], measure)
    'Of three districts, one is improving (Cedar) and two show no clear change.'
    >>> districts_sentence([("Ash", flat), ("Birch", flat)], measure)
    'None of the two districts shows a clear change.'
    """
    if len(trends) < 2:
        return ""
    names: dict[Verdict, list[str]] = {}
    for name, trend in trends:
        names.setdefault(verdict_of(trend, measure), []).append(name)
    if set(names) == {"similar"}:
        return f"None of the {in_words(len(trends))} districts shows a clear change."
    if len(names) == 1:
        return f"All {in_words(len(trends))} districts are {_SAID[next(iter(names))].split(' ', 1)[1]}."
    parts = [_some(verdict, names[verdict]) for verdict in _SAID if verdict in names]
    return f"Of {in_words(len(trends))} districts, {joined(parts)}."


def _some(verdict: Verdict, names: Sequence[str]) -> str:
    if verdict == "similar":
        return f"{in_words(len(names))} {'shows' if len(names) == 1 else 'show'} no clear change"
    what = _SAID[verdict].split(" ", 1)[1]
    named = f" ({joined(sorted(names))})" if len(names) <= NAMED else ""
    return f"{in_words(len(names))} {'is' if len(names) == 1 else 'are'} {what}{named}"


NAMED = 4
"""Districts that go one way are named up to so many."""


def tally_said(trends: Sequence[Trend], measure: Measure) -> str:
    """How many districts go which way, as a cell of a table says it.

    Examples
    --------
    >>> measure = Measure("a.b", "Out of work", "%", "higher is worse")
    >>> flat, down = Trend("no clear change", 0, -1, 1, 8, "2016"), Trend("falling", -2, -3, -1, 8, "2016")
    >>> tally_said([flat, flat, down], measure)
    'districts: ▲ improving 1, ● no clear change 2'
    """
    counted = Counter(verdict_of(trend, measure) for trend in trends)
    return "districts: " + ", ".join(f"{_SAID[verdict]} {counted[verdict]}" for verdict in _SAID if counted[verdict])


def _range(trend: Trend, measure: Measure) -> str:
    """Between which changes a year the true one is likely to lie, with the way of each.

    Both may go one way: of many districts tested together, one whose own limits leave nought out can be chance.

    Examples
    --------
    >>> measure = Measure("a.b", "Out of work", "%", "higher is worse")
    >>> _range(Trend("no clear change", 1.1, 0.26, 1.96, 11, "2013"), measure)
    '0.26 percentage points a year up and 1.96 percentage points up'
    """
    low, high = (
        f"{_size(value, measure)}{year} {'down' if value < 0 else 'up'}"
        for value, year in ((trend.lower, " a year"), (trend.upper, ""))
    )
    return f"{low} and {high}"


def _size(value: float, measure: Measure) -> str:
    """A change in its unit, with one more place than figures have, because a year's change is small."""
    return difference(value, 0.0, replace(measure, decimals=measure.decimals + 1))


def _bare(value: float, measure: Measure) -> str:
    """The number of a change alone."""
    return _size(value, measure).split(" ")[0]
