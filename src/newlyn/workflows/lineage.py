"""Trace a figure: an observation to its published row, a figure of a picture to the observations it adds up.

A figure of a picture is named `picture:PLACE:INDEX:FIGURE`, such as `picture:essex:imd2019:residents-0.2`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from newlyn.evidence.warehouse.lineage import FigureId, Lineage, trace
from newlyn.foundation.errors import InputError, NotFoundError, did_you_mean
from newlyn.foundation.settings import Settings
from newlyn.indices.picture import DeprivationPicture, Neighbourhood, SourceNote
from newlyn.workflows.areas import names_of
from newlyn.workflows.deprivation import draw_deprivation
from newlyn.workflows.evidence import open_evidence
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
    return trace(open_evidence(settings), parsed)


def area_name(settings: Settings, code: str) -> str:
    """The name of an area, or nothing where none is known."""
    return names_of(open_evidence(settings), [code]).get(code, "")


@dataclass(frozen=True)
class Counted:
    """A figure of a picture and the neighbourhoods that it counts."""

    value: float | None
    words: str
    neighbourhoods: tuple[Neighbourhood, ...]


def picture_figures(picture: DeprivationPicture) -> Mapping[str, Counted]:
    """The figures of a picture by name."""
    everyone = picture.neighbourhoods
    figures = {
        "areas": Counted(len(everyone), "neighbourhoods of the place", everyone),
        "residents": Counted(picture.place.residents, f"residents ({picture.population})", everyone),
    }
    for band in picture.place.bands:
        worst = tuple(one for one in everyone if one.domains["imd"].decile <= round(band.top * 10))
        words = f"neighbourhoods among the most deprived {band.top:.0%} of England"
        figures[f"areas-{band.top}"] = Counted(band.areas, words, worst)
        figures[f"residents-{band.top}"] = Counted(band.residents, f"residents of {words}", worst)
    return figures


def _explain_picture(settings: Settings, figure: str) -> PictureFigure:
    parts = figure.removeprefix(PICTURE).split(":")
    if len(parts) != len(("place", "index", "figure")):
        raise InputError(f"{figure!r} is not the ID of a figure. Write picture:PLACE:INDEX:FIGURE.")
    place, index, name = parts
    chosen, warehouse = choose(place, settings), open_evidence(settings)
    picture = draw_deprivation(warehouse, chosen, index)
    figures = picture_figures(picture)
    if name not in figures:
        raise NotFoundError(f"the picture has no figure {name!r}. {did_you_mean(name, figures)}".rstrip())
    n = f"{picture.england_areas:,}"
    method = (
        f"A neighbourhood of rank r out of {n} is in tenth ceil(10 r / {n}). Those of the place in the tenths that are "
        f"meant are counted, and their residents ({picture.population}) added up."
    )
    found = figures[name]
    return PictureFigure(
        figure, found.value, found.words, method, found.neighbourhoods, picture.sources, warehouse.digest
    )
