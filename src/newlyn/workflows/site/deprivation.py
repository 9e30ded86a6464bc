"""The page of one edition of the index: its map, and where its names and numbers lead.

What the page says is `publish.site.deprivation`; the picture itself was drawn when the place was prepared.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from newlyn.evidence.catalogue.library import indicators
from newlyn.evidence.warehouse.lineage import FigureId
from newlyn.evidence.warehouse.observation import EVERYONE
from newlyn.foundation.period import Period
from newlyn.indices.edition import find_edition
from newlyn.indices.picture import DeprivationPicture
from newlyn.publish.deprivation.way import Ways
from newlyn.publish.site.deprivation import EditionLink, render_deprivation
from newlyn.publish.site.deprivation_map import MapLabel, WebMap, make_map
from newlyn.publish.site.frame import Crumb
from newlyn.workflows.lineage import PICTURE, picture_figures
from newlyn.workflows.site.asked import Answer, Asked, page
from newlyn.workflows.site.england import EDITION, recipe_in
from newlyn.workflows.site.opened import Site

SAME = 0.0001
"""Numbers that differ by less than this share are one number: publishers round to four places or more."""


def show(asked: Asked, index: str) -> Answer:
    """The page of one edition."""
    site = asked.site
    picture = site.picture(index)
    asked = asked.at("", Crumb("Overview", ""), Crumb(f"Deprivation {picture.edition}"))
    html = render_deprivation(
        picture,
        asked.frame,
        asked.links,
        map=map_of(asked, picture),
        ways=ways_of(asked, picture),
        editions=edition_links(site, index),
        england=index == EDITION.id and bool(recipe_in(site.england)),
    )
    return page(html)


def addresses(site: Site) -> Iterator[str]:
    """One page for each edition at hand."""
    return (f"deprivation/{index}" for index in site.editions)


def edition_links(site: Site, current: str = "") -> tuple[EditionLink, ...]:
    """The editions at hand, oldest first."""
    return tuple(EditionLink(index, find_edition(index).year, index == current) for index in site.editions)


def map_of(asked: Asked, picture: DeprivationPicture) -> WebMap | None:
    """The map of a picture, which moves where there are tiles of its small areas."""
    site, small = asked.site, picture.area_type
    # The boundaries at hand are of 2011 and 2021; the areas of 2001 are drawn as those that replaced them.
    drawn = "lsoa11" if small == "lsoa01" else small
    tiles = f"{small}.pmtiles"
    labels = (
        MapLabel(area.name, *area.point, area.residents or 0.0)
        for area in site.of_type("lad")
        if area.point is not None
    )
    return make_map(
        picture,
        site.outlines.get(drawn, {}),
        site.outlines.get("lad", {}),
        asked.links,
        tiles=f"tiles/{tiles}" if tiles in site.tiles() else "",
        labels=tuple(labels),
    )


def ways_of(asked: Asked, picture: DeprivationPicture) -> Ways:
    """Where the names and numbers of a picture lead from one page."""
    site, link = asked.site, asked.links
    figures = _figures(site, picture.index)

    def area(code: str) -> str:
        return link.page(f"areas/{code}") if code in site.areas or code in site.retired else ""

    def observed(figure: str) -> str:
        return link.figure(figure) if _is_observed(site, figure) else ""

    def counted(name: str, code: str) -> str:
        name = name if code == picture.place.code else f"{name}-{code}"
        return link.figure(f"{PICTURE}{picture.place_id}:{picture.index}:{name}") if name in figures else ""

    def measured(code: str, measure: str) -> str:
        figure = _published(site, picture, code, measure)
        return link.figure(figure) if figure else ""

    return Ways(area, observed, counted, measured)


@lru_cache(maxsize=64)
def _figures(site: Site, index: str) -> frozenset[str]:
    """Names of the figures of a picture that can be traced."""
    return frozenset(picture_figures(site.picture(index)))


def _is_observed(site: Site, figure: str) -> bool:
    found = FigureId.parse(figure)
    return found.area in _areas_of(site, found.indicator, found.period)


@lru_cache(maxsize=512)
def _areas_of(site: Site, indicator: str, period: Period) -> frozenset[str]:
    """Areas for which an indicator was observed in a period."""
    rows = site.cut.of_indicator(indicator, period=period, group=EVERYONE)
    return frozenset(site.cut.word("area", rows))


def _published(site: Site, picture: DeprivationPicture, code: str, measure: str) -> str:
    """The ID under which the publisher says the same of a district as the picture, or nothing."""
    group = next(one for one in picture.districts if one.code == code)
    own = getattr(group.summary, measure)
    indicator = f"deprivation.imd.{measure}"
    if own is None or indicator not in indicators():
        return ""
    for one in site.series(indicator, code):
        if one.period == Period.year(picture.edition) and one.value is not None:
            return one.id if abs(one.value - own) <= SAME * max(abs(own), 1) else ""
    return ""
