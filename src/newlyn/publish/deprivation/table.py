"""The tables of the deprivation page: districts, domains, neighbourhoods, comparison and editions.

A table is a value (`publish.table`); nothing here knows how it will look.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from newlyn.indices.picture import Change, DeprivationPicture, Group, Neighbourhood
from newlyn.publish.deprivation.measure import (
    BAND_WORDS,
    FIFTH,
    MEASURES,
    WHOLE,
    Yardstick,
    band_of,
    districts_last,
    domains_of,
)
from newlyn.publish.deprivation.way import NOWHERE, Ways, standing_id
from newlyn.publish.number import NOT_PUBLISHED, count, decimal, in_words, percent
from newlyn.publish.table import Cell, Column, Row, Table, cells


def districts_table(groups: Sequence[Group], ways: Ways = NOWHERE) -> Table:
    """The summary measures of each district as MHCLG defines them, and its rank among England's districts."""
    yardstick = Yardstick.of(groups)
    columns = (
        Column("District", align="left"),
        Column("In most deprived fifth", note=f"of its {yardstick.who}"),
        *(Column(measure.label, note="and rank") for measure in MEASURES if measure.id != "average_rank"),
        Column("Residents"),
        Column("Neighbourhoods"),
    )
    return Table(
        "districts-table",
        "Districts, most deprived first",
        columns,
        tuple(_district(group, yardstick, ways) for group in groups),
        wide=True,
    )


def profile_table(picture: DeprivationPicture) -> Table:
    """How many neighbourhoods each domain puts into each national tenth."""
    columns = (
        Column("Domain", align="left"),
        *(Column(str(tenth), note=_end(tenth)) for tenth in range(1, 11)),
        Column("In most deprived fifth"),
    )
    rows = tuple(
        Row(
            Cell(profile.label),
            (
                *(Cell(count(areas)) for areas in profile.deciles),
                Cell(percent(_of(band_of(profile.bands, FIFTH).areas, picture.place.areas))),
            ),
            strong=profile.domain == WHOLE,
        )
        for profile in picture.profile
    )
    return Table(
        "domains-table", "Neighbourhoods by national tenth, 1 being the most deprived", columns, rows, wide=True
    )


def neighbourhoods_table(picture: DeprivationPicture, ways: Ways = NOWHERE) -> Table:
    """Every neighbourhood, most deprived first: where it stands as a whole and in each domain."""
    domains = domains_of(picture)
    several = len(picture.districts) > 1
    columns = (
        Column("Neighbourhood", align="left"),
        Column("National rank", note=f"of {count(picture.england_areas)}"),
        Column("Tenth", align="centre"),
        Column("Local rank", note=f"of {count(picture.place.areas)}"),
        Column("Residents"),
        *(Column(short_domain(profile.domain, profile.label), note="tenth", align="centre") for profile in domains),
        *([Column("District", align="left")] if several else []),
    )
    ids = [profile.domain for profile in domains]
    rows = tuple(_neighbourhood(area, ids, ways, district=several) for area in picture.neighbourhoods)
    return Table("neighbourhoods-table", "Neighbourhoods, most deprived first", columns, rows, wide=True)


def most_deprived_table(picture: DeprivationPicture, first: int, ways: Ways = NOWHERE) -> Table:
    """The few most deprived neighbourhoods and how they rank; few columns, so that they fit on a phone."""
    columns = (
        Column("Neighbourhood", align="left"),
        Column("National rank", note=f"of {count(picture.england_areas)}"),
        Column("Tenth", align="centre"),
    )
    rows = []
    for area in picture.neighbourhoods[:first]:
        head = Cell(area.msoa_name or area.name, note=area.name, href=ways.area(area.code))
        rank = Cell(count(area.domains[WHOLE].rank), href=ways.observed(area.lineage))
        rows.append(Row(head, (rank, _tenth(area, WHOLE, ways))))
    caption = f"The {in_words(len(rows))} most deprived neighbourhoods" if len(rows) > 1 else "Neighbourhoods"
    return Table("most-deprived-table", caption, columns, tuple(rows))


def comparison_table(picture: DeprivationPicture, ways: Ways = NOWHERE) -> Table:
    """The place beside its comparators: shares in the most deprived tenth, fifth and three tenths."""
    groups = (picture.place, *picture.comparators)
    yardstick = Yardstick.of(groups)
    columns = (
        Column("Place", align="left"),
        *(
            Column(f"In most deprived {BAND_WORDS[band.top]}", note=f"of its {yardstick.who}")
            for band in picture.place.bands
        ),
        Column("Share in worst tenth", note="of its neighbourhoods"),
        Column("Residents"),
        Column("Neighbourhoods"),
    )
    return Table(
        "comparison-table",
        f"{picture.place.name} and its comparators",
        columns,
        tuple(_compared(group, yardstick, ways) for group in groups),
    )


