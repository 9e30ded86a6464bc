"""All the figures of one area, or of all the pictures of a place, on one page: what a static copy has for tracing.

One figure alone is `publish.site.lineage`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from newlyn.publish import number
from newlyn.publish.site.frame import Frame, render_page
from newlyn.publish.site.lineage import CountedArea
from newlyn.publish.site.lineage_file import SourceFile
from newlyn.publish.site.link import Links

MOST_RUNS = 8
"""Runs of rows that are listed one by one where all the figures of an area are."""


@dataclass(frozen=True, slots=True)
class FigureLine:
    """One figure of an area among all of them."""

    key: str
    """Anchor that links lead to."""
    label: str
    period: str
    value: str
    more: str
    """Its limits and its count, where there are any."""
    method: str
    rows: str


@dataclass(frozen=True)
class TableFigures:
    """The figures that come from one table."""

    key: str
    title: str
    files: tuple[int, ...]
    """Numbers of its files."""
    figures: tuple[FigureLine, ...]


@dataclass(frozen=True)
class AreaFigures:
    """All the figures of one area, with the rows that they rest on."""

    name: str
    kind: str
    code: str
    path: str | None
    tables: tuple[TableFigures, ...]
    files: tuple[SourceFile, ...]
    build: str
    notice: str = ""

    @property
    def answer(self) -> str:
        """How many figures there are, and from how many files."""
        figures = sum(len(table.figures) for table in self.tables)
        files = number.several(len(self.files), "published file")
        return f"{number.several(figures, 'figure')} of {self.name}, and the rows of {files} that they come from."


@dataclass(frozen=True)
class CountedLine:
    """One figure of a picture among all of them."""

    key: str
    id: str
    value: str
    words: str
    areas: int
    """How many neighbourhoods were counted."""


@dataclass(frozen=True)
class EditionFigures:
    """The figures of the picture of one edition."""

    index: str
    title: str
    method: str
    figures: tuple[CountedLine, ...]


@dataclass(frozen=True)
class PictureFigures:
    """The figures of all pictures of a place."""

    place: str
    editions: tuple[EditionFigures, ...]
    build: str


@dataclass(frozen=True)
class RankedPage:
    """The neighbourhoods of a place in one edition by rank: those that are counted in its picture."""

    index: str
    title: str
    method: str
    counted: tuple[CountedArea, ...]
    files: tuple[SourceFile, ...]
    build: str


def row_words(runs: Sequence[tuple[int, int]], rows: int) -> str:
    """Row numbers of a file, runs of neighbouring rows drawn together; those that are not given are counted.

    Parameters
    ----------
    runs : first and last row of each run, at most `MOST_RUNS` of them
    rows : how many rows there are in all

    Examples
    --------
    >>> row_words([(5, 5)], 1), row_words([(2, 4), (9, 9)], 4), row_words([(1, 1), (3, 3)], 20)
    ('row 5', 'rows 2 to 4 and 9', 'rows 1, 3 and 18 more')
    """
    words = [f"{first:,}" if first == last else f"{first:,} to {last:,}" for first, last in runs]
    left = rows - sum(last - first + 1 for first, last in runs)
    return f"{'row' if rows == 1 else 'rows'} {number.joined([*words, f'{left:,} more'] if left else words)}"


def render_area_figures(page: AreaFigures, frame: Frame, link: Links) -> str:
    """The page of all the figures of one area as HTML."""
    return render_page("lineage_of_area.html", frame, link, page)


def render_picture_figures(page: PictureFigures, frame: Frame, link: Links) -> str:
    """The page of the figures of all pictures as HTML."""
    return render_page("lineage_of_picture.html", frame, link, page)


def render_ranked(page: RankedPage, frame: Frame, link: Links) -> str:
    """The page of the neighbourhoods of one edition as HTML."""
    return render_page("lineage_of_edition.html", frame, link, page)
