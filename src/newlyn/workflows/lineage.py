"""Trace a figure: an observation to its published row, a figure of a picture to the observations it adds up.

A figure of a picture is named `picture:PLACE:INDEX:FIGURE`, such as `picture:essex:imd2019:residents-0.2`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from newlyn.evidence.warehouse.lineage import FigureId, Lineage, trace
from newlyn.evidence.warehouse.reader import Warehouse
from newlyn.foundation.errors import InputError, NotFoundError, did_you_mean
from newlyn.foundation.settings import Settings
from newlyn.indices.picture import DeprivationPicture, Group, Neighbourhood, SourceNote
from newlyn.workflows.areas import names_of
from newlyn.workflows.deprivation import draw_deprivation
from newlyn.workflows.places import choose

PICTURE = "picture:"


@dataclass(frozen=True)
class PictureFigure:
    """A figure of a picture: the neighbourhoods that were counted, and the file of each."""

    id: str
    value: float | None
    words: str
    method: str
    counted: tuple[Neighbourhood, ...]
    sources: tuple[SourceNote, ...]
    build: str


def explain_figure(settings: Settings, figure: str) -> Lineage | PictureFigure:
    """What a figure rests on.

    Raises
    ------
    InputError
        If the text is not the ID of a figure.
    NotFoundError
        If the evidence has no such figure.
    """
    # What was typed is read before the evidence is opened: a slip is told even where nothing was built yet.
    if figure.startswith(PICTURE):
        return _explain_picture(settings, figure)
    parsed = FigureId.parse(figure)
    return trace(Warehouse.open(settings.warehouse), parsed)


def area_name(settings: Settings, code: str) -> str:
    """The name of an area, or nothing where none is known."""
    return names_of(Warehouse.open(settings.warehouse), [code]).get(code, "")


@dataclass(frozen=True)
class Counted:
    """A figure of a picture and the neighbourhoods that it counts."""

    value: float | None
    words: str
    neighbourhoods: tuple[Neighbourhood, ...]


def picture_figures(picture: DeprivationPicture) -> Mapping[str, Counted]:
    """The figures of a picture by name; those of a district end in its code: `residents-0.2-E07000076`."""
    figures = _counted(picture, picture.place, picture.neighbourhoods, "the place", "")
    for district in picture.districts:
        inside = tuple(one for one in picture.neighbourhoods if one.district == district.code)
        # An edition may count by districts of its own year; those that hold other areas today cannot be listed.
        if len(inside) == district.areas:
            figures |= _counted(picture, district, inside, district.name, f"-{district.code}")
    return figures


def _counted(
    picture: DeprivationPicture, group: Group, inside: tuple[Neighbourhood, ...], of: str, ending: str
) -> dict[str, Counted]:
    where = f" of {of}" if ending else ""
    figures = {
        f"areas{ending}": Counted(len(inside), f"neighbourhoods of {of}", inside),
        f"residents{ending}": Counted(group.residents, f"residents{where} ({picture.population})", inside),
    }
    for band in group.bands:
        worst = tuple(one for one in inside if one.domains["imd"].decile <= round(band.top * 10))
        words = f"neighbourhoods{where} among the most deprived {band.top:.0%} of England"
        figures[f"areas-{band.top}{ending}"] = Counted(band.areas, words, worst)
        figures[f"residents-{band.top}{ending}"] = Counted(band.residents, f"residents of {words}", worst)
    return figures


def _explain_picture(settings: Settings, figure: str) -> PictureFigure:
    place, index, name = split_picture_id(figure)
    chosen, warehouse = choose(place, settings), Warehouse.open(settings.warehouse)
    picture = draw_deprivation(warehouse, chosen, index)
    return explain_counted(picture, figure, find_counted(picture_figures(picture), name), warehouse.digest)


def split_picture_id(figure: str) -> tuple[str, str, str]:
    """Place, index and name in the ID of a figure of a picture; an `InputError` says how one is written."""
    parts = figure.removeprefix(PICTURE).split(":")
    if len(parts) != len(("place", "index", "figure")) or not all(parts):
        raise InputError(f"{figure!r} is not the ID of a figure. Write picture:PLACE:INDEX:FIGURE.")
    place, index, name = parts
    return place, index, name


def find_counted(figures: Mapping[str, Counted], name: str) -> Counted:
    """The figure of that name among those of a picture; a `NotFoundError` with the nearest names if there is none."""
    if name not in figures:
        raise NotFoundError(f"the picture has no figure {name!r}. {did_you_mean(name, figures)}".rstrip())
    return figures[name]


def explain_counted(picture: DeprivationPicture, figure: str, found: Counted, build: str) -> PictureFigure:
    """How a figure of a picture came about: the neighbourhoods that were counted, and the files that they rest on."""
    return PictureFigure(
        figure, found.value, found.words, counting_method(picture), found.neighbourhoods, picture.sources, build
    )


def counting_method(picture: DeprivationPicture) -> str:
    """How the figures of a picture are counted, in words."""
    n = f"{picture.england_areas:,}"
    return (
        f"A neighbourhood of rank r out of {n} is in tenth ceil(10 r / {n}). Those of the place in the tenths that are "
        f"meant are counted, and their residents ({picture.population}) added up."
    )
