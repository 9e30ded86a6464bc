"""The page on which a place is seen in England; it exists where England was drawn for the evidence of the place.

What it says is `publish.site.england_map`; how England is made is `workflows.site.england`.
"""

from __future__ import annotations

from collections.abc import Iterator

from newlyn.foundation.errors import NotFoundError
from newlyn.publish.deprivation.measure import FIFTH, WHOLE, band_of
from newlyn.publish.site import england_map as said
from newlyn.publish.site.england_area import EnglandArea
from newlyn.publish.site.england_drawing import draw_england, legend_of_districts, legend_of_tenths, live_england
from newlyn.publish.site.england_map import EnglandMap, EnglandPage, render_england
from newlyn.publish.site.frame import Crumb
from newlyn.workflows.site.area_list import SMALL
from newlyn.workflows.site.asked import Answer, Asked, page
from newlyn.workflows.site.deprivation import ways_of
from newlyn.workflows.site.england import EDITION, TILES, read_areas, recipe_in
from newlyn.workflows.site.opened import Site

PATH = "england"


def show(asked: Asked) -> Answer:
    """The page of England.

    Raises
    ------
    NotFoundError
        If England was not drawn.
    """
    site = asked.site
    if not has_england(site):
        raise NotFoundError(
            f"{site.name} has no map of England. Whoever builds these pages makes it with `newlyn build "
            f"{site.place_id} --england-map`."
        )
    asked = asked.at("", Crumb("Overview", ""), Crumb("In England"))
    return page(render_england(_page(asked), asked.frame, asked.links))


def addresses(site: Site) -> Iterator[str]:
    """The one page, where there is one."""
    if has_england(site):
        yield PATH


def has_england(site: Site) -> bool:
    """Whether England was drawn for the evidence of these pages, in an edition that they show."""
    return EDITION.id in site.editions and bool(recipe_in(site.england))


def _page(asked: Asked) -> EnglandPage:
    site = asked.site
    picture = site.picture(EDITION.id)
    areas = read_areas(site.england, recipe_in(site.england))
    england = next(one for one in areas if one.type == "ctry")
    districts, regions = ([one for one in areas if one.type == kind] for kind in ("lad", "rgn"))
    own = {area.code: asked.links.page(f"areas/{area.code}") for area in site.of_type("lad")}
    place = picture.place
    tenth, fifth = (band_of(place.bands, top).areas for top in (0.1, FIFTH))
    ways = ways_of(asked, picture)
    return EnglandPage(
        name=site.name,
        title=picture.title,
        index=picture.index,
        areas=england.areas,
        answer=said.answer(site.name, place.areas, tenth, england),
        even=said.even_spread(site.name, place.areas, tenth, england),
        headlines=said.headlines(place.areas, tenth, fifth, england, lambda name: ways.counted(name, place.code)),
        map=_map(asked, areas, england),
        standing=said.standing(site.name, districts, own),
        districts=said.districts_table(
            site.name, districts, {one.code: one.name for one in regions}, own, ways.counted
        ),
        regions=said.regions_table(regions, england, {one.region for one in districts if one.code in own}),
    )


def _map(asked: Asked, areas: tuple[EnglandArea, ...], england: EnglandArea) -> EnglandMap:
    site, picture = asked.site, asked.site.picture(EDITION.id)
    districts, regions = ([one for one in areas if one.type == kind] for kind in ("lad", "rgn"))
    place = tuple(site.outlines.get("lad", {}).values())
    tenths = next(one.deciles for one in picture.profile if one.domain == WHOLE)
    title = f"England, with {site.name} outlined"
    return EnglandMap(
        title=title,
        sentences=(said.spread(regions),),
        drawing=draw_england(areas, {area.code for area in site.of_type("lad")}, place),
        districts=legend_of_districts(districts),
        tenths=legend_of_tenths(site.name, tenths),
        live=live_england(
            EDITION.id,
            england,
            districts,
            [area.code for area in site.of_type(SMALL)],
            place,
            asked.links,
            tiles=f"tiles/england-{TILES}",
            name=title,
        ),
    )
