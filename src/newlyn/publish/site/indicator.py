"""The page of one indicator: what it is, how the districts and neighbourhoods stand, and where it comes from.

Sentences, charts, map and tables come from their own modules; here they are put in order. The values are
gathered by `newlyn.workflows.site.indicator`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from newlyn.publish.chart import Size, draw_specs
from newlyn.publish.deprivation.figure import Figure
from newlyn.publish.site import indicator_sentence as sentence
from newlyn.publish.site import indicator_table as tables
from newlyn.publish.site.deprivation_map import WebMap
from newlyn.publish.site.frame import Frame, render_page
from newlyn.publish.site.indicator_chart import draw_ranking
from newlyn.publish.site.indicator_class import Classing
from newlyn.publish.site.indicator_line import draw_series
from newlyn.publish.site.indicator_map import Ground, draw_indicator, live_map
from newlyn.publish.site.indicator_measure import LEVELS, Measured
from newlyn.publish.site.indicator_sentence import Told
from newlyn.publish.site.indicator_series import Series
from newlyn.publish.site.indicator_standing import Standings
from newlyn.publish.site.indicator_table import Breakdown, Spread
from newlyn.publish.site.indicator_trend import Trend, districts_sentence, trend_sentence
from newlyn.publish.site.link import Links
from newlyn.publish.table import Table

ENDS = 10
"""Small areas that are listed at each end."""


@dataclass(frozen=True)
class GoalLink:
    """A goal that the indicator bears on."""

    id: str
    title: str
    proxy: str
    """Why it bears on the goal only indirectly; empty where it does directly."""


@dataclass(frozen=True)
class Source:
    """A dataset that the figures come from."""

    publisher: str
    title: str
    page: str
    """Address of the publisher's page about it."""
    licence: str
    published: str
    vintage: str
    files: tuple[tuple[str, str, str], ...]
    """Files at hand: name, day of retrieval, checksum. None where the evidence has been taken away."""


@dataclass(frozen=True)
class Method:
    """How the figures of one table come about."""

    how: str
    when: str
    """The period it tells of, where it tells of one."""


@dataclass(frozen=True)
class Definition:
    """What an indicator is, in words."""

    caveat: str
    reviewed: str
    interval: str
    goals: tuple[GoalLink, ...]
    methods: tuple[Method, ...]
    sources: tuple[Source, ...]
    example_columns: tuple[str, ...]
    example_rows: tuple[tuple[str, ...], ...]
    example_words: str


