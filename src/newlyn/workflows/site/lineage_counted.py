"""The pages that trace counts of neighbourhoods: one figure of a picture, or all of them.

Which figures a picture has is `workflows.lineage`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

from newlyn.foundation.errors import NotFoundError
from newlyn.indices.picture import Neighbourhood
from newlyn.publish import number
from newlyn.publish.site.frame import Crumb
from newlyn.publish.site.lineage import CountedArea, CountedPage, render_counted
from newlyn.publish.site.lineage_all import (
    CountedLine,
    EditionFigures,
    PictureFigures,
    RankedPage,
    render_picture_figures,
    render_ranked,
)
from newlyn.publish.site.lineage_file import list_notes
from newlyn.publish.site.link import anchor
from newlyn.workflows.lineage import (
    PICTURE,
    Counted,
    counting_method,
    explain_counted,
    find_counted,
    picture_figures,
    split_picture_id,
)
from newlyn.workflows.site.asked import Answer, Asked, page
from newlyn.workflows.site.opened import Site

ALL = "picture"
"""Names the page of the figures of all pictures, as `StaticLinks.figure` does."""

EDITION = "picture-"
"""Begins the name of the page of the neighbourhoods of one edition."""


def show_one(asked: Asked, figure: str) -> Answer:
    """One figure of a picture: the neighbourhoods that are counted.

    Raises
    ------
    InputError
        If it is not the ID of a figure.
    NotFoundError
        If it is one of another place, or there is no such edition or figure.
    """
    site = asked.site
    place, index, name = split_picture_id(figure)
    if place != site.place_id:
        raise NotFoundError(f"these pages hold no picture of {place!r}. They are of {site.place_id!r}.")
    picture = site.picture(index)
    found = explain_counted(picture, figure, find_counted(counted_figures(site, index), name), picture.build)
    values = CountedPage(
        id=figure,
        title=picture.title,
        value=found.value,
        words=found.words,
        method=found.method,
        counted=_areas(site, found.counted),
        files=list_notes(found.sources),
        build=found.build,
    )
    crumbs = (Crumb("Overview", ""), Crumb(picture.title, f"deprivation/{index}"), Crumb("How we know"))
    return page(render_counted(values, asked.at("lineage", *crumbs).frame, asked.links))


def show_all(asked: Asked, name: str) -> Answer:
    """The figures of all pictures, or the neighbourhoods of one edition; a `NotFoundError` if there is none."""
    crumbs = (Crumb("Overview", ""), Crumb("How we know"))
    frame, site = asked.at("lineage", *crumbs).frame, asked.site
    if name == ALL:
        editions = tuple(_edition(site, index) for index in reversed(site.editions))
        return page(render_picture_figures(PictureFigures(site.name, editions, site.evidence), frame, asked.links))
    picture = site.picture(name.removeprefix(EDITION))
    values = RankedPage(
        index=picture.index,
        title=picture.title,
        method=counting_method(picture),
        counted=_areas(site, picture.neighbourhoods),
        files=list_notes(picture.sources),
        build=picture.build,
    )
    return page(render_ranked(values, frame, asked.links))


def _edition(site: Site, index: str) -> EditionFigures:
    picture = site.picture(index)
    lines = (
        CountedLine(
            key=anchor(f"{PICTURE}{site.place_id}:{index}:{name}"),
            id=f"{PICTURE}{site.place_id}:{index}:{name}",
            value=number.count(one.value),
            words=one.words,
            areas=len(one.neighbourhoods),
        )
        for name, one in counted_figures(site, index).items()
    )
    return EditionFigures(index, picture.title, counting_method(picture), tuple(lines))


def _areas(site: Site, counted: Iterable[Neighbourhood]) -> tuple[CountedArea, ...]:
    return tuple(
        CountedArea(
            name=f"{one.msoa_name} ({one.name})" if one.msoa_name else one.name,
            path=f"areas/{one.code}" if one.code in site.areas else None,
            figure=one.lineage,
            rank=one.domains["imd"].rank,
            residents=one.residents,
        )
        for one in counted
    )


@lru_cache(maxsize=32)
def counted_figures(site: Site, index: str) -> Mapping[str, Counted]:
    """The figures of the picture of a place in one edition, by name."""
    return picture_figures(site.picture(index))
