"""The sentences of an indicator's page, made from its numbers.

No sentence claims a difference that was not tested: without 95% limits a figure is higher or lower, and that is said.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from newlyn.publish.number import count, in_words, joined, ordinal
from newlyn.publish.site.indicator_class import Classing
from newlyn.publish.site.indicator_measure import LEVELS, Measure, Measured, better_or_worse, difference, said, written
from newlyn.publish.site.indicator_series import Line, Series
from newlyn.publish.site.indicator_standing import Standings
from newlyn.publish.site.reading import Verdict, differ

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
    'In 2024, Ash had the highest figure of Saltmarch’s two districts: 4.8%, against 4.1% in England.'
    """
    known = standings.known
    if not known:
        return f"No figure is published for {told.place}."
    if standings.kind != "lad" or len(standings.rows) == 1:
        return _one(told, standings)
    first = standings.first()
    value = first[0].measured.value or 0.0
    others = [one for one in (standings.whole, standings.benchmark) if one is not None and not standings.amounts]
    against = joined(f"{written(one.value or 0.0, told.measure)} in {one.name}" for one in others)
    comparison = f", against {against}" if others else ""
    who = _who(told)
    begin = f"{who}{_in(standings.period, start=not who)}"
    texts = {written(row.measured.value or 0.0, told.measure) for row in known}
    if len(texts) == 1:
        return f"{begin} all of {_of_how_many(told, standings)} had the same figure, {texts.pop()}{comparison}."
    return (
        f"{begin} {_named([row.measured.name for row in first])} "
        f"{'had' if len(first) == 1 else 'shared'} the {_extreme(told.measure)} of {_of_how_many(told, standings)}: "
        f"{said(value, told.measure)}{comparison}."
    )


def _one(told: Told, standings: Standings) -> str:
    one = standings.known[0].measured
    benchmark = standings.benchmark
    who = _who(told)
    figure = said(one.value or 0.0, told.measure)
    begin = f"{who}{_in(standings.period, start=not who)} the figure for {one.name} was {figure}"
    if benchmark is None:
        return f"{begin}."
    return f"{begin}, against {written(benchmark.value or 0.0, told.measure)} in {benchmark.name}."


def answer_for_small(told: Told, areas: Sequence[Measured], *, level: str, period: str) -> str:
    """One sentence on the small areas: which comes first, and where the middle is."""
    measure, known = told.measure, [one for one in areas if one.value is not None]
    if not known:
        return f"No figure is published for {told.place}."
    many, who = LEVELS[level][1], _who(told)
    begin = f"{who}{_in(period, start=not who)}"
    of_many = _of_areas(told, len(known), len(areas), many)
    if measure.scale == "tenth":
        worst = sum(one.value == 1 for one in known)
        return (
            f"{begin} {in_words(worst) if worst else 'none'} of {of_many} "
            f"{'was' if worst == 1 else 'were'} in the most deprived tenth of England."
        )
    value = known[0].value or 0.0
    first = [one.name for one in known if one.value == value]
    names = _named(first) if len(first) <= FEW_NAMES else f"{in_words(len(first))} {many}"
    have = "had" if len(first) == 1 else "shared"
    if measure.scale == "rank":
        return (
            f"{begin} {names} {'was' if len(first) == 1 else 'were'} the most deprived of {of_many}, "
            f"at rank {written(value, measure)} in England."
        )
    return (
        f"{begin} {names} {have} the {_extreme(measure)} of {of_many}: "
        f"{said(value, measure)}; the one in the middle had {written(median(known), measure)}."
    )


def concentrated(told: Told, classing: Classing, districts: Mapping[str, str], *, level: str) -> str:
    """In which districts the areas of the darkest class lie; nothing for a place of one district.

    `districts` names the district of each area by its code.
    """
    dark = [districts[code] for code, number in classing.of.items() if number == 1 and code in districts]
    if len(set(districts.values())) < 2 or not dark:
        return ""
    ordered = sorted(Counter(dark).items(), key=lambda pair: (-pair[1], pair[0]))[:2]
    many = LEVELS[level][1]
    what = {"rank": "most deprived fifth", "tenth": "most deprived tenth of England", "plain": "darkest fifth"}
    found = joined(f"{in_words(number)} {'are' if number > 1 else 'is'} in {name}" for name, number in ordered)
    return f"Of the {in_words(len(dark))} {many} in the {what[told.measure.scale]}, {found}."


def middle_half(told: Told, known: Sequence[Measured], *, level: str) -> str:
    """Between which figures the middle half of the small areas lies; nothing for tenths and for a few."""
    values = sorted(one.value for one in known if one.value is not None)
    if len(values) < 8 or told.measure.scale == "tenth":
        return ""
    low, high = (written(values[round(part * (len(values) - 1))], told.measure) for part in (0.25, 0.75))
    return f"Half of the {LEVELS[level][1]} lie between {low} and {high}."


def median(known: Sequence[Measured]) -> float:
    """The value in the middle of figures that stand in order; the mean of two where there is no middle one."""
    values = [one.value for one in known if one.value is not None]
    middle = len(values) // 2
    return values[middle] if len(values) % 2 else (values[middle - 1] + values[middle]) / 2