def editions_table(change: Change) -> Table:
    """The place in each edition on one set of small areas."""
    columns = (
        Column("Edition", align="left"),
        *(
            Column(f"In most deprived {BAND_WORDS[band.top]}", note=unit)
            for unit in ("residents", "neighbourhoods")
            for band in change.editions[0].bands
        ),
        Column("Estimated", note="share of residents"),
    )
    rows = tuple(
        Row(
            Cell(str(point.edition)),
            (
                *cells([count(band.residents) for band in point.bands], missing=NOT_PUBLISHED),
                *cells([count(band.areas) for band in point.bands], missing=NOT_PUBLISHED),
                Cell(percent(point.estimated_share)),
            ),
        )
        for point in change.editions
    )
    return Table("editions-table", "The same neighbourhoods in each edition", columns, rows)


def district_change_table(change: Change, ways: Ways = NOWHERE) -> Table:
    """Share of each district's residents in the most deprived fifth, edition by edition."""
    columns = (Column("District", align="left"), *(Column(str(point.edition)) for point in change.editions))
    rows = tuple(
        Row(
            Cell(district.name, href=ways.area(district.code)),
            cells([percent(share) for share in district.shares], missing=NOT_PUBLISHED),
        )
        for district in districts_last(change)
    )
    return Table(
        "district-change-table", "Residents in England’s most deprived fifth, by district", columns, rows, wide=True
    )


def short_domain(domain: str, label: str) -> str:
    """A domain's name as a column head: the first words of its label.

    Examples
    --------
    >>> short_domain("education", "Education, skills and training deprivation")
    'Education'
    """
    words = label.replace(" deprivation", "").split(",")[0].split(" and ")[0]
    return words if len(words) <= 12 else domain.capitalize()


def _district(group: Group, yardstick: Yardstick, ways: Ways) -> Row:
    measures = (measure for measure in MEASURES if measure.id != "average_rank")
    return Row(
        Cell(group.name, href=ways.area(group.code)),
        (
            Cell(percent(yardstick.fifth(group)), href=ways.counted(f"{_who(yardstick)}-{FIFTH}", group.code)),
            *(_measured(group, measure.id, ways) for measure in measures),
            *_size(group, ways),
        ),
    )


def _who(yardstick: Yardstick) -> str:
    """What the figures of a picture call those whom a yardstick counts."""
    return "residents" if yardstick.who == "residents" else "areas"


def _measured(group: Group, measure: str, ways: Ways) -> Cell:
    value = getattr(group.summary, measure)
    shown = {"average_score": decimal, "local_concentration": count}.get(measure, percent)(value)
    rank = group.standing.get(measure)
    if value is None:
        return Cell(shown, missing=True)
    return Cell(shown, note="" if rank is None else f"rank {count(rank)}", href=ways.measured(group.code, measure))


def _neighbourhood(area: Neighbourhood, domains: Sequence[str], ways: Ways, *, district: bool) -> Row:
    whole = area.domains[WHOLE]
    own = ways.area(area.code)
    return Row(
        Cell(area.msoa_name or area.name, note=area.name, href=own),
        (
            Cell(count(whole.rank), href=ways.observed(area.lineage)),
            _tenth(area, WHOLE, ways),
            Cell(count(area.local_rank)),
            *cells([count(area.residents)], missing=NOT_PUBLISHED),
            *(_tenth(area, domain, ways) for domain in domains),
            *([Cell(area.district_name, href=ways.area(area.district))] if district else []),
        ),
        key=area.code,
        # Where the number itself leads to how it is known, no command has to be told.
        trace=None if own else (area.code, f"newlyn lineage {area.lineage}"),
    )


def _tenth(area: Neighbourhood, domain: str, ways: Ways) -> Cell:
    standing = area.domains.get(domain)
    if standing is None:
        return Cell(NOT_PUBLISHED, missing=True)
    traced = ways.observed(standing_id(area.lineage, domain, "decile"))
    return Cell(str(standing.decile), tenth=standing.decile, href=traced)


def _compared(group: Group, yardstick: Yardstick, ways: Ways) -> Row:
    shares = tuple(
        _led(Cell(percent(part), missing=part is None), ways.counted(f"{_who(yardstick)}-{band.top}", group.code))
        for band in group.bands
        for part in [yardstick.share(group, band.top)]
    )
    worst = Cell(percent(group.summary.share_worst_tenth), href=ways.counted("areas-0.1", group.code))
    return Row(Cell(group.name), (*shares, worst, *_size(group, ways)), strong=group.kind == "place")


def _size(group: Group, ways: Ways) -> tuple[Cell, ...]:
    residents, areas = cells([count(group.residents), count(group.areas)], missing=NOT_PUBLISHED)
    return _led(residents, ways.counted("residents", group.code)), _led(areas, ways.counted("areas", group.code))


def _led(cell: Cell, href: str) -> Cell:
    """The cell with the way to how it is known; what is missing leads nowhere."""
    return cell if cell.missing else replace(cell, href=href)


def _of(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def _end(tenth: int) -> str:
    return {1: "most deprived", 10: "least deprived"}.get(tenth, "")
