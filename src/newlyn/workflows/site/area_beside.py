"""The areas that adjoin one, and the neighbourhoods inside a larger one, as rows in order of deprivation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from newlyn.publish.site.area import Beside
from newlyn.publish.site.area_locator import letter_of
from newlyn.publish.site.area_sentence import among_neighbours
from newlyn.workflows.site.area_answer import AVERAGE, group_of
from newlyn.workflows.site.area_list import SMALL, Area
from newlyn.workflows.site.area_profile import WORST_FIFTH, newest_picture, rank_figure, ranked
from newlyn.workflows.site.area_within import adjoining, inside
from newlyn.workflows.site.opened import Site


def neighbours_of(site: Site, area: Area) -> tuple[Beside, ...]:
    """An area and those that adjoin it, the most deprived first; the neighbours are lettered in this order."""
    rows = [row_of(site, one, here=one is area) for one in (area, *adjoining(site, area))]
    rows.sort(key=_order)
    letters = (letter_of(at) for at in range(len(rows)))
    return tuple(row if row.here else _lettered(row, next(letters)) for row in rows)


def neighbours_words(rows: Sequence[Beside]) -> str:
    """The place of the area among them; nothing for larger areas, which have no rank of their own."""
    if any(row.rank is None or row.areas is not None for row in rows):
        return ""
    at = next((place for place, row in enumerate(rows, start=1) if row.here), 0)
    return among_neighbours(at, len(rows)) if at else ""


def within_of(site: Site, area: Area) -> tuple[Beside, ...]:
    """The neighbourhoods inside a larger area, the most deprived first."""
    return tuple(sorted((row_of(site, one) for one in inside(site).get(area.code, ())), key=_order))


def _order(row: Beside) -> tuple[float, float, str]:
    """By rank; larger areas by the share of their neighbourhoods in the most deprived fifth."""
    share = row.worst / row.areas if row.areas and row.worst is not None else 0.0
    return (float("inf") if row.rank is None else row.rank, -share, row.name)


def _lettered(row: Beside, letter: str) -> Beside:
    return replace(row, letter=letter)


def row_of(site: Site, area: Area, *, here: bool = False) -> Beside:
    """One area as a row: its rank and tenth, or of a larger one how many of its parts are in the worst fifth."""
    picture = newest_picture(site)
    if area.type != SMALL:
        hoods = inside(site).get(area.code, ())
        known = [ranked(site)[one.code].domains["imd"].decile for one in hoods if one.code in ranked(site)]
        worst = sum(tenth <= WORST_FIFTH for tenth in known) if picture else None
        group = group_of(site, area)
        rank = group.standing.get(AVERAGE) if group else None
        areas = len(known) or len(hoods)
        return Beside(area.code, area.title, area.residents, rank, worst=worst, areas=areas, here=here)
    hood = ranked(site).get(area.code)
    if hood is None or picture is None:
        return Beside(area.code, area.title, area.residents, here=here)
    standing = hood.domains["imd"]
    before = {one.edition: one.tenth for one in site.tenths(area.code)}.get(site.pack.vintages.index)
    return Beside(
        area.code, area.title, area.residents, standing.rank, standing.decile,
        rank_figure(area.code, "imd", picture.edition), here=here, before=before,
    )  # fmt: skip