def _nth(rank: int) -> str:
    """A rank before the name of an end of an order: nothing for the first, which is that end."""
    return "" if rank == 1 else f"{ordinal(rank)} "


def against_england(told: Told, standings: Standings) -> str:
    """How many districts are better, worse or similar by their limits; or that nothing can be tested."""
    if standings.amounts:
        return ""
    if standings.benchmark is None:
        return "No figure for England is published for this period, so there is nothing to hold these against."
    verdicts = [row.verdict for row in standings.known]
    tested = [verdict for verdict in verdicts if verdict != "not compared"]
    if not tested:
        return "No 95% limits are published, so no difference from England is tested here: small ones may be chance."
    one, many = LEVELS["lad"] if standings.kind == "lad" else ("authority", "authorities")
    if len(tested) == 1:
        return f"By its 95% limits it {_VERDICTS[tested[0]][0]} England."
    counted = [(verdict, tested.count(verdict)) for verdict in _VERDICTS if verdict in tested]
    (verdict, number), *others = counted
    if not others and verdict == "similar":
        return f"By their 95% limits, none of the {in_words(number)} {many} can be told from England."
    if not others:
        return f"By their 95% limits, all {in_words(number)} {many} {_VERDICTS[verdict][1]} England."
    first = f"{in_words(number)} of the {in_words(len(tested))} {many if len(tested) > 1 else one}"
    rest = [f"{in_words(number)} {_VERDICTS[verdict][number > 1]} it" for verdict, number in others]
    verb = _VERDICTS[verdict][number > 1]
    return f"By their 95% limits, {joined([f'{first} {verb} England', *rest])}."


_VERDICTS: dict[Verdict, tuple[str, str]] = {
    "worse": ("is worse than", "are worse than"),
    "better": ("is better than", "are better than"),
    "higher": ("is higher than", "are higher than"),
    "lower": ("is lower than", "are lower than"),
    "similar": ("cannot be told from", "cannot be told from"),
}
"""What limits say of one area and of several, in the order in which it is told."""


def ranked(told: Told, standings: Standings) -> str:
    """Where the first district stands in England."""
    known = standings.known
    rank = known[0].england if known else None
    if rank is None or not standings.pool:
        return ""
    kind = "districts" if standings.kind == "lad" else "counties and unitary authorities"
    return (
        f"Of {count(standings.pool)} {kind} of England with a figure, {_possessive(known[0].measured.name)} is the "
        f"{_nth(rank)}{told.measure.first}."
    )


def foremost(series: Series) -> Line | None:
    """The line that speaks for the whole: of the place, else of what it is compared with."""
    return series.line("place", "county", "country") or next((one for one in series.lines if one.known), None)


def change(told: Told, series: Series) -> str:
    """From the first to the newest figure of the place, or of England where the place has none."""
    line = foremost(series)
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
    'down by 1.0 percentage points, which is better; beyond chance'
    """
    before, after = first.value or 0.0, last.value or 0.0
    word = better_or_worse(after, before, measure)
    if word == "the same":
        return "no change"
    way = "up" if after > before else "down"
    judged = f", which is {word}" if measure.judged else ""
    return f"{way} by {difference(after, before, measure)}{judged}; {_tested(first, last)}"


def _tested(first: Measured, last: Measured) -> str:
    apart = differ((last.value, last.lower, last.upper), (first.value, first.lower, first.upper))
    if apart is None:
        return "not tested"
    return "beyond chance" if apart else "may be chance"


def line_end(line: Line, measure: Measure, between: str = " ") -> str:
    """What stands at the end of a line: its name and newest figure."""
    value = line.points[line.known[-1]]
    return f"{line.name}{between}{written(value.value or 0.0, measure)}" if value else line.name


def _extreme(measure: Measure) -> str:
    return "most deprived figure" if measure.unit.startswith("rank") else f"{measure.first} figure"


def _of_how_many(told: Told, standings: Standings) -> str:
    return _of_areas(told, len(standings.known), len(standings.rows), "districts")


def _of_areas(told: Told, known: int, areas: int, many: str) -> str:
    """All areas of the place, or those of them that have a figure."""
    if known == areas:
        return f"{_possessive(told.place)} {in_words(areas)} {many}"
    return f"the {in_words(known)} of {_possessive(told.place)} {in_words(areas)} {many} that have one"


def _possessive(name: str) -> str:
    return f"{name}’s"


def _named(names: Sequence[str]) -> str:
    return joined(names) if len(names) <= FEW_NAMES else f"{count(len(names))} areas"


def _who(told: Told) -> str:
    return f"For {told.group}: " if told.group else ""


def _in(period: str, *, start: bool) -> str:
    """A period with its preposition and a comma: `on` a day, `from` one day to another, `in` a year.

    Examples
    --------
    >>> _in("2024", start=True), _in("21 March 2021", start=False), _in("1 May 2024 to 30 April 2025", start=True)
    ('In 2024,', 'on 21 March 2021,', 'From 1 May 2024 to 30 April 2025,')
    """
    days = period[:2].strip().isdigit() and " " in period[:3]
    word = ("from" if " to " in period else "on") if days else "in"
    return f"{word.capitalize() if start else word} {period},"
