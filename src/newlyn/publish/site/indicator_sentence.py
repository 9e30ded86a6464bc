"""The sentences of an indicator's page, made from its numbers.

No sentence claims a difference that was not tested: without 95% limits a figure is higher or lower, and that is said.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from newlyn.publish.number import count, in_words, joined, ordinal
from newlyn.publish.site.indicator_measure import LEVELS, Measure, Measured, better_or_worse, difference, said, written
from newlyn.publish.site.indicator_series import Line, Series
from newlyn.publish.site.indicator_standing import Standings

FEW_NAMES = 3
"""Areas that share a place are named up to so many, and counted beyond."""


@dataclass(frozen=True)
class Told:
    """Of whom and of what a page tells."""

    place: str
    measure: Measure
    group: str = ""
    """Who is counted, where it is not everyone."""


def answer_for_districts(told: Told, standings: Standings) -> str:
    """One sentence on how the districts, or the one authority, stand.

    Examples
    --------
    >>> from newlyn.publish.site.indicator_standing import Standing
    >>> told = Told("Saltmarch", Measure("a.b", "Out of work", "%", "higher is worse"))
    >>> ash, birch = Measured("E1", "Ash", 4.8), Measured("E2", "Birch", 3.1)
    >>> rows = (Standing(ash, 1, 12, "worse"), Standing(birch, 2, 90, "better"))
    >>> england = Measured("E92", "England", 4.1, kind="country")
    >>> answer_for_districts(told, Standings("lad", "2024", rows, None, (england,), 296))
    'In 2024 Ash has the highest figure of Saltmarch’s two districts: 4.8%, against 4.1% in England.'
    """
    known = standings.known
    if not known:
        return f"No figure is published for {told.place}."
    if standings.kind != "lad" or len(standings.rows) == 1:
        return _one(told, standings)
    first = standings.first()
    value = first[0].measured.value or 0.0
    others = [one for one in (standings.whole, standings.benchmark) if one is not None and not standings.amounts]
    against = joined(f"{said(one.value or 0.0, told.measure)} in {one.name}" for one in others)
    comparison = f", against {against}" if others else ""
    who = _who(told)
    return (
        f"{who}{_in(standings.period, start=not who)} {_named([row.measured.name for row in first])} "
        f"{'has' if len(first) == 1 else 'share'} the {_extreme(told.measure)} of {_of_how_many(told, standings)}: "
        f"{said(value, told.measure)}{comparison}."
    )


def _one(told: Told, standings: Standings) -> str:
    one = standings.known[0].measured
    benchmark = standings.benchmark
    who = _who(told)
    figure = said(one.value or 0.0, told.measure)
    begin = f"{who}{_in(standings.period, start=not who)} the figure for {one.name} is {figure}"
    if benchmark is None:
        return f"{begin}."
    return f"{begin}, against {said(benchmark.value or 0.0, told.measure)} in {benchmark.name}."


def answer_for_small(told: Told, areas: Sequence[Measured], *, level: str, period: str) -> str:
    """One sentence on the small areas: which comes first, and where the middle is."""
    measure, known = told.measure, [one for one in areas if one.value is not None]
    if not known:
        return f"No figure is published for {told.place}."
    many, who = LEVELS[level][1], _who(told)
    begin = f"{who}{_in(period, start=not who)}"
    if measure.scale == "tenth":
        worst = sum(one.value == 1 for one in known)
        return (
            f"{begin} {count(worst) if worst else 'none'} of {told.place}’s {count(len(known))} {many} "
            f"{'is' if worst == 1 else 'are'} in the most deprived tenth of England."
        )
    value = known[0].value or 0.0
    first = [one.name for one in known if one.value == value]
    names = _named(first) if len(first) <= FEW_NAMES else f"{count(len(first))} {many}"
    have = "has" if len(first) == 1 else "share"
    if measure.scale == "rank":
        return (
            f"{begin} {names} {'is' if len(first) == 1 else 'are'} the most deprived of {told.place}’s "
            f"{count(len(known))} {many}, at rank {written(value, measure)} in England."
        )
    return (
        f"{begin} {names} {have} the {_extreme(measure)} of {told.place}’s {count(len(known))} {many}: "
        f"{said(value, measure)}; the one in the middle has {written(median(known), measure)}."
    )


def median(known: Sequence[Measured]) -> float:
    """The value in the middle of figures that stand in order; the mean of two where there is no middle one."""
    values = [one.value for one in known if one.value is not None]
    middle = len(values) // 2
    return values[middle] if len(values) % 2 else (values[middle - 1] + values[middle]) / 2


def against_england(told: Told, standings: Standings) -> str:
    """How many districts are better, worse or similar by their limits; or that nothing can be tested."""
    if standings.amounts:
        return "These are amounts, so larger areas have more: they are not held against England."
    if standings.benchmark is None:
        return "No figure for England is published for this period, so there is nothing to hold these against."
    verdicts = [row.verdict for row in standings.known]
    tested = [verdict for verdict in verdicts if verdict != "not compared"]
    if not tested:
        return "No 95% limits are published, so no difference from England is tested here: small ones may be chance."
    parts = [
        f"{in_words(tested.count(verdict))} {'is' if tested.count(verdict) == 1 else 'are'} {words}"
        for verdict, words in (
            ("worse", "worse than England"),
            ("better", "better"),
            ("higher", "higher than England"),
            ("lower", "lower"),
            ("similar", "cannot be told from it"),
        )
        if verdict in tested
    ]
    # "similar" already carries its verb.
    parts = [part.replace("is cannot", "cannot").replace("are cannot", "cannot") for part in parts]
    one, many = LEVELS[standings.kind] if standings.kind == "lad" else ("authority", "authorities")
    who = f"of {in_words(len(tested))} {one if len(tested) == 1 else many}"
    return (
        f"By their 95% limits, {who} {joined(parts)}."
        if len(tested) > 1
        else f"By its 95% limits it {_single(tested[0])}."
    )


def _single(verdict: str) -> str:
    return "cannot be told from England" if verdict == "similar" else f"is {verdict} than England"


def ranked(told: Told, standings: Standings) -> str:
    """Where the first district stands in England."""
    known = standings.known
    if not known or not standings.pool or standings.amounts or known[0].england is None:
        return ""
    row = known[0]
    kind = "districts" if standings.kind == "lad" else "counties and unitary authorities"
    return (
        f"Among {count(standings.pool)} {kind} of England with a figure, {row.measured.name} is "
        f"{ordinal(row.england or 0)} from the {told.measure.first}."
    )


def change(told: Told, series: Series) -> str:
    """From the first to the newest figure of the place, or of England where the place has none."""
    line = series.line("place", "county", "country") or next((one for one in series.lines if one.known), None)
    if line is None or not told.measure.comparable:
        return ""
    stretch = series.stretches(line)[-1]
    if len(stretch) < 2:
        return f"The newest figure of {line.name} cannot be put beside an earlier one: the series is broken."
    first, last = line.points[stretch[0]], line.points[stretch[-1]]
    if first is None or last is None or first.value is None or last.value is None:
        return ""
    return (
        f"{line.name} went from {said(first.value, told.measure)} in {series.moments[stretch[0]].label} to "
        f"{said(last.value, told.measure)} in {series.moments[stretch[-1]].label}: {moved(first, last, told.measure)}."
    )


def moved(first: Measured, last: Measured, measure: Measure) -> str:
    """How a figure changed: by how much, whether that is good, and whether its limits tell it from chance.

    Examples
    --------
    >>> measure = Measure("a.b", "Out of work", "%", "higher is worse")
    >>> moved(Measured("E1", "Ash", 5.0), Measured("E1", "Ash", 4.0), measure)
    'down by 1.0 percentage points, which is better; not tested'
    >>> moved(Measured("E1", "Ash", 5.0, 4.8, 5.2), Measured("E1", "Ash", 4.0, 3.7, 4.3), measure)
    'down by 1.0 percentage points, which is better; their 95% limits lie apart'
    """
    before, after = first.value or 0.0, last.value or 0.0
    word = better_or_worse(after, before, measure)
    if word == "the same":
        return "no change"
    way = "up" if after > before else "down"
    judged = f", which is {word}" if measure.judged else ""
    return f"{way} by {difference(after, before, measure)}{judged}; {_tested(first, last)}"


def _tested(first: Measured, last: Measured) -> str:
    if first.lower is None or first.upper is None or last.lower is None or last.upper is None:
        return "not tested"
    apart = first.upper < last.lower or last.upper < first.lower
    return "their 95% limits lie apart" if apart else "their 95% limits overlap, so it may be chance"


def line_end(line: Line, measure: Measure) -> str:
    """What stands at the end of a line: its name and newest figure."""
    value = line.points[line.known[-1]]
    return f"{line.name} {written(value.value or 0.0, measure)}" if value else line.name


def _extreme(measure: Measure) -> str:
    return "most deprived figure" if measure.unit.startswith("rank") else f"{measure.first} figure"


def _of_how_many(told: Told, standings: Standings) -> str:
    known, rows = len(standings.known), len(standings.rows)
    if known == rows:
        return f"{_possessive(told.place)} {in_words(rows)} districts"
    return f"the {in_words(known)} of {_possessive(told.place)} {in_words(rows)} districts that have one"


def _possessive(name: str) -> str:
    return f"{name}’s"


def _named(names: Sequence[str]) -> str:
    return joined(names) if len(names) <= FEW_NAMES else f"{count(len(names))} areas"


def _who(told: Told) -> str:
    return f"For {told.group}: " if told.group else ""


def _in(period: str, *, start: bool) -> str:
    """A period with its preposition: days are `on`, spans are `in`.

    Examples
    --------
    >>> _in("2024", start=True), _in("21 March 2021", start=False)
    ('In 2024', 'on 21 March 2021')
    """
    day = period[:1].isdigit() and " " in period and " to " not in period
    word = "on" if day else "in"
    return f"{word.capitalize() if start else word} {period}"
