import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newlyn.geography.intersection import shares_of_old


@st.composite
def pieces(draw):
    """Pieces with people in each, as nobody knows them, and the totals that are published."""
    cells = draw(
        st.dictionaries(st.tuples(st.integers(0, 4), st.integers(0, 4)), st.integers(1, 3_000), min_size=1, max_size=12)
    )
    old_at = np.unique([i for i, _ in cells], return_inverse=True)[1]
    new_at = np.unique([j for _, j in cells], return_inverse=True)[1]
    people = np.array(list(cells.values()), float)
    return old_at, new_at, np.bincount(old_at, people), np.bincount(new_at, people)


@given(pieces())
def test_totals_that_can_both_be_met_are_met(world):
    old_at, new_at, old, new = world
    share = shares_of_old(old_at, new_at, old, new)
    assert np.bincount(old_at, share) == pytest.approx(1)
    assert np.bincount(new_at, share * old[old_at]) == pytest.approx(new, rel=0.001, abs=0.5)


@given(pieces(), st.floats(0.01, 100))
def test_growth_that_is_the_same_everywhere_changes_no_share(world, growth):
    old_at, new_at, old, new = world
    assert shares_of_old(old_at, new_at, old, new * growth) == pytest.approx(
        shares_of_old(old_at, new_at, old, new), abs=1e-6
    )


@given(pieces(), st.data())
def test_shares_sum_to_one_also_where_nobody_lives(world, data):
    old_at, new_at, old, new = world
    old[data.draw(st.integers(0, len(old) - 1))] = 0
    new[data.draw(st.integers(0, len(new) - 1))] = 0
    share = shares_of_old(old_at, new_at, old, new)
    assert np.bincount(old_at, share) == pytest.approx(1)
    assert (share >= 0).all()
