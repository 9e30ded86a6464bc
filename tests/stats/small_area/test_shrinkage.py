"""Small areas are drawn towards their larger areas as the published formulae say, and by no more."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newlyn.foundation.errors import InputError
from newlyn.stats.small_area.shrinkage import Shrunken, shrink_means, shrink_proportions


def plain(count: list[float], total: list[float]) -> tuple[list[float], list[float]]:
    """The appendix on shrinkage of the Indices' technical report, for one larger area, line by line."""
    logits = [np.log((r + 0.5) / (n - r + 0.5)) for r, n in zip(count, total, strict=True)]
    whole = np.log((sum(count) + 0.5) / (sum(total) - sum(count) + 0.5))
    between = sum((m - whole) ** 2 for m in logits) / (len(logits) - 1)
    values, weights = [], []
    for r, n, m in zip(count, total, logits, strict=True):
        chance = (n + 1) * (n + 2) / (n * (r + 1) * (n - r + 1))
        weight = (1 / chance) / (1 / chance + 1 / between)
        drawn = weight * m + (1 - weight) * whole
        values.append(np.exp(drawn) / (1 + np.exp(drawn)))
        weights.append(weight)
    return values, weights


@st.composite
def areas(draw: st.DrawFn) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    size = draw(st.integers(4, 30))
    total = np.array(draw(st.lists(st.integers(1, 5000), min_size=size, max_size=size)), float)
    share = np.array(draw(st.lists(st.floats(0, 1), min_size=size, max_size=size)))
    group = np.array(draw(st.lists(st.integers(0, 2), min_size=size, max_size=size)))
    return np.round(share * total), total, group


def arrays(shrunken: Shrunken) -> list[np.ndarray]:
    return [
        shrunken.value,
        shrunken.weight,
        shrunken.towards,
        shrunken.between,
        shrunken.posterior_error,
        shrunken.posterior.lower,
        shrunken.posterior.upper,
    ]


def test_proportions_are_drawn_as_the_technical_report_says() -> None:
    count, total = [3, 40, 12, 150], [20, 310, 15, 900]
    shrunken = shrink_proportions(count, total, [5, 5, 5, 5])
    values, weights = plain(count, total)
    assert shrunken.value == pytest.approx(values, abs=1e-12)
    assert shrunken.weight == pytest.approx(weights, abs=1e-12)


def test_each_larger_area_is_worked_out_by_itself() -> None:
    count, total = np.array([3, 40, 12, 150, 7, 9]), np.array([20, 310, 15, 900, 30, 80])
    group = np.array([9, 4, 9, 4, 9, 4])
    whole = shrink_proportions(count, total, group)
    for code in (4, 9):
        alone = shrink_proportions(count[group == code], total[group == code], group[group == code])
        for together, apart in zip(arrays(whole), arrays(alone), strict=True):
            assert together[group == code] == pytest.approx(apart)


def test_rows_of_indicators_are_each_worked_out_by_themselves() -> None:
    count, total = np.array([[3, 40, 12], [5, 6, 7]]), np.array([20, 310, 15])
    both = shrink_proportions(count, total, [1, 1, 1])
    for row in range(2):
        alone = shrink_proportions(count[row], total, [1, 1, 1])
        assert both.value[row] == pytest.approx(alone.value)


@settings(deadline=None)
@given(areas())
def test_a_shrunken_proportion_lies_between_the_area_and_its_larger_area(
    given_areas: tuple[np.ndarray, np.ndarray, np.ndarray],
) -> None:
    count, total, group = given_areas
    shrunken = shrink_proportions(count, total, group)
    own = (count + 0.5) / (total + 1)
    assert (shrunken.value >= np.minimum(own, shrunken.towards) - 1e-12).all()
    assert (shrunken.value <= np.maximum(own, shrunken.towards) + 1e-12).all()
    limited = ~np.isnan(shrunken.posterior.lower)
    assert (shrunken.posterior.lower[limited] <= shrunken.value[limited]).all()
    assert (shrunken.posterior.upper[limited] >= shrunken.value[limited]).all()


@settings(deadline=None)
@given(areas(), st.randoms(use_true_random=False))
def test_the_order_of_the_areas_does_not_matter(
    given_areas: tuple[np.ndarray, np.ndarray, np.ndarray], chance: object
) -> None:
    count, total, group = given_areas
    order = list(range(len(count)))
    chance.shuffle(order)  # type: ignore[attr-defined]
    here, there = shrink_proportions(count, total, group), shrink_proportions(count[order], total[order], group[order])
    np.testing.assert_allclose(here.value[order], there.value, atol=1e-10)


@settings(deadline=None)
@given(areas())
def test_those_who_have_not_mirror_those_who_have(given_areas: tuple[np.ndarray, np.ndarray, np.ndarray]) -> None:
    count, total, group = given_areas
    have, have_not = shrink_proportions(count, total, group), shrink_proportions(total - count, total, group)
    np.testing.assert_allclose(have.value, 1 - have_not.value, atol=1e-10)
    np.testing.assert_allclose(have.posterior.lower, 1 - have_not.posterior.upper, atol=1e-10)


def test_a_larger_area_is_drawn_less_for_being_sure() -> None:
    shrunken = shrink_proportions([10, 100, 1000, 300], [50, 500, 5000, 600], [1, 1, 1, 1])
    assert (np.diff(shrunken.weight[:3]) > 0).all()


def test_a_single_small_area_is_drawn_nowhere_and_has_no_limits() -> None:
    shrunken = shrink_proportions([3, 5, 6], [10, 50, 20], [1, 2, 2])
    assert shrunken.value[0] == pytest.approx(3.5 / 11)
    assert shrunken.value[0] == shrunken.towards[0]
    assert np.isnan([shrunken.weight[0], shrunken.between[0], shrunken.posterior.lower[0]]).all()
    assert not np.isnan(shrunken.posterior.lower[1:]).any()


