"""Units are told apart by group, whatever the numbers of the groups and however many there are."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newlyn.foundation.errors import InputError
from newlyn.stats.grouping import Grouping


@given(st.lists(st.integers(-3, 5) | st.integers(-(10**15), 10**15), max_size=40))
def test_codes_may_be_any_whole_numbers_and_each_unit_finds_its_own(group: list[int]) -> None:
    found = Grouping.checked(group, len(group)) if group else Grouping.checked(None, 0)
    assert found.codes.tolist() == sorted(set(group))
    assert found.codes[found.of].tolist() == group
    assert found.of[found.order].tolist() == sorted(found.of.tolist())
    assert found.total(np.ones(len(group))).tolist() == [group.count(code) for code in found.codes]


def test_more_groups_than_a_narrow_type_holds_are_kept_apart() -> None:
    group = np.random.default_rng(1).permutation(np.repeat(np.arange(70_000), 2))
    found = Grouping.checked(group, group.size)
    assert (found.total(np.ones(group.size)) == 2).all()
    assert np.bincount(found.best_places(np.arange(group.size))).tolist() == [0, 70_000, 70_000]


def test_rows_laid_end_to_end_are_groups() -> None:
    found = Grouping.rows((2, 3))
    assert found.total(np.arange(6.0)).tolist() == [3, 12]


def test_sums_are_taken_of_every_row_at_once() -> None:
    assert Grouping.checked([4, 2, 4], 3).total(np.array([[1.0, 2, 3], [10, 20, 30]])).tolist() == [[2, 4], [20, 40]]


@pytest.mark.parametrize(
    "group", [[1, 2], [[1, 2, 3]], [1.5, 2, 3], ["a", "b", "c"], [1, 2, np.nan], [True, False, True]]
)
def test_what_is_not_one_whole_number_for_each_unit_is_refused(group) -> None:
    with pytest.raises(InputError, match="group must be whole numbers, one for each of the 3 units; got"):
        Grouping.checked(group, 3)
