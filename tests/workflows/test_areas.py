"""Lookups of areas by code."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from newlyn.workflows.areas import among, lookup

CODES = st.lists(st.integers(0, 30).map(lambda n: f"E{n:08d}"), min_size=1, max_size=20, unique=True)


@given(CODES, CODES)
def test_areas_are_found_among_sorted_codes_and_strangers_are_passed_over(there: list[str], wanted: list[str]) -> None:
    codes = np.array(sorted(there))
    assert among(codes, np.array(wanted)).tolist() == [code in wanted for code in sorted(there)]


def test_nothing_is_among_no_codes_wanted() -> None:
    assert among(np.array(["E01000001"]), np.array([], dtype=np.str_)).tolist() == [False]


def test_a_code_without_a_parent_has_an_empty_one() -> None:
    found = lookup(np.array(["E01000001", "E01000002"]), {"E01000001": "E07000066"})
    assert found.tolist() == ["E07000066", ""]
