"""The page of one area: a sentence, where it is, how it ranks, how that changed, and every figure at hand.

The values are gathered in `workflows.site.area`; sentences, drawings and rows are in the modules beside this one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from newlyn.publish import number
from newlyn.publish.site.area_change import EditionShare, EditionTenth, Steps, draw_shares, draw_tenths
from newlyn.publish.site.area_figures import Figures
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
class AreaList:
    """A list of the areas inside this one, of one type."""

    role: str
    number: int
    type: str


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
    lists: tuple[AreaList, ...]
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


def neighbours_table(rows: Sequence[Beside], kind: str, year: int | None, place: str, link: Links) -> Table | None:
    """The areas that adjoin one, and itself, the most deprived first; None where none adjoins it."""
    if len(rows) < len(("itself", "one neighbour")):
        return None
    lettered = (Column("On the map", "centre"),) if any(row.letter for row in rows) else ()
    small = rows[0].areas is None
    ranked = not small and any(row.rank is not None for row in rows)
    columns = _rank_columns(year) if small else _fifth_columns(year, ranked=ranked)
    return Table(
        "neighbours",
        f"This {kind} and the {kind}s that adjoin it",
        (Column(kind.capitalize(), "left"), *lettered, Column("Residents", note="Census 2021"), *columns),
        tuple(
            Row(
                Cell(row.name, note="this one") if row.here else _name_cell(row, link),
                (
                    *((Cell(row.letter),) if lettered else ()),
                    _people(row),
                    *(_rank_cells(row, link) if small else _fifth_cells(row, ranked=ranked)),
                ),
                strong=row.here,
            )
            for row in rows
        ),
        note=f"Only areas of {place} are listed.",
    )


def within_table(rows: Sequence[Beside], name: str, years: tuple[int, int | None], link: Links) -> Table | None:
    """The neighbourhoods of a larger area, the most deprived first; `years` are the newest edition and the pack's."""
    if not rows:
        return None
    year, before = years
    earlier = () if before is None else (Column("Tenth", "centre", note=str(before)),)
    return Table(
        "within",
        f"Neighbourhoods of {name}, most deprived first",
        (Column("Neighbourhood", "left"), Column("Residents", note="Census 2021"), *_rank_columns(year), *earlier),
        tuple(
            Row(
                _name_cell(row, link),
                (_people(row), *_rank_cells(row, link), *((_tenth_cell(row.before),) if earlier else ())),
            )
            for row in rows
        ),
    )


def _rank_columns(year: int | None) -> tuple[Column, ...]:
    when = "" if year is None else str(year)
    return Column("Rank in England", note=f"{when}, 1 is most deprived"), Column("Tenth", "centre", note=when)


def _rank_cells(row: Beside, link: Links) -> tuple[Cell, ...]:
    if row.rank is None:
        return (_absent(), _absent())
    return (Cell(f"{row.rank:,}", href=link.figure(row.figure)), _tenth_cell(row.tenth))


def _fifth_columns(year: int | None, *, ranked: bool) -> tuple[Column, ...]:
    when = "" if year is None else str(year)
    rank = (Column("Rank of districts", note="by average score, 1 is most deprived"),) if ranked else ()
    return (Column("Neighbourhoods in England’s most deprived fifth", note=when), *rank)


def _fifth_cells(row: Beside, *, ranked: bool) -> tuple[Cell, ...]:
    known = row.worst is not None and row.areas
    fifth = Cell(f"{row.worst} of {row.areas}", note=number.percent((row.worst or 0) / known)) if known else _absent()
    return (fifth, *((_absent() if row.rank is None else Cell(f"{row.rank:,}"),) if ranked else ()))


def _tenth_cell(tenth: int | None) -> Cell:
    return _absent() if tenth is None else Cell(str(tenth), tenth=tenth)


def _name_cell(row: Beside, link: Links) -> Cell:
    return Cell(row.name, href=link.page(f"areas/{row.code}"))


def _people(row: Beside) -> Cell:
    return _absent() if row.residents is None else Cell(number.count(row.residents))


def _absent() -> Cell:
    return Cell(number.NOT_PUBLISHED, missing=True)
