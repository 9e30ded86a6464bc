"""Changes of level are found where they are, measured for what they are, and not found where there are none."""

from __future__ import annotations

import warnings
from itertools import combinations, pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import ttest_ind

from newlyn.foundation.errors import InputError
from newlyn.stats.control.change_point import FEWEST, SHORTEST, change_points
from newlyn.stats.control.change_size import describe_changes, largest_change
from newlyn.stats.control.chart import short_term_spread

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # statsmodels 0.14 uses what pandas 3 warns of
    from statsmodels.datasets import nile

STEP = np.repeat([5.0, 9.0], [15, 12]) + np.tile([0.5, -0.5, 0.1], 9)


def _rng() -> np.random.Generator:
    return np.random.default_rng(1590)


def _volumes() -> np.ndarray:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return nile.load_pandas().data["volume"].to_numpy()


# SOURCE: Cobb (1978), The problem of the Nile: conditional solution to a changepoint problem, Biometrika 65: 243–251:
# annual volumes at Aswan, 1871 to 1970, fall after 1898, from a mean of 1098 to 850. Data as in statsmodels 0.14.
def test_the_nile_falls_after_1898() -> None:
    volumes = _volumes()
    changes = describe_changes(volumes, rng=_rng())
    assert (1871 + changes.at).tolist() == [1899]
    assert (changes.before[0], changes.after[0]) == pytest.approx((1097.75, 849.972), abs=0.001)
    assert changes.size.upper[0] < -190
    assert changes.test.p[0] == 0.001
    one = largest_change(volumes, rng=_rng())
    assert (one.at, one.test.p) == (28, 0.001)


def test_size_and_limits_are_those_of_students_t() -> None:
    # SOURCE: scipy.stats.ttest_ind with equal variances.
    change = largest_change(STEP, rng=_rng(), level=0.9)
    theirs = ttest_ind(STEP[15:], STEP[:15])
    assert change.at == 15
    assert change.test.score == pytest.approx(theirs.statistic)
    limits = theirs.confidence_interval(0.9)
    assert (change.size.lower, change.size.upper) == pytest.approx((limits.low, limits.high))
    assert change.size.value == pytest.approx(STEP[15:].mean() - STEP[:15].mean())


def _best_of_all(value: np.ndarray, price: float) -> tuple[float, list[int]]:
    """The cheapest of all ways to divide a series, tried one after the other."""
    n = len(value)
    ways = [at for many in range(4) for at in combinations(range(SHORTEST, n - SHORTEST + 1), many)]

    def cost(at: tuple[int, ...]) -> float:
        pieces = [value[start:end] for start, end in pairwise((0, *at, n))]
        if min(len(piece) for piece in pieces) < SHORTEST:
            return np.inf
        return sum(((piece - piece.mean()) ** 2).sum() for piece in pieces) + price * len(at)

    return min((cost(at), list(at)) for at in ways)


@given(st.integers(0, 2**32 - 1), st.floats(0.5, 12))
@settings(max_examples=60, deadline=None)
def test_the_division_is_the_cheapest_there_is(seed: int, penalty: float) -> None:
    rng = np.random.default_rng(seed)
    value = rng.standard_normal(15) + np.repeat(rng.normal(0, 3, 5), 3)
    found = np.flatnonzero(change_points(value, penalty=penalty, spread=1).starts).tolist()
    cheapest, at = _best_of_all(value, penalty)
    if len(found) <= 3:
        assert found == at, cheapest


def test_levels_are_the_means_between_changes() -> None:
    value = np.concatenate([STEP, STEP[:15] - 20])
    found = change_points(value)
    assert np.flatnonzero(found.starts).tolist() == [15, 27]
    edges = [0, 15, 27, 42]
    for start, end in pairwise(edges):
        assert found.level[start:end] == pytest.approx([value[start:end].mean()] * (end - start))
    assert found.spread[0] == short_term_spread(value)[0]


