"""Places and ties, held against SciPy."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import rankdata

from newlyn.stats.rank import best_places, mean_places

NUMBERS = st.lists(st.integers(-5, 5), max_size=40)


@given(NUMBERS)
def test_places_are_those_that_scipy_gives(values: list[int]) -> None:
    assert best_places(values).tolist() == rankdata(values, method="min").tolist()
    assert mean_places(values).tolist() == rankdata(values, method="average").tolist()


@given(NUMBERS)
def test_mean_places_lose_nothing_to_ties(values: list[int]) -> None:
    n = len(values)
    assert np.isclose(mean_places(values).sum(), n * (n + 1) / 2)
