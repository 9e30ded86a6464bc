"""The figures of a picture: headline counts, and charts with their heading, their sentences and their table.

Every rendering with charts is made of these, whether it stands alone or is one page of many. Sentences, charts
and tables come from their own modules; here they are put together.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any

from newlyn.indices.picture import Change, DeprivationPicture
from newlyn.publish import number
from newlyn.publish.chart import Drawing, Size, draw
from newlyn.publish.deprivation import bars, lines, sentence, table
from newlyn.publish.deprivation.measure import (
    BAND_WORDS,
    FIFTH,
    Yardstick,
    areas_share,
    has_residents,
    residents_share,
)
from newlyn.publish.deprivation.way import NOWHERE, Ways
from newlyn.publish.table import Table


@dataclass(frozen=True)
class Figure:
    """A chart with its heading, its sentences and its table."""

    key: str
    """ID of the figure on its page."""
    heading: str
    drawing: Drawing
    sentences: tuple[str, ...]
    table: Table

    @cached_property
    def spec(self) -> dict[str, Any] | None:
        """The chart as Vega-Lite, from which a browser can draw it alive."""
        found: dict[str, Any] | None = json.loads(self.drawing.spec) if self.drawing.spec else None
        return found


@dataclass(frozen=True)
class Line:
    """A share that others are held against, with its name."""

    name: str
    at: float


@dataclass(frozen=True)
class KeyFigure:
    """One of the three headline counts."""

    label: str
    number: str
    unit: str
    share: str
    part: float
    even: float
    also: str
    counted: str
    """Name of the figure in lineage, such as `residents-0.2`."""


def key_figures(picture: DeprivationPicture) -> tuple[KeyFigure, ...]:
    """Residents in England's most deprived tenth, fifth and three tenths; areas where residents are not known."""
    place, figures = picture.place, []
    for band in place.bands:
        areas = number.several(band.areas, "neighbourhood")
        part = residents_share(place, band.top)
        label = f"Most deprived {BAND_WORDS[band.top]} of England"
        if part is None:
            part = areas_share(place, band.top) or 0.0
            unit = "neighbourhood" if band.areas == 1 else "neighbourhoods"
            shown, also, of = number.count(band.areas), f"residents {number.NOT_PUBLISHED}", "areas"
        else:
            shown, unit, also, of = number.count(band.residents), "residents", f"in {areas}", "residents"
        counted = f"{of}-{band.top}"
        figures.append(KeyFigure(label, shown, unit, number.percent(part), part, band.top, also, counted))
    return tuple(figures)


def by_district(picture: DeprivationPicture, ways: Ways = NOWHERE) -> Figure | None:
    """The districts beside each other; None for a place that lies in one."""
    if len(picture.districts) < len(("one", "other")):
        return None
    groups = sentence.most_deprived_first(picture.districts)
    line = _held_against(picture, Yardstick.of(groups))
    return _figure(
        "districts-chart",
        f"Share of {Yardstick.of(groups).who} in England’s most deprived fifth, by district",
        _Plan.of(lambda size: bars.draw_shares(groups, size, even=line.at, even_name=line.name), groups, line),
        (sentence.districts(picture),),
        table.districts_table(groups, ways),
    )


def by_domain(picture: DeprivationPicture) -> Figure | None:
    """How the neighbourhoods spread over England's tenths in each domain; None where no domain is known."""
    if not picture.profile:
        return None
    return _figure(
        "domains-chart",
        "Neighbourhoods by national tenth, in each domain",
        _Plan.of(lambda size: bars.draw_profile(picture.profile, size), picture.profile),
        (sentence.domains(picture),),
        table.profile_table(picture),
    )


def beside_others(picture: DeprivationPicture, ways: Ways = NOWHERE) -> Figure | None:
    """The place beside what it is compared with; None where that is nothing."""
    if not picture.comparators:
        return None
    groups = (picture.place, *picture.comparators)
    return _figure(
        "comparison-chart",
        f"Share of {Yardstick.of(groups).who} in England’s most deprived fifth",
        _Plan.of(lambda size: bars.draw_shares(groups, size, even=FIFTH, even_name="even spread"), groups),
        (sentence.comparison(picture),),
        table.comparison_table(picture, ways),
    )


def by_edition(picture: DeprivationPicture) -> Figure | None:
    """The place from edition to edition; None where there are not two to compare."""
    change = comparable(picture)
    if change is None:
        return None
    sentences = (sentence.change(change), sentence.moved(change), sentence.estimated(change))
    who = "Residents" if has_residents(change) else "Neighbourhoods"
    return _figure(
        "editions-chart",
        f"{who} in England’s most deprived tenth, fifth and three tenths",
        _Plan.of(lambda size: lines.draw_editions(change, size), change),
        tuple(text for text in sentences if text),
        table.editions_table(change),
    )


def by_district_and_edition(picture: DeprivationPicture, ways: Ways = NOWHERE) -> Figure | None:
    """Each district from edition to edition; None where there are not two editions and two districts to compare."""
    change = comparable(picture)
    if change is None or not _has_shares(change):
        return None
    return _figure(
        "district-change-chart",
        "Share of residents in England’s most deprived fifth, by district and edition",
        _Plan.of(lambda size: lines.draw_district_change(change, size), change),
        (),
        table.district_change_table(change, ways),
    )


def comparable(picture: DeprivationPicture) -> Change | None:
    """The change between editions, where there are at least two."""
    change = picture.change
    return change if change is not None and len(change.editions) > 1 else None


@dataclass(frozen=True)
class _Plan:
    """How a chart is built, told apart by what it is built from: equal data give equal charts."""

    data: str
    build: Callable[[Size], object] = field(compare=False, repr=False)

    @classmethod
    def of(cls, build: Callable[[Size], object], *data: object) -> _Plan:
        return cls(repr(data), build)


def _figure(key: str, heading: str, plan: _Plan, sentences: tuple[str, ...], numbers: Table) -> Figure:
    description = " ".join((*sentences, "The table below the chart holds every number."))
    return Figure(key, heading, _draw(plan, key, heading, description), sentences, numbers)


@lru_cache(maxsize=256)  # the same charts stand on several pages; to build one takes 50 ms before it is drawn
def _draw(plan: _Plan, key: str, title: str, description: str) -> Drawing:
    return draw(plan.build, key=key, title=title, description=description)


def _has_shares(change: Change) -> bool:
    """Whether there is more than one district to show, and a share of any."""
    known = (share for district in change.districts for share in district.shares if share is not None)
    return len(change.districts) > 1 and any(True for _ in known)


def _held_against(picture: DeprivationPicture, yardstick: Yardstick) -> Line:
    """What districts are held against: England as counted here, else the fifth that an even spread gives."""
    for group in picture.comparators:
        if group.kind == "country" and yardstick.share(group, FIFTH) is not None:
            return Line(group.name, yardstick.fifth(group))
    return Line("even spread", FIFTH)
