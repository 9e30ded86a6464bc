"""What a feed should give, worked out row by row in plain Python: slow, obvious, and without any library.

The reductions of `newlyn.evidence.warehouse` are compared with this, on made-up tables and on every worked example.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import sqrt
from statistics import NormalDist
from typing import NamedTuple

from newlyn.evidence.catalogue.indicator import Condition, Feed, Indicator, Measure, Ratio, Sum

Row = Mapping[str, object]
Key = tuple[str, str, str]


class Ancestor(NamedTuple):
    """One small area and one larger area in which it lies."""

    child_type: str
    child: str
    level: str
    parent: str


class Answer(NamedTuple):
    """One observation; None is the only sign of absence."""

    value: float | None
    numerator: float | None
    denominator: float | None
    lower: float | None
    upper: float | None
    status: str


def observe(indicator: Indicator, feed: Feed, rows: Sequence[Row], above: Iterable[Ancestor] = ()) -> dict[Key, Answer]:
    """The observations of a feed by area, period and group."""
    wanted = [row for row in rows if meets(row, feed.where)]
    return pick(feed, wanted) if isinstance(feed, Measure) else count(indicator, feed, wanted, list(above))


def meets(row: Row, where: Condition) -> bool:
    return all(row[column] in accepted for column, accepted in where.items())


def pick(feed: Measure, rows: Sequence[Row]) -> dict[Key, Answer]:
    """One row, one value."""
    has_status = feed.table.has_status
    if not has_status and all(row[feed.value] is None for row in rows):
        return {}  # this layout of the file has no such column
    answers = {}
    for row in rows:
        value = number(row[feed.value])
        limits = [number(row[name]) if name else None for name in (feed.lower, feed.upper)]
        withheld = has_status and row["status"] == "suppressed"
        status = "published" if value is not None else "suppressed" if withheld else "missing"
        answers[key_of(feed, row, str(row[feed.area]))] = Answer(value, None, None, *limits, status)
    return answers


def count(indicator: Indicator, feed: Ratio, rows: Sequence[Row], above: list[Ancestor]) -> dict[Key, Answer]:
    """Each row counts in its own area and in every larger area that the feed is summed to."""
    small = feed.table.column(feed.area).area_type
    placed: list[tuple[str, Row]] = []
    for row in rows:
        own = str(row[feed.area])
        larger = [one.parent for one in above if one[:2] == (small, own) and one.level in feed.levels]
        placed += [(area, row) for area in (own, *larger)]
    answers = {}
    for key in {key_of(feed, row, area) for area, row in placed}:
        here = [row for area, row in placed if key_of(feed, row, area)[:2] == key[:2]]
        group = [row for row in here if key_of(feed, row, key[0]) == key]
        # A group is counted out of everyone in its area and period.
        answers[key] = divide(indicator, feed, group, here)
    return answers


def divide(indicator: Indicator, feed: Ratio, group: Sequence[Row], everyone: Sequence[Row]) -> Answer:
    top, parts = total(feed.numerator, group), [row for row in group if meets(row, feed.numerator.where)]
    bottom = None
    if feed.denominator is not None:
        bottom = total(feed.denominator, everyone)
        parts += [row for row in everyone if meets(row, feed.denominator.where)]
        value = None if top is None or not bottom else top / bottom * feed.per
    else:
        value = top
    withheld = feed.table.has_status and any(row["status"] == "suppressed" for row in parts)
    status = "computed" if value is not None else "suppressed" if withheld else "missing"
    lower, upper = wilson(top, bottom, feed.per) if indicator.interval == "wilson" else (None, None)
    return Answer(value, top, bottom, lower, upper, status)


def total(part: Sum, rows: Sequence[Row]) -> float | None:
    """One absent count makes the sum unknown; no count at all is a sum of nought."""
    counts = [number(row[part.column]) for row in rows if meets(row, part.where)]
    return None if None in counts else float(sum(counts))  # type: ignore[arg-type]


def wilson(top: float | None, bottom: float | None, per: float) -> tuple[float | None, float | None]:
    """Newcombe (1998), method 3, as it is written there."""
    if top is None or not bottom:
        return None, None
    z = NormalDist().inv_cdf(0.975)
    spread = z * sqrt(z * z + 4 * top * (1 - top / bottom))
    centre, scale = 2 * top + z * z, 2 * (bottom + z * z)
    return (centre - spread) / scale * per, (centre + spread) / scale * per


def key_of(feed: Feed, row: Row, area: str) -> Key:
    period = str(row[feed.period]) if isinstance(feed.period, str) else str(feed.period)
    return area, period, str(row[feed.group]) if feed.group else "all"


def number(value: object) -> float | None:
    return None if value is None else float(value)  # type: ignore[arg-type]