@dataclass(frozen=True)
class Option:
    """One choice of a form."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True)
class Small:
    """The small areas that are shown."""

    level: str
    period: str
    areas: tuple[Measured, ...]
    """In order, those without a figure last."""
    classing: Classing
    ground: Ground | None
    tiles: str
    """Path of the vector tiles; empty where the map cannot move."""
    values: str
    """Path of the values for the map that moves."""
    labels: tuple[Mapping[str, Any], ...]
    districts: Mapping[str, str]
    """By code of an area: the name of its district."""


@dataclass(frozen=True)
class IndicatorPage:
    """Everything that the page of an indicator is made from."""

    told: Told
    definition: Definition
    standings: Standings | None
    series: Series | None
    trends: Mapping[str, Trend]
    """Where the lines of the series are going, by area; those with too few periods are left out."""
    small: Small | None
    breakdown: Breakdown | None
    spreads: tuple[Spread, ...]
    periods: tuple[Option, ...]
    groups: tuple[Option, ...]
    levels: tuple[Option, ...]
    absent: str
    """What is not there for the period asked for, in a sentence."""
    downloads: tuple[tuple[str, str], ...]
    """Label and path of each file."""
    ranks: str = ""
    """Code of the indicator whose ranks tell areas of one tenth apart; empty where there is none."""


def render_indicator(values: IndicatorPage, frame: Frame, link: Links) -> str:
    """The page as HTML."""
    return render_page(
        "indicator.html",
        frame,
        link,
        values,
        measure=values.told.measure,
        answer=answer(values),
        facts=_facts(values),
        ranking=_ranking(values, link),
        series=_series(values, link),
        periods_table=_periods_table(values, link),
        small=_small(values, link),
        ends=_ends(values, link),
        spread=tables.spread_table(values.spreads, values.told.measure) if len(values.spreads) > 1 else None,
        groups=tables.breakdown_table(values.breakdown, values.told.measure, link) if values.breakdown else None,
        example=tables.example_table(values.definition.example_columns, values.definition.example_rows),
    )


def answer(values: IndicatorPage) -> str:
    """The sentence at the top: of the districts where these have figures, else of the small areas."""
    if values.standings is not None and values.standings.known:
        return sentence.answer_for_districts(values.told, values.standings)
    if values.small is not None:
        return sentence.answer_for_small(
            values.told, values.small.areas, level=values.small.level, period=values.small.period
        )
    return f"Nothing is published of this for {values.told.place} or its districts."


def _facts(values: IndicatorPage) -> tuple[str, ...]:
    """Sentences below the answer: direction, rank in England, test."""
    told, standings = values.told, values.standings
    found = [told.measure.direction]
    if standings is not None and standings.known:
        found += [sentence.ranked(told, standings), sentence.against_england(told, standings)]
        if standings.kind != "lad":
            found.append("It is published for counties and unitary authorities alone, so districts have no figure.")
    elif values.small is not None:
        found.append("It is published for small areas alone, so districts have no figure.")
    return tuple(text for text in found if text)


def _ranking(values: IndicatorPage, link: Links) -> Figure | Table | None:
    """The chart of districts with its table, the table alone for one district, nothing where none has a figure."""
    standings, measure = values.standings, values.told.measure
    if standings is None or not standings.known:
        return None
    table = tables.ranking_table(standings, measure, link, place=values.told.place, trends=values.trends)
    if len(standings.known) == 1:
        return table
    sides = ""
    if standings.benchmark and measure.judged:
        side = "right" if measure.polarity == "higher is worse" else "left"
        sides = f"Further to the {side} is worse; the broken line is England."
    return _figure(
        "ranking-chart",
        f"Districts of {values.told.place}, {standings.period}",
        lambda size: draw_ranking(standings, measure, size),
        tuple(text for text in (sides, _limits_words(standings)) if text),
        table,
    )


def _limits_words(standings: Standings) -> str:
    if not any(row.measured.limited for row in standings.rows):
        return ""
    return "The line through each dot shows its 95% limits: the range in which the true figure is likely to lie."


def _series(values: IndicatorPage, link: Links) -> Figure | None:
    series, measure = values.series, values.told.measure
    if series is None or not measure.comparable:
        return None
    breaks = tuple(reason for _, reason in series.breaks)
    return _figure(
        "series-chart",
        f"{values.told.place} through time" + (f" ({values.told.group})" if values.told.group else ""),
        lambda size: draw_series(series, measure, size),
        tuple(text for text in (_going(values, series), *breaks, _coloured(values)) if text),
        tables.series_table(series, measure, link),
    )


def _going(values: IndicatorPage, series: Series) -> str:
    """Where the place is going, or England where it has no series, and its districts; else how far it went."""
    told, found = values.told, values.trends
    line = sentence.foremost(series)
    first = trend_sentence(line.name, found[line.code], told.measure) if line and line.code in found else ""
    districts = [(one.name, found[one.code]) for one in series.lines if one.kind == "district" and one.code in found]
    return " ".join(
        text for text in (first or sentence.change(told, series), districts_sentence(districts, told.measure)) if text
    )


def _coloured(values: IndicatorPage) -> str:
    districts = [line for line in (values.series.lines if values.series else ()) if line.kind == "district"]
    if len(districts) < 3:
        return ""
    first, last = values.told.measure.first, values.told.measure.last
    return f"Of the districts, the one now {first} and the one now {last} are in colour; the others are grey."


def _periods_table(values: IndicatorPage, link: Links) -> Table | None:
    """The figures of all periods where they may not be drawn as a line."""
    if values.series is None or values.told.measure.comparable:
        return None
    return tables.series_table(values.series, values.told.measure, link)


def _small(values: IndicatorPage, link: Links) -> WebMap | None:
    small, told = values.small, values.told
    if small is None or small.ground is None:
        return None
    live = None
    if small.tiles:
        live = live_map(
            small.ground,
            small.classing,
            link,
            tiles=small.tiles,
            values=small.values,
            labels=small.labels,
            name=f"{told.measure.label}, {small.period}",
        )
    # Where districts have no figure this sentence stands at the top already.
    first = sentence.answer_for_small(told, small.areas, level=small.level, period=small.period)
    told_above = values.standings is None or not values.standings.known
    texts = (
        "" if told_above else first,
        sentence.middle_half(told, small.areas, level=small.level),
        sentence.concentrated(told, small.classing, small.districts, level=small.level),
    )
    return draw_indicator(
        small.ground,
        small.areas,
        small.classing,
        told.measure,
        level=small.level,
        place=told.place,
        period=small.period,
        sentences=tuple(text for text in texts if text),
        live=live,
    )


def _ends(values: IndicatorPage, link: Links) -> tuple[Table, ...]:
    """The small areas at both ends; all of them in one table where there are few."""
    if values.small is None:
        return ()
    small, measure = values.small, values.told.measure
    known = [one for one in small.areas if one.value is not None]
    if measure.scale == "tenth":  # dozens share each tenth: which ten of them would be chance
        return ()
    many = LEVELS[small.level][1]

    def table(key: str, areas: Sequence[Measured], caption: str, note: str = "") -> Table:
        return tables.end_table(areas, measure, link, key=key, caption=caption, level=small.level, note=note)

    if len(known) <= 2 * ENDS:
        return (table("first", known, f"All {many}, {small.period}"),)
    # Which of several equal ones are listed is chance, and is said.
    shared = "Others have the same figure as the last one here."
    notes = [shared if known[at].value == known[at + step].value else "" for at, step in ((ENDS - 1, 1), (-ENDS, -1))]
    words = {True: (" – the worst", " – the best"), False: ("", "")}[measure.judged and measure.scale == "plain"]
    return (
        table("first", known[:ENDS], f"{_ten(many, measure.first)}{words[0]}", notes[0]),
        table("last", known[: -ENDS - 1 : -1], f"{_ten(many, measure.last)}{words[1]}", notes[1]),
    )


def _ten(many: str, end: str) -> str:
    """The ten at one end, as a caption.

    Examples
    --------
    >>> _ten("wards", "highest"), _ten("wards", "most deprived")
    ('The ten wards with the highest figures', 'The ten most deprived wards')
    """
    return f"The ten {end} {many}" if end.endswith("deprived") else f"The ten {many} with the {end} figures"


def _figure(
    key: str, heading: str, spec_of: Callable[[Size], Mapping[str, Any]], sentences: tuple[str, ...], numbers: Table
) -> Figure:
    description = " ".join((*sentences, "The table below the chart holds every number."))
    return Figure(
        key, heading, draw_specs(spec_of, key=key, title=heading, description=description), sentences, numbers
    )
