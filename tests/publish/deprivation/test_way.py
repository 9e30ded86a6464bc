from __future__ import annotations

from tests.publish.factory import make_place

from newlyn.publish.deprivation import table
from newlyn.publish.deprivation.way import Ways
from newlyn.publish.table import Table

MADE = make_place(areas=60, districts=4).picture
LEADING = Ways(
    area=lambda code: f"area {code}",
    observed=lambda figure: f"observed {figure}",
    counted=lambda name, code: f"counted {name} {code}",
    measured=lambda code, measure: f"measured {measure} {code}",
)


def hrefs(found: Table) -> list[str]:
    return [cell.href for row in found.rows for cell in (row.head, *row.cells)]


def test_a_rendering_that_stands_alone_leads_nowhere() -> None:
    tables = (
        table.districts_table(MADE.districts), table.neighbourhoods_table(MADE), table.comparison_table(MADE),
        table.most_deprived_table(MADE, 5),
    )  # fmt: skip
    assert {href for found in tables for href in hrefs(found)} == {""}


def test_a_neighbourhood_leads_to_its_page_and_its_standings_to_how_they_are_known() -> None:
    row = table.neighbourhoods_table(MADE, LEADING).rows[0]
    code = MADE.neighbourhoods[0].code
    assert row.head.href == f"area {code}"
    assert row.trace is None  # the number leads there itself, so no command has to be told
    assert row.cells[0].href == f"observed deprivation.imd.rank:{code}:2019"
    assert row.cells[5].href == f"observed deprivation.employment.decile:{code}:2019"


def test_what_is_not_published_leads_nowhere() -> None:
    unknown = make_place(areas=60, districts=4, population=False).picture
    for found in (table.districts_table(unknown.districts, LEADING), table.comparison_table(unknown, LEADING)):
        missing = [cell for row in found.rows for cell in row.cells if cell.missing]
        assert missing
        assert [cell.href for cell in missing if cell.href] == []


def test_the_figures_of_the_place_are_those_of_its_picture() -> None:
    own = table.comparison_table(MADE, LEADING).rows[0]
    assert [cell.href for cell in own.cells] == [
        f"counted {name} X10000001"
        for name in ("residents-0.1", "residents-0.2", "residents-0.3", "areas-0.1", "residents", "areas")
    ]
