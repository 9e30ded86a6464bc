"""The gap between a place and England in one outcome, and the words for it.

Without 95% limits a gap is told by its size alone, and it is said that it is not tested.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from newlyn.publish.number import count, in_words, joined
from newlyn.publish.site.indicator_measure import Measure, Measured, better_or_worse, difference, said, written
from newlyn.publish.site.indicator_sentence import moved
from newlyn.publish.site.indicator_standing import Standings
from newlyn.publish.site.indicator_trend import Trend, direction_said, pace_said, tally_said
from newlyn.publish.site.reading import SYMBOLS, Verdict, judge

MANY_NEIGHBOURS = 5
"""With fewer neighbours than this their mean hangs on one or two."""


@dataclass(frozen=True)
class Position:
    """Where a district stands among all of England: the share of the others that do worse, 0 to 1."""

    name: str
    share: float


@dataclass(frozen=True)
class Moved:
    """How districts changed, where the place has no figure of its own."""

    better: int
    worse: int
    of: int
    since: str


@dataclass(frozen=True)
class Gap:
    """One outcome of one goal: the place, its districts, England, and what changed."""

    measure: Measure
    standings: Standings
    group: str = ""
    """Who is counted, where it is not everyone."""
    proxy: str = ""
    """Why it bears on the goal only indirectly; empty where it does directly."""
    outcome: bool = True
    """Whether it was chosen to speak for the goal, and does not only touch it."""
    neighbours: tuple[float, int] | None = None
    """Mean of the nearest neighbours of the place that have a figure, and how many they are."""
    before: tuple[str, Measured] | None = None
    """An earlier period and the figure of the place in it, on the same footing as the newest."""
    after: tuple[str, Measured] | None = None
    trend: Trend | None = None
    """Where the series of the place is going; None where it has too few periods."""
    district_trends: tuple[Trend, ...] = ()
    districts_moved: Moved | None = None
    positions: tuple[Position, ...] = ()
    """Districts of the place, the one furthest behind first; none where neither direction is good."""

    @property
    def label(self) -> str:
        """What is measured, and of whom."""
        return f"{self.measure.label} ({self.group})" if self.group else self.measure.label

    @property
    def own(self) -> Measured | None:
        """The figure of the place itself, where it is one authority."""
        if self.standings.whole is not None:
            return self.standings.whole
        rows = self.standings.rows
        alone = len(rows) == 1 and rows[0].measured.value is not None
        return rows[0].measured if alone else None

    @property
    def side(self) -> str:
        """`better`, `worse` or `the same` as England by size alone; empty where that cannot be said.

        Where the place has no figure of its own it is what more districts do, or `split` where neither is more.
        """
        benchmark, measure = self.standings.benchmark, self.measure
        if benchmark is None or benchmark.value is None or not measure.judged:
            return ""
        if self.own is not None and self.own.value is not None:
            return better_or_worse(self.own.value, benchmark.value, measure)
        words = [better_or_worse(row.measured.value or 0.0, benchmark.value, measure) for row in self.standings.known]
        worse, better = words.count("worse"), words.count("better")
        return "worse" if worse > better else "better" if better > worse else "split"


def place_words(gap: Gap) -> str:
    """The figure of the place, or the range of its districts where it has none of its own."""
    own, known = gap.own, gap.standings.known
    if own is not None and own.value is not None:
        return written(own.value, gap.measure)
    values = [row.measured.value for row in known if row.measured.value is not None]
    if not values:
        return "not published"
    low, high = written(min(values), gap.measure), written(max(values), gap.measure)
    return f"districts {low} to {high}" if low != high else f"districts {low}"


def gap_words(gap: Gap) -> str:
    """How far the place is from England and on which side; how many districts are, where the place has no figure."""
    benchmark, own, measure = gap.standings.benchmark, gap.own, gap.measure
    if measure.amount:
        return "an amount, not held against England"
    if benchmark is None or benchmark.value is None:
        return "no figure for England"
    if own is None or own.value is None:
        return _districts_words(gap, benchmark.value)
    word = better_or_worse(own.value, benchmark.value, measure)
    if word == "the same":
        return "● the same as England"
    sign = {"better": "▲ ", "worse": "▼ ", "higher": "△ ", "lower": "▽ "}[word]
    verdict = judge(own.value, own.lower, own.upper, benchmark.value, measure.polarity)
    return f"{sign}{difference(own.value, benchmark.value, measure)} {word}; {_test_words(verdict)}"


def _test_words(verdict: Verdict) -> str:
    if verdict == "not compared":
        return "not tested"
    return "may be chance" if verdict == "similar" else "beyond its 95% limits"


def _districts_words(gap: Gap, england: float) -> str:
    known = [row.measured.value for row in gap.standings.known if row.measured.value is not None]
    words = [better_or_worse(value, england, gap.measure) for value in known]
    worst: Verdict = "worse" if gap.measure.judged else "higher"
    return f"{SYMBOLS[worst]} {words.count(worst)} of {len(known)} districts {worst}"


def direction_words(gap: Gap) -> str:
    """How the figure of the place changed over the last years."""
    if not gap.measure.comparable:
        return "periods may not be compared"
    if gap.trend is not None:
        return f"{direction_said(gap.trend, gap.measure)}, {pace_said(gap.trend, gap.measure)}"
    if gap.before is not None and gap.after is not None:
        return f"since {gap.before[0]} {moved(gap.before[1], gap.after[1], gap.measure)}"
    if gap.own is None and gap.district_trends:
        return tally_said(gap.district_trends, gap.measure)
    found = gap.districts_moved
    if gap.own is None and found is not None:
        return (
            f"since {found.since} better in {found.better} and worse in {found.worse} of {found.of} districts; "
            "not tested"
        )
    return "no earlier figure"


def furthest_words(gap: Gap) -> str:
    """The district that comes last, or first where neither direction is good."""
    first = gap.standings.first()
    if gap.standings.kind != "lad" or not first or len(gap.standings.rows) == 1:
        return "–"
    names = joined(row.measured.name for row in first) if len(first) < 3 else f"{count(len(first))} districts"
    return f"{names}, {written(first[0].measured.value or 0.0, gap.measure)}"


def furthest_behind(gaps: Sequence[Gap]) -> tuple[Gap, Position] | None:
    """Of all districts in all outcomes, the one that the fewest districts of England do worse than.

    An outcome is passed over where the district's own limits hold the figure of England, and a proxy where there
    is anything better: neither should make the headline.
    """
    fair = [gap for gap in gaps if gap.positions and gap.standings.known[0].verdict != "similar"]
    direct = [gap for gap in fair if not gap.proxy]
    found = [(gap.positions[0].share, gap.label, gap) for gap in direct or fair]
    if not found:
        return None
    _, _, gap = min(found, key=lambda one: one[:2])
    return gap, gap.positions[0]


def answer(place: str, gaps: Sequence[Gap]) -> str:
    """One sentence: on how many outcomes the place does worse than England, and who is furthest behind.

    Parameters
    ----------
    place : name of the place
    gaps : those outcomes that were chosen to speak for the goal
    """
    sides = [gap.side for gap in gaps if gap.side]
    if not gaps:
        return f"No outcome that was chosen to speak for this goal is published for {place}."
    if not sides:
        first = f"None of the {_outcomes(len(gaps))} can be compared with England"
    else:
        own = any(gap.own is not None for gap in gaps)
        first = f"{place} does {_sides(sides)}" if own else f"Most districts of {place} do {_sides(sides)}"
    behind = furthest_behind(gaps)
    if behind is None or len(behind[0].positions) < 2:
        return f"{first}."
    gap, position = behind
    return f"{first}; furthest behind is {position.name}, {_where(gap, position)}."


def _sides(sides: Sequence[str]) -> str:
    """On how many outcomes worse and better.

    Examples
    --------
    >>> _sides(["worse", "worse"])
    'worse than England on both outcomes that can be compared'
    >>> _sides(["worse", "better", "better", "the same"])
    'worse than England on one of the four outcomes that can be compared, better on two and the same on one'
    """
    found = [(side, sides.count(side)) for side in ("worse", "better", "the same", "split") if side in sides]
    (side, number), *others = found
    than = {"the same": "as well as", "split": "as often better as worse than"}.get(side, f"{side} than")
    if not others:
        all_of = {1: "the one outcome", 2: "both outcomes"}.get(number, f"all {_outcomes(number)}")
        return f"{than} England on {all_of} that can be compared"
    rest = joined(f"{side} on {in_words(number)}" for side, number in others)
    comma = "," if len(others) > 1 else " and"
    return f"{than} England on {in_words(number)} of the {_outcomes(len(sides))} that can be compared{comma} {rest}"


def _outcomes(number: int) -> str:
    return f"{in_words(number)} {'outcome' if number == 1 else 'outcomes'}"


def _where(gap: Gap, position: Position) -> str:
    first = gap.standings.first()[0].measured
    figure = said(first.value or 0.0, gap.measure)
    return f"in “{gap.label}” ({figure}), where {hundredths(position.share)}"


def hundredths(share: float) -> str:
    """A share of England's districts that do worse, as people say it.

    Examples
    --------
    >>> [hundredths(share) for share in (0, 0.004, 0.07, 0.01)]
    ['no district of England does worse', 'fewer than 1 in 100 districts of England do worse', \
'7 in 100 districts of England do worse', '1 in 100 districts of England does worse']
    """
    if share == 0:
        return "no district of England does worse"
    whole = round(100 * share)
    if whole < 1:
        return "fewer than 1 in 100 districts of England do worse"
    return f"{whole} in 100 districts of England {'does' if whole == 1 else 'do'} worse"