def test_no_variance_between_areas_leaves_the_larger_area_and_claims_no_certainty() -> None:
    shrunken = shrink_proportions([5, 10, 20], [10, 20, 40], [1, 1, 1])
    assert shrunken.value.tolist() == [0.5, 0.5, 0.5]
    assert shrunken.weight.tolist() == [0, 0, 0]
    assert np.isnan(shrunken.posterior.lower).all()


def test_a_missing_area_stays_missing_and_changes_nothing_for_the_others() -> None:
    for empty in ([np.nan, 30], [2, np.nan], [0, 0]):
        with_it = shrink_proportions([3, 40, empty[0], 12], [20, 310, empty[1], 15], [1, 1, 1, 1])
        without = shrink_proportions([3, 40, 12], [20, 310, 15], [1, 1, 1])
        for long, short in zip(arrays(with_it), arrays(without), strict=True):
            assert np.isnan(long[2])
            assert long[[0, 1, 3]] == pytest.approx(short)


def test_a_larger_area_of_nothing_but_missing_areas_is_missing() -> None:
    assert np.isnan(shrink_proportions([np.nan, np.nan, 1, 2], [5, 5, 9, 9], [1, 1, 2, 2]).value[:2]).all()
    assert np.isnan(shrink_means([np.nan, np.nan, 1, 2], [5, 5, 9, 9], [1, 1, 2, 2]).value[:2]).all()


def test_means_are_weighed_by_precision_by_hand() -> None:
    # Mean by people (5000 + 600 + 700) / 120 = 52.5; between ((-2.5)² + 7.5² + 17.5²) / 2 = 184.375.
    shrunken = shrink_means([50, 60, 70], [1, 10, 10], [1, 1, 1], weight=[100, 10, 10])
    share = 184.375 / (184.375 + np.array([1, 100, 100]))
    assert shrunken.towards.tolist() == [52.5] * 3
    assert shrunken.between == pytest.approx([184.375] * 3)
    assert shrunken.value == pytest.approx(share * [50, 60, 70] + (1 - share) * 52.5)
    assert shrunken.posterior_error == pytest.approx(np.sqrt(1 / (1 / np.array([1, 100, 100]) + 1 / 184.375)))


def test_without_weights_the_larger_area_is_the_mean_by_precision() -> None:
    shrunken = shrink_means([1.0, 2.0, 6.0], [1.0, 0.5, 2.0], [1, 1, 1])
    assert shrunken.towards == pytest.approx([(1 + 8 + 1.5) / 5.25] * 3)


@settings(deadline=None)
@given(st.floats(-50, 50), st.floats(0.01, 100))
def test_means_in_another_unit_are_drawn_alike(shift: float, scale: float) -> None:
    value, error, group = np.array([3.0, 5, 9, 4, 8]), np.array([1.0, 2, 1, 3, 0.5]), [1, 1, 1, 2, 2]
    here, there = shrink_means(value, error, group), shrink_means(shift + scale * value, scale * error, group)
    np.testing.assert_allclose(there.value, shift + scale * here.value, rtol=1e-9, atol=1e-9)
    np.testing.assert_allclose(there.weight, here.weight, atol=1e-9)


def test_a_missing_mean_stays_missing_and_changes_nothing_for_the_others() -> None:
    with_it = shrink_means([3, 5, np.nan, 9, 7], [1, 2, 1, 3, np.nan], [1, 1, 1, 1, 1])
    without = shrink_means([3, 5, 9], [1, 2, 3], [1, 1, 1])
    assert np.isnan(with_it.value[[2, 4]]).all()
    assert with_it.value[[0, 1, 3]] == pytest.approx(without.value)


def test_posterior_limits_hold_their_level_where_the_model_is_true() -> None:
    rng = np.random.default_rng(20)
    truth = rng.normal(10, 2, (400, 60))
    error = rng.uniform(1, 3, (400, 60))
    shrunken = shrink_means(rng.normal(truth, error), error, np.zeros(60, int))
    held = np.mean((shrunken.posterior.lower <= truth) & (truth <= shrunken.posterior.upper))
    # The variance between areas includes chance, so limits are a little wide: above 95%, and not by much.
    assert 0.945 < held < 0.975
    raw = np.mean((rng.normal(truth, error) - truth) ** 2)
    assert np.mean((shrunken.value - truth) ** 2) < raw


def test_what_is_no_proportion_is_refused() -> None:
    with pytest.raises(InputError, match=r"cannot exceed its total; at position 1, 6 exceeds 5"):
        shrink_proportions([1, 6], [5, 5], [1, 1])
    with pytest.raises(InputError, match=r"group must be whole numbers, one for each of the 2 units"):
        shrink_proportions([1, 2], [5, 5], [1, 1, 1])
    with pytest.raises(InputError, match=r"level must be a proportion"):
        shrink_proportions([1, 2], [5, 5], [1, 1], level=95)
    with pytest.raises(InputError, match=r"count must hold at least 1 values; got 0"):
        shrink_proportions([], [], [])


def test_a_standard_error_or_weight_of_nought_is_refused() -> None:
    with pytest.raises(InputError, match=r"standard_error must be above nought; at position 1 it is 0"):
        shrink_means([1, 2], [1, 0], [1, 1])
    with pytest.raises(InputError, match=r"weight must be above nought; at position 0 it is -1"):
        shrink_means([1, 2], [1, 1], [1, 1], weight=[-1, 1])
    with pytest.raises(InputError, match=r"value must hold at least 1"):
        shrink_means([], [], [])
