"""Rows are put in the order of their key, and a key that stands twice is found."""

from __future__ import annotations

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from newlyn.evidence.order import first_repeat, in_order

ROWS = st.lists(st.tuples(st.sampled_from(["b", "a", "é", "Z", None]), st.integers(-3, 3)), max_size=30)


def _table(rows: list[tuple[str | None, int]]) -> pa.Table:
    words, numbers = [row[0] for row in rows], [row[1] for row in rows]
    return pa.table({"word": pa.array(words, pa.string()), "number": pa.array(numbers, pa.int64())})


@given(ROWS)
def test_rows_are_sorted_as_plain_python_sorts_them(rows: list[tuple[str | None, int]]) -> None:
    found = in_order(_table(rows), ["word", "number"]).to_pylist()
    expected = sorted(rows, key=lambda row: (row[0] is None, (row[0] or "").encode(), row[1]))
    assert [(row["word"], row["number"]) for row in found] == expected


@given(ROWS)
def test_dictionary_columns_are_sorted_by_their_words(rows: list[tuple[str | None, int]]) -> None:
    plain = _table(rows)
    coded = plain.set_column(0, "word", plain["word"].dictionary_encode())
    assert in_order(coded, ["word", "number"]).to_pylist() == in_order(plain, ["word", "number"]).to_pylist()


@given(ROWS)
def test_a_repeat_is_found_exactly_when_there_is_one(rows: list[tuple[str | None, int]]) -> None:
    at = first_repeat(_table(rows), ["word", "number"])
    assert (at is None) == (len(set(rows)) == len(rows))
    if at is not None:
        assert rows[at] in rows[:at]


def test_many_columns_of_many_values_do_not_overflow() -> None:
    many = pa.table({f"column{n}": pa.array(range(2_000)) for n in range(8)})
    assert first_repeat(many, many.column_names) is None
    assert in_order(many.take(pa.array(range(1_999, -1, -1))), many.column_names).equals(many)


def test_an_empty_table_has_no_repeat() -> None:
    assert first_repeat(_table([]), ["word"]) is None
    assert in_order(_table([]), ["word"]).num_rows == 0