@given(st.integers(0, 2**32 - 1), st.floats(0.01, 1000), st.floats(-1e4, 1e4))
def test_another_unit_does_not_move_a_change(seed: int, by: float, to: float) -> None:
    rng = np.random.default_rng(seed)
    value = rng.standard_normal((3, 20)) + 4 * (np.arange(20) >= rng.integers(4, 16, (3, 1)))
    plain, moved = change_points(value), change_points(value * by + to)
    np.testing.assert_array_equal(plain.starts, moved.starts)
    one, two = (largest_change(v, rng=_rng(), permutations=99) for v in (value, value * by + to))
    np.testing.assert_array_equal(one.at, two.at)
    np.testing.assert_array_equal(one.test.p, two.test.p)
    np.testing.assert_allclose(two.size.upper, one.size.upper * by, rtol=1e-6, atol=1e-6 * by)


def test_a_series_read_backwards_changes_at_the_same_places() -> None:
    value = np.concatenate([STEP, STEP[:15] - 20])
    forth, back = (np.flatnonzero(change_points(v).starts) for v in (value, value[::-1]))
    assert (len(value) - forth).tolist()[::-1] == back.tolist()


def test_each_series_stands_by_itself() -> None:
    rng = np.random.default_rng(5)
    value = rng.standard_normal((4, 5, 24)) + 5 * (np.arange(24) >= rng.integers(3, 30, (4, 5, 1)))
    value[rng.random(value.shape) < 0.2] = np.nan
    together, largest = change_points(value), largest_change(value, rng=_rng(), permutations=99)
    assert together.enough.all()
    for at in np.ndindex(4, 5):
        alone = change_points(value[at])
        assert together.starts[at].tolist() == alone.starts.tolist()
        np.testing.assert_array_equal(together.level[at], alone.level)
        assert largest.at[at] == largest_change(value[at], rng=_rng(), permutations=99).at


def test_missing_values_are_passed_over() -> None:
    holes = np.insert(STEP, [3, 3, 15, 20], np.nan)
    present = ~np.isnan(holes)
    found, whole = change_points(holes, spread=0.5), change_points(STEP, spread=0.5)
    assert found.starts[present].tolist() == whole.starts.tolist()
    assert not found.starts[~present].any()
    assert found.level[present] == pytest.approx(whole.level)
    one, two = largest_change(holes, rng=_rng()), largest_change(STEP, rng=_rng())
    assert one.at == np.flatnonzero(found.starts)[0]
    assert one.size.lower == pytest.approx(two.size.lower)
    assert one.test.score == pytest.approx(two.test.score)


def test_a_series_with_too_few_values_has_nothing_to_tell() -> None:
    value = np.stack([STEP[8:22], STEP[8:22]])
    value[1, :3] = np.nan
    found = change_points(value)
    assert found.enough[:, 0].tolist() == [True, False]
    assert found.starts.any(axis=-1).tolist() == [True, False]
    assert np.isnan(found.level).all(axis=-1).tolist() == [False, True]
    change = largest_change(value, rng=_rng(), permutations=99)
    for part in (change.at, change.before, change.after, change.size.value, change.size.upper, change.test.p):
        assert np.isnan(part).tolist() == [False, True]
    assert np.isnan(change.test.score[1])


def test_a_series_that_stands_still_does_not_change() -> None:
    still = np.full(20, 0.1)
    assert not change_points(still).starts.any()
    change = largest_change(still, rng=_rng(), permutations=99)
    assert (change.size.value, change.test.p) == (0, 1)
    assert np.isnan(change.test.score)
    stepped = np.repeat([0.1, 0.3], [9, 11])
    assert np.flatnonzero(change_points(stepped).starts).tolist() == [9]


def test_an_outlier_is_no_level() -> None:
    value = np.tile([0.0, 1.0, 0.5], 8)
    value[10:12] = 60
    starts = np.flatnonzero(change_points(value).starts)
    assert (np.diff([0, *starts, 24]) >= SHORTEST).all()


