"""Ages side by side become rows, and nobody is lost or counted twice."""

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newlyn.evidence.catalogue.population import AGES, BANDS
from newlyn.evidence.catalogue.table import ROW
from newlyn.evidence.sources.dataset import File
from newlyn.evidence.sources.ons_population import broad_bands, once_each, single_years
from newlyn.foundation.errors import SourceError

FILE = File(path="made-up.csv", format="csv", columns={"area": "code"})
HEADERS = [*(str(age) for age in range(AGES - 1)), "90+"]


def _frame(residents: list[list[int]]) -> pa.Table:
    areas = {"code": [f"E0100000{number}" for number in range(len(residents))]}
    ages = {header: [str(one[age]) for one in residents] for age, header in enumerate(HEADERS)}
    return pa.table(areas | ages | {ROW: range(2, len(residents) + 2)})


def test_each_column_of_an_age_becomes_a_row_that_knows_where_it_came_from():
    rows = single_years(_frame([list(range(AGES)), [0] * AGES]), FILE).to_pylist()
    assert len(rows) == 2 * AGES
    assert rows[0] == {"area": "E01000000", ROW: 2, "age": 0, "residents": "0"}
    assert {"area": "E01000000", ROW: 2, "age": 90, "residents": "90"} in rows


def test_people_are_put_into_the_band_of_their_age():
    one_person_of_each = [1] * AGES
    rows = broad_bands(_frame([one_person_of_each]), FILE).to_pylist()
    assert {row["band"]: row["residents"] for row in rows} == dict(zip(BANDS, (16, 9, 25, 15, 26), strict=True))


@settings(max_examples=25)
@given(st.lists(st.lists(st.integers(0, 500), min_size=AGES, max_size=AGES), min_size=1, max_size=4))
def test_bands_and_single_years_hold_the_same_people(residents):
    frame = _frame(residents)
    for read in (single_years, broad_bands):
        rows = read(frame, FILE).to_pylist()
        for number, one in enumerate(residents):
            assert sum(float(row["residents"]) for row in rows if row[ROW] == number + 2) == sum(one)


def test_a_file_that_has_lost_an_age_is_refused():
    with pytest.raises(SourceError, match="no column '90\\+'"):
        single_years(_frame([[0] * AGES]).drop_columns(["90+"]), FILE)


def test_a_unitary_authority_listed_among_districts_and_among_counties_is_taken_once():
    frame = pa.table({"code": ["E06000001", "E06000001"], "count": ["7", "7"], ROW: [5, 90]})
    file = FILE.model_copy(update={"columns": {"area": "code", "residents": "count"}})
    assert once_each(frame, file).to_pylist() == [{"area": "E06000001", "residents": "7", ROW: 5}]
