"""The overview of a place: the story in numbers — how many, where, in which direction, compared with whom.

Its figures are those of `publish.deprivation`; the whole of them is on the page of each edition.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from newlyn.indices.picture import DeprivationPicture
from newlyn.publish import number
from newlyn.publish.deprivation import figure, sentence, table
from newlyn.publish.deprivation.figure import Figure
from newlyn.publish.deprivation.way import NOWHERE, Ways
from newlyn.publish.site.deprivation import EditionLink, Headline, direction, headlines
from newlyn.publish.site.deprivation_map import WebMap
from newlyn.publish.site.frame import Frame, render_page
from newlyn.publish.site.link import Links
from newlyn.publish.table import Table

LISTED = 10
"""Neighbourhoods that the overview lists."""

_KINDS: tuple[tuple[str, str, str], ...] = (
    ("lad", "district", "districts"),
    ("wd", "ward", "wards"),
    ("msoa21", "wider neighbourhood", "wider neighbourhoods"),
    ("lsoa21", "neighbourhood", "neighbourhoods"),
)
"""What a place is made of, from large to small: the type, and what one and many are called."""


@dataclass(frozen=True)
class GoalLink:
    """A goal, and how much is measured that bears on it."""

    id: str
    title: str
    indicators: int

    @property
    def words(self) -> str:
        """How many indicators there are, or that there is none."""
        return number.several(self.indicators, "indicator") if self.indicators else "No indicator yet"


@dataclass(frozen=True)
class Story:
    """What is said of deprivation, under the edition that the place has chosen."""

    picture: DeprivationPicture
    answer: str
    scale: str
    headlines: tuple[Headline, ...]
    most_deprived: str
    map: WebMap | None
    districts: Figure | None
    listed: Table
    change: Figure | None
    direction: str
    comparison: Figure | None
    newer: EditionLink | None
    """A newer edition than the one that is shown."""


@dataclass(frozen=True)
class Overview:
    """Everything that the overview shows."""

    name: str
    summary: str
    made_of: str
    story: Story | None
    """None where no edition of the index is at hand."""
    goals: tuple[GoalLink, ...]
    editions: tuple[EditionLink, ...]
    indicators: int
    england: bool = False
    """Whether there is a page that shows the place in England."""


def tell_story(
    picture: DeprivationPicture,
    *,
    map: WebMap | None = None,  # noqa: A002 - the word of the template
    ways: Ways = NOWHERE,
    editions: Sequence[EditionLink] = (),
) -> Story:
    """The story of a place under one edition."""
    newest = max(editions, key=lambda one: one.year, default=None)
    return Story(
        picture=picture,
        answer=sentence.answer(picture),
        scale=sentence.scale(picture),
        headlines=headlines(picture, ways),
        most_deprived=sentence.most_deprived_neighbourhood(picture),
        map=map,
        districts=figure.by_district(picture, ways),
        listed=table.most_deprived_table(picture, LISTED, ways),
        change=figure.by_edition(picture),
        direction=direction(picture),
        comparison=figure.beside_others(picture, ways),
        newer=newest if newest is not None and newest.year > picture.edition else None,
    )


def made_of(name: str, areas: Mapping[str, int], residents: float | None) -> str:
    """What a place is made of, in a sentence.

    Examples
    --------
    >>> made_of("Essex", {"lad": 12, "lsoa21": 903}, 1_503_521)
    'Essex is made of 12 districts and 903 neighbourhoods, with 1,503,521 usual residents at Census 2021.'
    """
    parts = [number.several(areas[kind], one, many) for kind, one, many in _KINDS if areas.get(kind)]
    people = "" if residents is None else f", with {number.count(residents)} usual residents at Census 2021"
    return f"{name} is made of {number.joined(parts)}{people}." if parts else ""


def render_overview(overview: Overview, frame: Frame, link: Links) -> str:
    """The page as HTML."""
    return render_page("overview.html", frame, link, overview)
