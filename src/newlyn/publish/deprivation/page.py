"""The page of a place's deprivation: one HTML file with map, charts and tables that needs nothing else.

It has no script and asks no other host for anything, so it can be sent by post, opened without a network
and kept for years. Sentences, charts, map and tables come from their own modules; here they are put in order.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from shapely.geometry.base import BaseGeometry

from newlyn.indices.picture import Change, DeprivationPicture
from newlyn.publish import number
from newlyn.publish.brand import Brand
from newlyn.publish.chart import Drawing, Size, draw
from newlyn.publish.deprivation import bars, lines, sentence, table
from newlyn.publish.deprivation.map import draw_map, legend
from newlyn.publish.deprivation.measure import (
    BAND_WORDS,
    FIFTH,
    MEASURES,
    Yardstick,
    areas_share,
    has_residents,
    residents_share,
)
from newlyn.publish.deprivation.publisher import published_files
from newlyn.publish.table import Table
from newlyn.publish.template import render

FIRST_ROWS = 50
"""Neighbourhoods shown at once where there are more than `MANY`; the rest opens on request."""

MANY = 200

_AREA_TYPES = {
    "lsoa01": "2001 lower layer super output areas (LSOAs)",
    "lsoa11": "2011 lower layer super output areas (LSOAs)",
    "lsoa21": "2021 lower layer super output areas (LSOAs)",
}


@dataclass(frozen=True)
class Figure:
    """A chart with its heading, its sentences and its table."""

    heading: str
    drawing: Drawing
    sentences: tuple[str, ...]
    table: Table


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


def render_deprivation_page(
    picture: DeprivationPicture,
    *,
    shapes: Mapping[str, BaseGeometry],
    outlines: Mapping[str, BaseGeometry],
    brand: Brand,
    newlyn_version: str,
) -> str:
    """The whole page as HTML; equal arguments give equal bytes.

    Parameters
    ----------
    picture : DeprivationPicture
        What is said. Values that are None are shown as not published.
    shapes : mapping of area code to polygon
        Boundaries of the neighbourhoods in degrees (WGS84), simplified. Without any, the page has no map
        and says so.
    outlines : mapping of district code to polygon
        Boundaries of the districts in degrees (WGS84).
    brand : Brand
        Name and colours, already checked for contrast.
    newlyn_version : str
        Printed at the foot.

    Returns
    -------
    str
        A complete HTML document without script and without reference to any other file.
    """
    change = picture.change if picture.change and len(picture.change.editions) > 1 else None
    near, far = table.neighbourhoods_table(picture).split(
        FIRST_ROWS if len(picture.neighbourhoods) > MANY else len(picture.neighbourhoods)
    )
    return render(
        "deprivation.html",
        {
            "picture": picture,
            "brand": brand,
            "version": newlyn_version,
            "heading": f"Deprivation in {picture.place_name}",
            "answer": sentence.answer(picture),
            "scale": sentence.scale(picture),
            "key_figures": _key_figures(picture),
            "map": draw_map(picture, shapes, outlines),
            "legend": legend(picture.neighbourhoods),
            "tenth_size": number.count(picture.england_areas / 10),
            "most_deprived": sentence.most_deprived_neighbourhood(picture),
            "districts": _districts(picture) if len(picture.districts) > 1 else None,
            "profile": _profile(picture) if picture.profile else None,
            "neighbourhoods": near,
            "more_neighbourhoods": far,
            "comparison": _comparison(picture) if picture.comparators else None,
            "change": _editions(change) if change else None,
            "district_change": _district_change(change) if change and _has_shares(change) else None,
            "measures": MEASURES,
            "area_type": _AREA_TYPES.get(picture.area_type, picture.area_type),
            "sources": published_files(picture.sources),
            "population": picture.population[:1].upper() + picture.population[1:],
        },
    )


def _key_figures(picture: DeprivationPicture) -> list[KeyFigure]:
    place, figures = picture.place, []
    for band in place.bands:
        areas = number.several(band.areas, "neighbourhood")
        part = residents_share(place, band.top)
        label = f"Most deprived {BAND_WORDS[band.top]} of England"
        if part is None:
            part = areas_share(place, band.top) or 0.0
            unit = "neighbourhood" if band.areas == 1 else "neighbourhoods"
            shown, also = number.count(band.areas), f"residents {number.NOT_PUBLISHED}"
        else:
            shown, unit, also = number.count(band.residents), "residents", f"in {areas}"
        figures.append(KeyFigure(label, shown, unit, number.percent(part), part, band.top, also))
    return figures


def _districts(picture: DeprivationPicture) -> Figure:
    groups = sentence.most_deprived_first(picture.districts)
    line = _held_against(picture, Yardstick.of(groups))
    return _figure(
        "districts-chart",
        f"Share of {Yardstick.of(groups).who} in England’s most deprived fifth, by district",
        lambda size: bars.draw_shares(groups, size, even=line.at, even_name=line.name),
        (sentence.districts(picture),),
        table.districts_table(groups),
    )


def _profile(picture: DeprivationPicture) -> Figure:
    return _figure(
        "domains-chart",
        "Neighbourhoods by national tenth, in each domain",
        lambda size: bars.draw_profile(picture.profile, size),
        (sentence.domains(picture),),
        table.profile_table(picture),
    )


def _comparison(picture: DeprivationPicture) -> Figure:
    groups = (picture.place, *picture.comparators)
    return _figure(
        "comparison-chart",
        f"Share of {Yardstick.of(groups).who} in England’s most deprived fifth",
        lambda size: bars.draw_shares(groups, size, even=FIFTH, even_name="even spread"),
        (sentence.comparison(picture),),
        table.comparison_table(picture),
    )


def _editions(change: Change) -> Figure:
    sentences = (sentence.change(change), sentence.moved(change), sentence.estimated(change))
    who = "Residents" if has_residents(change) else "Neighbourhoods"
    return _figure(
        "editions-chart",
        f"{who} in England’s most deprived tenth, fifth and three tenths",
        lambda size: lines.draw_editions(change, size),
        tuple(text for text in sentences if text),
        table.editions_table(change),
    )


def _district_change(change: Change) -> Figure:
    return _figure(
        "district-change-chart",
        "Share of residents in England’s most deprived fifth, by district and edition",
        lambda size: lines.draw_district_change(change, size),
        (),
        table.district_change_table(change),
    )


def _figure(
    key: str, heading: str, build: Callable[[Size], object], sentences: tuple[str, ...], numbers: Table
) -> Figure:
    description = " ".join((*sentences, "The table below the chart holds every number."))
    return Figure(heading, draw(build, key=key, title=heading, description=description), sentences, numbers)


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
