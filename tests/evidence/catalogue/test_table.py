"""A table that contradicts itself cannot be written."""

from __future__ import annotations

import pytest

from newlyn.evidence.catalogue.table import Column, Table, area, status
from newlyn.foundation.errors import DefinitionError

AREA = area("lsoa21")
COUNT = Column("households", "count", "Households", least=0, required=False)


def table(*columns: Column, grain: tuple[str, ...] = ("area",), id: str = "rooms") -> Table:  # noqa: A002 - its own word
    return Table(id, "Rooms", columns, grain)


def test_a_table_knows_its_columns_in_order() -> None:
    rooms = table(AREA, COUNT, status())
    assert rooms.names == ("area", "households", "status")
    assert rooms.column("households") is COUNT
    assert (rooms.has_status, table(AREA, COUNT).has_status) == (True, False)


def test_a_column_may_hold_areas_of_several_kinds() -> None:
    assert area("lad|cty|rgn", name="place").area_types == ("lad", "cty", "rgn")
    assert COUNT.area_types == ()


def test_tables_that_are_declared_alike_are_alike() -> None:
    assert table(AREA, COUNT) == table(AREA, COUNT)
    assert repr(table(AREA)) == repr(table(AREA))
    assert table(AREA, COUNT) != table(AREA)


@pytest.mark.parametrize("name", ["Area", "area code", "1st", "", "área", "area-code"])
def test_a_name_that_is_no_name_is_refused(name: str) -> None:
    with pytest.raises(DefinitionError, match="write the name in lower case with underscores"):
        Column(name, "text", "A name")
    with pytest.raises(DefinitionError, match="write the id in lower case with underscores"):
        table(AREA, id=name)


def test_an_area_column_states_which_areas_and_no_other_column_does() -> None:
    with pytest.raises(DefinitionError, match="column place: an area column, and only one, states its area_type"):
        Column("place", "area", "A place")
    with pytest.raises(DefinitionError, match="column place: an area column, and only one, states its area_type"):
        Column("place", "text", "A place", area_type="lad")


def test_an_area_type_that_is_not_known_is_refused() -> None:
    with pytest.raises(DefinitionError, match=r"column area: 'lsoa2021' is not an area type\. Did you mean 'lsoa21'"):
        area("lad|lsoa2021")


@pytest.mark.parametrize("kind", ["text", "period", "shape"])
def test_limits_of_what_is_no_number_are_refused(kind: str) -> None:
    with pytest.raises(DefinitionError, match=f"column x: limits need a number, and {kind} is none"):
        Column("x", kind, "X", most=5)  # type: ignore[arg-type]


def test_limits_the_wrong_way_round_are_refused() -> None:
    with pytest.raises(DefinitionError, match=r"column x: its least \(5\) is more than its most \(1\)"):
        Column("x", "number", "X", least=5, most=1)


def test_a_column_declared_twice_is_refused() -> None:
    with pytest.raises(DefinitionError, match="rooms: the column 'area' is declared twice"):
        table(AREA, AREA)


def test_a_table_without_a_grain_is_refused() -> None:
    with pytest.raises(DefinitionError, match=r"rooms: name the columns that make a row unique \(grain\)"):
        table(AREA, grain=())


def test_a_grain_that_may_be_absent_is_refused() -> None:
    with pytest.raises(DefinitionError, match=r"rooms\.households: part of the grain, so it must be required"):
        table(AREA, COUNT, grain=("area", "households"))


def test_a_grain_of_another_table_is_refused() -> None:
    with pytest.raises(DefinitionError, match=r"rooms: 'aera' is not a column \(grain aera\)\. Did you mean 'area'"):
        table(AREA, grain=("aera",))


def test_a_column_that_is_not_there_is_told_with_the_nearest() -> None:
    with pytest.raises(DefinitionError, match=r"rooms: 'household' is not a column .* Did you mean 'households'\?"):
        table(AREA, COUNT).column("household")


def test_a_status_without_a_value_that_may_be_absent_is_refused() -> None:
    with pytest.raises(DefinitionError, match="rooms: a status tells why a count or number is absent, and none may be"):
        table(AREA, status())