def test_steady_series_are_divided_as_seldom_as_is_said() -> None:
    rng = np.random.default_rng(2007)
    for periods, said in ((12, 1 / 13), (20, 1 / 16), (100, 1 / 70)):
        divided = change_points(rng.standard_normal((4000, periods))).starts.any(axis=-1).mean()
        assert divided == pytest.approx(said, abs=0.014)


def test_the_test_holds_its_level_whatever_the_distribution() -> None:
    rng = np.random.default_rng(37)
    for value in (rng.standard_normal((2000, 16)), rng.exponential(1, (2000, 16)) ** 2):
        p = largest_change(value, rng=rng, permutations=199).test.p
        assert (p <= 0.05).mean() == pytest.approx(0.05, abs=0.015)


def test_a_clear_change_is_found_where_it_is() -> None:
    rng = np.random.default_rng(3)
    value = rng.standard_normal((500, 30)) + 4 * (np.arange(30) >= 18)
    assert (largest_change(value, rng=rng, permutations=99).at == 18).mean() > 0.9
    assert change_points(value).starts[:, 18].mean() > 0.9


def test_no_change_leaves_nothing_to_describe() -> None:
    changes = describe_changes(np.tile([1.0, 2.0, 1.5], 6), rng=_rng())
    assert changes.at.shape == changes.test.p.shape == changes.size.lower.shape == (0,)


def test_changes_are_measured_between_their_neighbours() -> None:
    value = np.concatenate([STEP, STEP[:15] - 20])
    changes = describe_changes(value, rng=_rng())
    assert changes.at.tolist() == [15, 27]
    assert changes.after[0] == pytest.approx(changes.before[1])
    theirs = ttest_ind(value[27:], value[15:27])
    assert changes.test.score[1] == pytest.approx(theirs.statistic)


def test_the_same_chance_gives_the_same_answer() -> None:
    one, two = (largest_change(STEP, rng=np.random.default_rng(9)).test.p for _ in range(2))
    assert one == two


def test_no_areas_have_no_changes() -> None:
    empty = np.empty((0, 15))
    assert change_points(empty).level.shape == (0, 15)
    assert largest_change(empty, rng=_rng()).at.shape == (0,)


def test_what_is_too_short_is_refused_with_the_least_that_is_enough() -> None:
    with pytest.raises(InputError, match=rf"value must hold at least {FEWEST} values; got 11\."):
        change_points(np.ones(11))
    with pytest.raises(InputError, match=rf"value must hold at least {FEWEST} values in each row; got 4\."):
        largest_change(np.ones((30, 4)), rng=_rng())
    short = [np.nan, *STEP[:11]]
    with pytest.raises(InputError, match=r"one series with at least 12 values that are not missing; got 11 in an arr"):
        describe_changes(short, rng=_rng())
    with pytest.raises(
        InputError, match=r"one series with at least 12 values .* got 40 in an array of shape \(2, 20\)"
    ):
        describe_changes(np.ones((2, 20)), rng=_rng())


def test_options_that_make_no_sense_are_refused() -> None:
    with pytest.raises(InputError, match=r"penalty must be nought or more, in variances of the noise; got -1\."):
        change_points(STEP, penalty=-1)
    with pytest.raises(InputError, match=r"spread must be above nought; here it is 0\."):
        change_points(STEP, spread=0)
    with pytest.raises(InputError, match=r"spread must be one number, or go with shape \(1,\); got shape \(2,\)\."):
        change_points(STEP, spread=[1, 2])
    with pytest.raises(InputError, match=r"permutations must be at least 99; got 10\."):
        largest_change(STEP, rng=_rng(), permutations=10)
    with pytest.raises(InputError, match=r"permutations must be at least 99; got 98\."):
        describe_changes(np.ones(20), rng=_rng(), permutations=98)
    with pytest.raises(InputError, match=r"rng must be a numpy\.random\.Generator"):
        largest_change(STEP, rng=1)
    with pytest.raises(InputError, match=r"level must be a proportion between 0 and 1, such as 0\.95; got 95\."):
        describe_changes(STEP, rng=_rng(), level=95)
