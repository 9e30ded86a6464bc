import numpy as np
import pyarrow as pa
import pytest

from newlyn.geography.column import as_codes, as_numbers, first_repeated, positions


@pytest.mark.parametrize(
    "column", [["b", "a"], pa.array(["b", "a"]), pa.chunked_array([["b"], ["a"]]), np.array(["b", "a"])]
)
def test_codes_are_read_from_any_column(column):
    assert as_codes(column).tolist() == ["b", "a"]


@pytest.mark.parametrize("column", [[1, None], pa.array([1, None]), pa.chunked_array([[1], [None]], pa.int64())])
def test_an_absent_number_is_nan(column):
    assert as_numbers(column) == pytest.approx([1, np.nan], nan_ok=True)


def test_a_code_is_found_or_not():
    at, found = positions(np.array(["a", "c"]), np.array(["c", "b", "a", "z"]))
    assert found.tolist() == [True, False, True, False]
    assert at[found].tolist() == [1, 0]


def test_nothing_is_found_among_no_codes():
    assert positions(np.array([], str), np.array(["a"]))[1].tolist() == [False]


def test_the_first_repeated_code_is_told():
    assert first_repeated(np.array(["b", "a", "b"])) == "b"
    assert first_repeated(np.array(["b", "a"])) is None
