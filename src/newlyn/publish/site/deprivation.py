"""The page of one edition of the index: everything that the page which stands alone says, as one page among others.

Its figures, sentences and tables are those of `publish.deprivation`; here their names and numbers lead on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from newlyn.indices.picture import DeprivationPicture
from newlyn.publish import number
from newlyn.publish.deprivation import figure, sentence, table
from newlyn.publish.deprivation.figure import Figure
from newlyn.publish.deprivation.method import Method
from newlyn.publish.deprivation.page import FIRST_ROWS
from newlyn.publish.deprivation.way import NOWHERE, Ways
from newlyn.publish.site.deprivation_map import WebMap
from newlyn.publish.site.frame import Frame, render_page
from newlyn.publish.site.link import Links
from newlyn.publish.table import Table


@dataclass(frozen=True)
class EditionLink:
    """One edition of the index that can be shown."""

    index: str
    """Such as `imd2019`."""
    year: int
    current: bool = False


@dataclass(frozen=True)
class Headline:
    """One of the counts at the top of a page."""

    label: str
    number: str
    unit: str
    href: str
    lines: tuple[str, ...]
    part: float | None
    even: float | None


@dataclass(frozen=True)
class DeprivationPage:
    """What the page says of a place under one edition."""

    picture: DeprivationPicture
    heading: str
    answer: str
    scale: str
    headlines: tuple[Headline, ...]
    most_deprived: str
    map: WebMap | None
    districts: Figure | None
    profile: Figure | None
    neighbourhoods: Table
    more: int
    """Neighbourhoods that the table leaves to the list of all."""
    comparison: Figure | None
    change: Figure | None
    direction: str
    district_change: Figure | None
    method: Method
    editions: tuple[EditionLink, ...]
    england: bool
    """Whether there is a page on which the place is seen in England."""


def render_deprivation(
    picture: DeprivationPicture,
    frame: Frame,
    link: Links,
    *,
    map: WebMap | None = None,  # noqa: A002 - the word of the template
    ways: Ways = NOWHERE,
    editions: Sequence[EditionLink] = (),
    england: bool = False,
) -> str:
    """The page as HTML; without a map it says that none can be drawn."""
    near, far = table.neighbourhoods_table(picture, ways).split(FIRST_ROWS)
    page = DeprivationPage(
        picture=picture,
        heading=f"Deprivation in {picture.place_name}",
        answer=sentence.answer(picture),
        scale=sentence.scale(picture),
        headlines=headlines(picture, ways),
        most_deprived=sentence.most_deprived_neighbourhood(picture),
        map=map,
        districts=figure.by_district(picture, ways),
        profile=figure.by_domain(picture),
        neighbourhoods=near,
        more=len(far.rows) if far else 0,
        comparison=figure.beside_others(picture, ways),
        change=figure.by_edition(picture),
        direction=direction(picture),
        district_change=figure.by_district_and_edition(picture, ways),
        method=Method.of(picture),
        editions=tuple(editions),
        england=england,
    )
    return render_page("deprivation.html", frame, link, page)


def headlines(picture: DeprivationPicture, ways: Ways) -> tuple[Headline, ...]:
    """The three headline counts, each leading to the neighbourhoods that it adds up."""
    return tuple(
        Headline(
            one.label,
            one.number,
            one.unit,
            ways.counted(one.counted, picture.place.code),
            (f"{one.share} of {_whole(picture)}, {one.also}",),
            one.part,
            one.even,
        )
        for one in figure.key_figures(picture)
    )


def direction(picture: DeprivationPicture) -> str:
    """Whether the last change is for the worse or for the better; nothing where editions cannot be compared."""
    change = figure.comparable(picture)
    return sentence.direction(change, picture.place_name) if change else ""


def _whole(picture: DeprivationPicture) -> str:
    if picture.place.residents is None:
        return number.several(picture.place.areas, "neighbourhood")
    return number.several(picture.place.residents, "resident")
