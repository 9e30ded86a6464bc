from __future__ import annotations

import pytest

from newlyn.foundation.errors import InputError
from newlyn.publish.table import Cell, Column, Row, Table, cells

COLUMNS = (Column("Place", align="left"), Column("Number"))


def rows(number: int) -> tuple[Row, ...]:
    return tuple(Row(Cell(f"Place {at}"), cells([str(at)], missing="–")) for at in range(number))


def test_a_row_must_fill_its_columns() -> None:
    with pytest.raises(InputError, match="row 'Ash' has 1 cells for 2 columns"):
        Table("t", "Caption", COLUMNS, (Row(Cell("Ash"), ()),))


def test_a_long_table_splits_without_losing_a_row() -> None:
    table = Table("t", "Caption", COLUMNS, rows(7), wide=True)
    first, rest = table.split(5)
    assert rest is not None
    assert first.rows + rest.rows == table.rows
    assert (rest.key, rest.caption, rest.wide) == ("t-rest", "Caption, continued", True)


def test_a_short_table_is_not_split() -> None:
    table = Table("t", "Caption", COLUMNS, rows(5))
    assert table.split(5) == (table, None)


def test_missing_cells_are_marked() -> None:
    assert [cell.missing for cell in cells(["1", "not published"], missing="not published")] == [False, True]
