"""A place in England: how many of its most deprived neighbourhoods it has, and how districts and regions stand.

The maps are `england_drawing`; the counts come from `workflows.site.england`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from newlyn.publish.number import count, ordinal, percent, several
from newlyn.publish.site.deprivation import Headline
from newlyn.publish.site.england_area import EnglandArea
from newlyn.publish.site.england_drawing import EnglandDrawing, Legend
from newlyn.publish.site.frame import Frame, render_page
from newlyn.publish.site.link import Links
from newlyn.publish.table import Cell, Column, Row, Table

LISTED = 20
"""Districts of England that the table lists besides those of the place."""

Counted = Callable[[str, str], str]
"""From the name of a figure of the picture, and the code of the place or of a district, to how it is known."""

_COLUMNS = (
    Column("Neighbourhoods"),
    Column("In most deprived tenth", note="of England"),
    Column("In most deprived fifth", note="of England"),
    Column("Share in that fifth"),
)


@dataclass(frozen=True)
class EnglandMap:
    """The two maps, of which one is seen at a time."""

    title: str
    sentences: tuple[str, ...]
    drawing: EnglandDrawing | None
    districts: Legend
    tenths: Legend
    live: Mapping[str, Any]


@dataclass(frozen=True)
class EnglandPage:
    """Everything that the page says."""

    name: str
    title: str
    """Of the edition."""
    index: str
    areas: int
    """Neighbourhoods of England."""
    answer: str
    even: str
    headlines: tuple[Headline, ...]
    map: EnglandMap
    standing: str
    districts: Table
    regions: Table


def answer(name: str, areas: int, tenth: int, england: EnglandArea) -> str:
    """The share of a place in England's neighbourhoods, and in those of the most deprived tenth.

    Examples
    --------
    >>> answer("Essex", 903, 32, EnglandArea("ctry", "E92000001", "England", "", 33755, 3375, 6751))
    'Essex has 2.7% of England’s 33,755 neighbourhoods, and 0.9% of those in the most deprived tenth: 32 of 3,375.'
    """
    whole = f"{name} has {percent(areas / england.areas)} of England’s {several(england.areas, 'neighbourhood')}"
    if not tenth:
        return f"{whole}, and none of the {count(england.tenth)} in the most deprived tenth."
    share = percent(tenth / england.tenth)
    return f"{whole}, and {share} of those in the most deprived tenth: {count(tenth)} of {count(england.tenth)}."


def even_spread(name: str, areas: int, tenth: int, england: EnglandArea) -> str:
    """How many the place would have if deprivation were spread evenly, and whether it has fewer, which is better.

    Examples
    --------
    >>> even_spread("Essex", 903, 32, EnglandArea("ctry", "E92000001", "England", "", 33755, 3375, 6751))
    'Spread evenly over England, 90 of them would be in Essex: it has fewer, which is better.'
    """
    even = round(areas * england.tenth / england.areas)
    than = "as many" if tenth == even else "fewer, which is better" if tenth < even else "more, which is worse"
    return f"Spread evenly over England, {count(even)} of them would be in {name}: it has {than}."


def headlines(
    areas: int, tenth: int, fifth: int, england: EnglandArea, counted: Callable[[str], str]
) -> tuple[Headline, ...]:
    """The counts of the place beside those of England, each leading to the neighbourhoods that it adds up."""
    bands = (("tenth", "0.1", tenth, england.tenth), ("fifth", "0.2", fifth, england.fifth))
    of_bands = tuple(
        Headline(
            f"In the most deprived {words}",
            count(own),
            "neighbourhood" if own == 1 else "neighbourhoods",
            counted(f"areas-{top}"),
            (f"{percent(own / areas)} of its own, {percent(own / all_of)} of the {count(all_of)} in England",),
            own / areas,
            all_of / england.areas,
        )
        for words, top, own, all_of in bands
    )
    whole = (f"{percent(areas / england.areas)} of the {count(england.areas)} in England",)
    return *of_bands, Headline("In all", count(areas), "neighbourhoods", counted("areas"), whole, None, None)


def ranked(districts: Sequence[EnglandArea]) -> Mapping[str, int]:
    """The place of each district by its share in the most deprived fifth, 1 the largest; equal shares share it."""
    shares = [one.share for one in districts]
    return {one.code: 1 + sum(other > one.share for other in shares) for one in districts}


def standing(name: str, districts: Sequence[EnglandArea], own: Collection[str]) -> str:
    """Which district of England has the largest share, and which of the place."""
    order = _by_share(districts)
    at = ranked(districts)
    lead = (
        f"Of England’s {several(len(order), 'district')}, {order[0].name} has the largest share of its neighbourhoods "
        f"in the most deprived fifth: {percent(order[0].share)}."
    )
    mine = [one for one in order if one.code in own]
    if not mine or mine[0] is order[0]:
        return lead
    if not mine[0].fifth:
        return f"{lead} No district of {name} has a neighbourhood in it."
    place = f"{percent(mine[0].share)}, the {ordinal(at[mine[0].code])} of all"
    if len(mine) == 1:
        return f"{lead} That of {mine[0].name} is {place}."
    return f"{lead} In {name} the largest share is that of {mine[0].name}: {place}."


def spread(regions: Sequence[EnglandArea]) -> str:
    """Which region has the largest share, and which the smallest; nothing where there are no two."""
    if len(regions) < 2:
        return ""
    order = _by_share(regions)
    first, last = order[0], order[-1]
    return (
        f"{_article(first.name).capitalize()}{first.name} has the largest share of its neighbourhoods in the most "
        f"deprived fifth of England ({percent(first.share)}), {_article(last.name)}{last.name} the smallest "
        f"({percent(last.share)})."
    )


def districts_table(
    name: str,
    districts: Sequence[EnglandArea],
    regions: Mapping[str, str],
    own: Mapping[str, str],
    counted: Counted,
) -> Table:
    """The districts with the largest shares, and those of the place wherever they stand.

    Parameters
    ----------
    regions : names by code
    own : addresses of the districts that have a page here, by code
    counted : how a count of one of these is known
    """
    at = ranked(districts)
    order = _by_share(districts)
    shown = order[:LISTED] + [one for one in order[LISTED:] if one.code in own]
    rows = tuple(
        Row(
            Cell(one.name, note=regions.get(one.region, ""), href=own.get(one.code, "")),
            (Cell(count(at[one.code])), *_counts(one, counted if one.code in own else _nowhere)),
            strong=one.code in own,
        )
        for one in shown
    )
    return Table(
        "districts-table",
        f"The {LISTED} districts with the largest share in the most deprived fifth, and those of {name}",
        (Column("District", align="left"), Column("Rank", note=f"of {count(len(order))}"), *_COLUMNS),
        rows,
        note=f"Ranks are from the largest share, so a high number is better. Districts of {name} are in bold.",
    )


def regions_table(regions: Sequence[EnglandArea], england: EnglandArea, here: Collection[str]) -> Table:
    """The regions by their share, then England; `here` are the codes of those that the place lies in."""
    rows = [Row(Cell(one.name), _counts(one, _nowhere), strong=one.code in here) for one in _by_share(regions)]
    return Table(
        "regions-table",
        "Regions, the largest share in the most deprived fifth first",
        (Column("Region", align="left"), *_COLUMNS),
        (*rows, Row(Cell(england.name), _counts(england, _nowhere))),
    )


def render_england(page: EnglandPage, frame: Frame, link: Links) -> str:
    """The page as HTML."""
    return render_page("england_map.html", frame, link, page)


def _by_share(areas: Sequence[EnglandArea]) -> list[EnglandArea]:
    return sorted(areas, key=lambda one: (-one.share, one.name))


def _counts(one: EnglandArea, counted: Counted) -> tuple[Cell, ...]:
    return (
        Cell(count(one.areas), href=counted("areas", one.code)),
        Cell(count(one.tenth), href=counted("areas-0.1", one.code)),
        Cell(count(one.fifth), href=counted("areas-0.2", one.code)),
        Cell(percent(one.share)),
    )


def _article(name: str) -> str:
    return "the " if name.startswith(("East Mid", "West ", "North ", "South ")) else ""


def _nowhere(*_: str) -> str:
    return ""
