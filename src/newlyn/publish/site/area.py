"""The page of one area: a sentence, where it is, how it ranks, how that changed, and every figure at hand.

The values are gathered in `workflows.site.area`; sentences, drawings and rows are in the modules beside this one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from newlyn.publish import number
from newlyn.publish.site.area_change import EditionShare, EditionTenth, Steps, draw_shares, draw_tenths
from newlyn.publish.site.area_figures import Figures, nth_of
from newlyn.publish.site.area_locator import Locator
from newlyn.publish.site.area_profile import Profile
from newlyn.publish.site.area_sentence import RELATIVE, domains_of_larger, domains_of_small
from newlyn.publish.site.frame import Frame, render_page
from newlyn.publish.site.link import Links
from newlyn.publish.table import Cell, Column, Row, Table


@dataclass(frozen=True)
class Headline:
    """One number at the top of the page."""

    label: str
    number: str
    unit: str
    href: str = ""
    lines: tuple[str, ...] = ()
    part: float | None = None
    """Share from 0 to 1 for the bar below; None for no bar."""
    even: float | None = None


@dataclass(frozen=True)
class Way:
    """An area that the page leads to: what it is to this one, and its page."""

    role: str
    name: str
    path: str


@dataclass(frozen=True)
class Beside:
    """One row of a list of areas: a neighbour, or a neighbourhood inside."""

    code: str
    name: str
    residents: float | None
    rank: int | None = None
    """Among all small areas of England, or all districts."""
    tenth: int | None = None
    figure: str = ""
    letter: str = ""
    worst: int | None = None
    """Neighbourhoods in the most deprived fifth of England, of a larger area."""
    areas: int | None = None
    here: bool = False
    before: int | None = None
    """Tenth in an earlier edition."""
    residents_figure: str = ""


@dataclass(frozen=True)
class Change:
    """The area from edition to edition."""

    sentence: str
    estimates: str
    tenths: tuple[EditionTenth, ...] = ()
    shares: tuple[EditionShare, ...] = ()

    relative: str = RELATIVE

    @staticmethod
    def percent(share: float) -> str:
        """A share as the table writes it."""
        return number.percent(share)

    @property
    def drawing(self) -> Steps | None:
        """The steps as they are drawn; None with fewer than two editions."""
        return draw_tenths(self.tenths) if self.tenths else draw_shares(self.shares)


@dataclass(frozen=True)
class AreaPage:
    """Everything that the page of one area says."""

    code: str
    name: str
    kind: str
    under: str
    """A line below the name: of what kind it is, and its code."""
    answer: str
    headlines: tuple[Headline, ...]
    ways: tuple[Way, ...]
    locator: Locator | None
    profile: Profile | None
    change: Change | None
    neighbours: Table | None
    neighbours_sentence: str
    within: Table | None
    figures: Figures
    notes: tuple[str, ...]
    """What has to be known of all figures of such an area."""

    @property
    def profile_sentence(self) -> str:
        """What the profile shows."""
        if self.profile is None:
            return ""
        if self.profile.standings:
            return domains_of_small(self.profile.standings)
        return domains_of_larger(self.profile.spreads)

    @property
    def download(self) -> str:
        """The file with every figure of the area."""
        return f"data/area-{self.code}.csv"


def render_area(page: AreaPage, frame: Frame, link: Links) -> str:
    """The page as HTML."""
    return render_page("area.html", frame, link, page)


def neighbours_table(rows: Sequence[Beside], kind: str, year: int | None, link: Links) -> Table | None:
    """The areas that adjoin one, and itself, the most deprived first; None where none adjoins it."""
    if len(rows) < len(("itself", "one neighbour")):
        return None
    many = _many(kind)
    lettered = (Column("On the map", "centre"),) if any(row.letter for row in rows) else ()
    ranked = rows[0].areas is None
    return Table(
        "neighbours",
        f"This {kind} and the {many} that adjoin it",
        (Column(kind.capitalize(), "left"), *lettered, Column("Residents"), *_rank_columns(ranked, year)),
        tuple(
            Row(
                _name_cell(row, link),
                (
                    *((Cell(row.letter, missing=not row.letter),) if lettered else ()),
                    _people(row, link),
                    *_rank_cells(row, ranked, link),
                ),
                strong=row.here,
            )
            for row in rows
        ),
        note="" if ranked else FIFTH_NOTE,
    )


FIFTH_NOTE = "Neighbourhoods in the most deprived fifth of England, and how many there are in all."


def within_table(rows: Sequence[Beside], name: str, years: tuple[int, int | None], link: Links) -> Table | None:
    """The neighbourhoods of a larger area, the most deprived first; `years` are the newest edition and the pack's."""
    if not rows:
        return None
    year, before = years
    earlier = (Column("Tenth", "centre", note=str(before)),) if before is not None else ()
    return Table(
        "within",
        f"Neighbourhoods of {name}, most deprived first",
        (Column("Neighbourhood", "left"), Column("Residents"), *_rank_columns(True, year), *earlier),
        tuple(
            Row(
                _name_cell(row, link),
                (
                    _people(row, link),
                    *_rank_cells(row, True, link),
                    *((_tenth_cell(row.before),) if earlier else ()),
                ),
            )
            for row in rows
        ),
    )


def _rank_columns(ranked: bool, year: int | None) -> tuple[Column, ...]:
    when = "" if year is None else str(year)
    if ranked:
        return Column("Rank in England", note=f"{when}, 1 is most deprived"), Column("Tenth", "centre", note=when)
    return (Column("In the most deprived fifth", note=when),)


def _rank_cells(row: Beside, ranked: bool, link: Links) -> tuple[Cell, ...]:
    if not ranked:
        if row.worst is None or not row.areas:
            return (Cell(number.NOT_PUBLISHED, missing=True),)
        return (Cell(f"{row.worst} of {row.areas}", note=number.percent(row.worst / row.areas)),)
    if row.rank is None:
        return (Cell(number.NOT_PUBLISHED, missing=True), _tenth_cell(None))
    href = link.figure(row.figure) if row.figure else ""
    return (Cell(f"{row.rank:,}", href=href), _tenth_cell(row.tenth))


def _tenth_cell(tenth: int | None) -> Cell:
    return Cell(number.NOT_PUBLISHED, missing=True) if tenth is None else Cell(str(tenth), tenth=tenth)


def _name_cell(row: Beside, link: Links) -> Cell:
    if row.here:
        return Cell(row.name, note="this one")
    return Cell(row.name, href=link.page(f"areas/{row.code}"))


def _people(row: Beside, link: Links) -> Cell:
    if row.residents is None:
        return Cell(number.NOT_PUBLISHED, missing=True)
    return Cell(number.count(row.residents), href=link.figure(row.residents_figure) if row.residents_figure else "")


def _many(kind: str) -> str:
    return f"{kind}s"


def local_words(rank: int, of: int, place: str) -> str:
    """The place of a neighbourhood in the order of the whole place.

    Examples
    --------
    >>> local_words(3, 903, "Essex")
    '3rd most deprived of 903 neighbourhoods in Essex'
    """
    most = "Most deprived" if rank == 1 else f"{nth_of(rank)} most deprived"
    return f"{most} of {number.several(of, 'neighbourhood')} in {place}"
