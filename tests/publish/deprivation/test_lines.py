from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from newlyn.publish.deprivation.lines import _shown


def test_on_a_phone_only_years_that_keep_clear_are_labelled() -> None:
    years = [2004, 2007, 2010, 2015, 2019, 2025]
    assert _shown(years, 188) == [2004, 2015, 2025]
    assert _shown(years, 656) == years


@given(st.sets(st.integers(2000, 2030), min_size=2, max_size=12), st.integers(150, 900))
def test_the_first_and_the_last_year_are_always_labelled(years: set[int], width: int) -> None:
    ordered = sorted(years)
    shown = _shown(ordered, width)
    assert {shown[0], shown[-1]} == {ordered[0], ordered[-1]}
    assert set(shown) <= years
    pixels = width / (ordered[-1] - ordered[0])
    assert len(shown) == 2 or all((after - before) * pixels >= 44 for before, after in pairwise(shown))
