"""Fisher's exact test agrees with Fisher, with SciPy, and with itself from the other side."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import fisher_exact, hypergeom

from newlyn.foundation.errors import InputError
from newlyn.stats.representation.fisher import MOST, fisher_test

SCIPY = {"two-sided": "two-sided", "less": "less", "greater": "greater"}


@st.composite
def tables(draw: st.DrawFn, most: int = 60) -> tuple[int, int, int, int]:
    na, nb = draw(st.integers(1, most)), draw(st.integers(1, most))
    return draw(st.integers(0, na)), na, draw(st.integers(0, nb)), nb


def test_the_lady_tasting_tea() -> None:
    # SOURCE: Fisher (1935), The Design of Experiments, chapter II: all eight cups right, 1 in 70; and Agresti (2002),
    # Categorical Data Analysis, 2nd ed., p. 92: six cups right, one-sided p-value 0.243.
    p = fisher_test([4, 3], 4, [0, 1], 4, side="greater").p
    assert p[0] == pytest.approx(1 / 70)
    assert p[1] == pytest.approx(0.243, abs=5e-4)


def test_the_convicts_twins_of_fisher() -> None:
    # SOURCE: Fisher (1935), The logic of inductive inference, JRSS 98: 39-82, p. 50: of 13 monozygotic twins of
    # convicts 10 were convicted, of 17 dizygotic 2; as extreme by chance 1 in 2,150, "approximately".
    p = float(fisher_test(10, 13, 2, 17, side="greater").p)
    assert 1 / p == pytest.approx(2150, rel=0.002)


@given(tables(), st.sampled_from(sorted(SCIPY)))
def test_p_values_are_those_of_scipy(table: tuple[int, int, int, int], side: str) -> None:
    xa, na, xb, nb = table
    theirs = fisher_exact([[xa, na - xa], [xb, nb - xb]], alternative=SCIPY[side]).pvalue
    assert float(fisher_test(*table, side=side).p) == pytest.approx(theirs, rel=1e-9, abs=1e-300)


def test_many_tables_at_once_are_as_one_by_one() -> None:
    rng = np.random.default_rng(1)
    na, nb = rng.integers(1, 300, 200), rng.integers(1, 300, 200)
    xa, xb = rng.binomial(na, 0.3), rng.binomial(nb, 0.2)
    together = fisher_test(xa.reshape(10, 20), na.reshape(10, 20), xb.reshape(10, 20), nb.reshape(10, 20)).p
    assert together.ravel().tolist() == [float(fisher_test(*one).p) for one in zip(xa, na, xb, nb, strict=True)]


def test_millions_of_people_are_as_in_scipy() -> None:
    ours = float(fisher_test(1200, 3_000_000, 1400, 3_000_000).p)
    assert ours == pytest.approx(fisher_exact([[1200, 2_998_800], [1400, 2_998_600]]).pvalue, rel=1e-6)


@given(tables())
def test_the_groups_may_change_places_and_so_may_having_and_not(table: tuple[int, int, int, int]) -> None:
    xa, na, xb, nb = table
    p = float(fisher_test(*table).p)
    assert float(fisher_test(xb, nb, xa, na).p) == pytest.approx(p)
    assert float(fisher_test(na - xa, na, nb - xb, nb).p) == pytest.approx(p)
    less = float(fisher_test(*table, side="less").p)
    assert float(fisher_test(xb, nb, xa, na, side="greater").p) == pytest.approx(less)


@given(tables())
def test_one_side_and_the_other_share_the_table_found(table: tuple[int, int, int, int]) -> None:
    xa, na, xb, nb = table
    less, greater = (float(fisher_test(*table, side=side).p) for side in ("less", "greater"))
    found = hypergeom.pmf(xa, na + nb, na, xa + xb)
    assert less + greater == pytest.approx(1 + found)
    low, high = (float(fisher_test(*table, side=side, mid=True).p) for side in ("less", "greater"))
    assert low + high == pytest.approx(1)


@given(tables())
def test_the_mid_p_counts_tables_as_probable_by_half(table: tuple[int, int, int, int]) -> None:
    xa, na, xb, nb = table
    inside = np.arange(max(0, xa + xb - nb), min(na, xa + xb) + 1)
    probability = hypergeom.pmf(inside, na + nb, na, xa + xb)
    found = probability[inside == xa]
    equal = np.isclose(probability, found, rtol=1e-6, atol=0)
    wanted = probability[(probability < found) & ~equal].sum() + probability[equal].sum() / 2
    assert float(fisher_test(*table, mid=True).p) == pytest.approx(wanted)


def test_the_exact_test_is_never_too_ready_and_its_mid_p_is_near_its_level() -> None:
    rng = np.random.default_rng(2)
    xa, xb = rng.binomial(15, 0.3, 20_000), rng.binomial(20, 0.3, 20_000)
    exact, mid = (fisher_test(xa, 15, xb, 20, mid=mid).p for mid in (False, True))
    assert (exact < 0.05).mean() < 0.04
    assert 0.03 < (mid < 0.05).mean() < 0.06


def test_missing_counts_and_groups_of_nobody_are_missing() -> None:
    found = fisher_test([np.nan, 0, 1], [5, 0, 5], [1, 1, 1], [5, 5, 5])
    assert np.isnan(found.p[:2]).all()
    assert found.p[2] == pytest.approx(1)
    assert np.isnan(found.score).all()
    assert fisher_test([], [], [], []).p.shape == (0,)


def test_where_nobody_has_the_characteristic_nothing_speaks_against_equality() -> None:
    assert float(fisher_test(0, 5, 0, 8).p) == 1


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"count_a": 1.5}, r"a count_a must be a whole number; here it is 1\.5"),
        ({"total_b": 6.5}, r"a total_b must be a whole number; here it is 6\.5"),
        ({"count_a": 6}, r"a count_a cannot exceed its total_a; here, 6 exceeds 5"),
        ({"count_b": -1}, r"a count_b cannot be negative; here it is -1"),
        ({"side": "both"}, r"side must be one of two-sided, less, greater; got 'both'"),
        (
            {"count_a": MOST, "total_a": 2 * MOST, "count_b": MOST, "total_b": 2 * MOST},
            r"the smallest margin of a table must be below 20000000; got 40000000\. Take interval\.difference",
        ),
    ],
)
def test_tables_that_cannot_be_are_refused(given: dict[str, object], message: str) -> None:
    with pytest.raises(InputError, match=message):
        fisher_test(**{"count_a": 1, "total_a": 5, "count_b": 1, "total_b": 5} | given)
