"""The Gini coefficient is half the mean difference, obeys the principle of transfers, and its limits hold."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import ndtr

from newlyn.foundation.errors import InputError
from newlyn.stats.inequality.concentration import concentration_index
from newlyn.stats.inequality.gini import gini, lorenz_curve

UNITS = st.lists(st.tuples(st.integers(0, 50), st.integers(1, 9)), min_size=2, max_size=30).filter(
    lambda units: any(value for value, _ in units)
)


def by_pairs(values: np.ndarray, people: np.ndarray) -> float:
    difference = (people[:, None] * people * np.abs(values[:, None] - values)).sum()
    return float(difference / (2 * people.sum() ** 2 * np.average(values, weights=people)))


def left_out_one_by_one(values: np.ndarray, people: np.ndarray) -> float:
    without = [by_pairs(np.delete(values, k), np.delete(people, k)) for k in range(len(values))]
    return float(np.sqrt((len(values) - 1) * np.var(without)))


@given(UNITS)
def test_it_is_half_the_mean_difference_of_all_pairs_over_the_mean(units: list[tuple[int, int]]) -> None:
    values, people = np.array(units, float).T
    assert gini(values, people).value == pytest.approx(by_pairs(values, people), abs=1e-12)


def test_the_jackknife_is_that_of_leaving_out_each_unit_in_turn() -> None:
    rng = np.random.default_rng(1)
    values, people = rng.lognormal(size=(3, 40)), rng.integers(1, 9, (3, 40)).astype(float)
    expected = [left_out_one_by_one(x, w) for x, w in zip(values, people, strict=True)]
    np.testing.assert_allclose(gini(values, people).standard_error, expected)


def test_the_asymptotic_error_is_davidsons_but_for_one_in_so_many_units() -> None:
    # SOURCE: Davidson (2009), Reliable inference for the Gini index, Journal of Econometrics 150: 30-40: the standard
    # error from Z = -(G + 1) x + (2 i - 1) / n x - 2 / n (x1 + ... + xi) of incomes in ascending order.
    x = np.sort(np.random.default_rng(2).lognormal(size=2000))
    n, found = len(x), gini(x, standard_error="Kakwani")
    z = -(found.value + 1) * x + (2 * np.arange(1, n + 1) - 1) / n * x - 2 / n * np.cumsum(x)
    assert found.standard_error == pytest.approx(np.sqrt(((z - z.mean()) ** 2).sum()) / (n * x.mean()), rel=3 / n)


def test_it_is_the_concentration_index_of_what_ranks_itself() -> None:
    x = np.random.default_rng(3).gamma(2, size=(4, 30)).round(1)
    itself = concentration_index(x, x, higher_is="better")
    found = gini(x, standard_error="Kakwani")
    np.testing.assert_allclose(found.value, itself.value, atol=1e-12)
    np.testing.assert_allclose(found.standard_error, itself.standard_error, atol=1e-12)


@pytest.mark.parametrize("spread", [0.3, 0.8])
def test_it_approaches_that_of_the_lognormal_distribution(spread: float) -> None:
    # SOURCE: Aitchison and Brown (1957), The lognormal distribution, section 11.4: 2 Φ(σ / √2) − 1.
    x = np.random.default_rng(4).lognormal(sigma=spread, size=200_000)
    assert gini(x).value == pytest.approx(2 * ndtr(spread / np.sqrt(2)) - 1, abs=0.003)


@pytest.mark.parametrize("standard_error", ["jackknife", "Kakwani"])
def test_limits_hold_their_level(standard_error: str) -> None:
    truth = 2 * ndtr(0.5 / np.sqrt(2)) - 1
    x = np.random.default_rng(5).lognormal(sigma=0.5, size=(2000, 300))
    found = gini(x, standard_error=standard_error)
    assert ((found.lower <= truth) & (truth <= found.upper)).mean() == pytest.approx(0.95, abs=0.02)


@pytest.mark.parametrize("standard_error", ["jackknife", "Kakwani"])
def test_units_that_stand_for_many_people_cost_certainty(standard_error: str) -> None:
    rng = np.random.default_rng(8)
    found = gini(rng.gamma(3, size=(1500, 300)), rng.gamma(1, size=(1500, 300)), standard_error=standard_error)
    assert found.standard_error.mean() == pytest.approx(found.value.std(), rel=0.07)


@given(UNITS, st.floats(0.01, 100), st.randoms(use_true_random=False))
def test_scale_order_and_copies_of_the_people_do_not_matter(units, scale: float, chance) -> None:
    values, people = np.array(units, float).T
    mixed = list(range(len(units)))
    chance.shuffle(mixed)
    one, other = gini(values, people), gini(values[mixed] * scale, people[mixed] * 3)
    assert one.value == pytest.approx(other.value, abs=1e-12)
    np.testing.assert_allclose(one.standard_error, other.standard_error, atol=1e-9)


@given(UNITS)
def test_weights_are_copies_of_a_unit(units: list[tuple[int, int]]) -> None:
    values, people = np.array(units).T
    assert gini(values, people).value == pytest.approx(gini(np.repeat(values, people)).value, abs=1e-12)


@given(st.lists(st.integers(0, 50), min_size=3, max_size=20), st.data())
def test_a_gift_from_a_richer_to_a_poorer_lowers_it(values: list[int], data: st.DataObject) -> None:
    ordered = sorted(values)
    poor, rich = ordered[0], ordered[-1]
    gift = data.draw(st.floats(0, (rich - poor) / 2))
    after = [poor + gift, *ordered[1:-1], rich - gift]
    before = gini(ordered).value
    if not np.isnan(before):
        assert gini(after).value <= before + 1e-12


@given(UNITS)
def test_it_is_from_nought_to_one_and_limits_straddle_it(units: list[tuple[int, int]]) -> None:
    found = gini(*np.array(units, float).T)
    assert 0 <= found.value < 1
    if not np.isnan(found.standard_error):
        assert 0 <= found.lower <= found.value <= found.upper <= 1


def test_one_who_has_all_gives_one_only_with_the_correction_for_small_samples() -> None:
    assert gini([0, 0, 0, 5]).value == pytest.approx(0.75)
    assert gini([0, 0, 0, 5], small_sample=True).value == pytest.approx(1)
    plain, corrected = gini([1, 2, 6]), gini([1, 2, 6], small_sample=True)
    assert corrected.standard_error == pytest.approx(plain.standard_error * 3 / 2)


def test_rows_filled_up_with_units_without_people_are_as_short_as_they_were() -> None:
    filled = gini([[1, 2, 6, 0, np.nan], [4, 4, 1, 3, 2]], [[1, 1, 1, 0, 0], [1, 1, 1, 1, 1]], small_sample=True)
    short = gini([1, 2, 6], small_sample=True)
    assert filled.value[0] == pytest.approx(float(short.value))
    assert filled.standard_error[0] == pytest.approx(float(short.standard_error))


def test_districts_at_once_are_as_one_district_after_another() -> None:
    rng = np.random.default_rng(7)
    place, x, w = rng.integers(3, 9, 200), rng.gamma(1, size=200), rng.integers(0, 4, 200)
    for option in ("jackknife", "Kakwani"):
        together = gini(x, w, place=place, standard_error=option)
        alone = [gini(x[place == p], w[place == p], standard_error=option) for p in np.unique(place)]
        np.testing.assert_allclose(together.value, [one.value for one in alone])
        np.testing.assert_allclose(together.upper, [one.upper for one in alone])


def test_a_missing_value_leaves_only_its_place_missing() -> None:
    found = gini([1, np.nan, 2, 6, 0], place=[1, 1, 2, 2, 3])
    assert np.isnan(found.value).tolist() == [True, False, True]
    assert found.value[1] == pytest.approx(0.25)


def test_rows_of_very_different_size_do_not_drown_each_other() -> None:
    small, large = np.array([1e-9, 3e-9]), np.array([1e12, 2e12])
    assert gini(np.stack([large, small])).value.tolist() == pytest.approx([1 / 6, 1 / 4], rel=1e-12)


def test_what_cannot_be_told_is_missing() -> None:
    found = gini([[0, 0, 0], [1, 2, np.nan], [0, 0, 3]])
    assert np.isnan(found.value).tolist() == [True, True, False]
    assert np.isnan(found.standard_error).all()  # without the last one nothing is left
    assert gini([7]).value == 0
    assert np.isnan([gini([7]).upper, gini([7], small_sample=True).value]).all()


def test_all_alike_are_equal_for_sure() -> None:
    found = gini([0.1] * 7)
    assert (found.value, found.lower, found.upper) == pytest.approx((0, 0, 0), abs=1e-15)


def test_the_lorenz_curve_lies_below_the_diagonal_and_bends_one_way() -> None:
    curve = lorenz_curve(np.random.default_rng(6).gamma(1, size=(3, 20)))
    assert (curve.outcome <= curve.people + 1e-12).all()
    assert (np.diff(curve.outcome, n=2) >= -1e-12).all()
    np.testing.assert_allclose(curve.outcome[:, [0, -1]], [[0, 1]] * 3)


def test_less_than_nothing_is_refused_with_its_position() -> None:
    with pytest.raises(InputError, match=r"a value cannot be negative; at position 1 it is -1\."):
        gini([2, -1])
    with pytest.raises(InputError, match=r"a weight cannot be negative; at position 0 it is -1\."):
        gini([2, 1], [-1, 1])
    with pytest.raises(InputError, match="value must be an array with units on its last axis; got the single number 3"):
        gini(3)
    with pytest.raises(
        InputError, match=r"with place given, value must be one number for each unit; got shape \(1, 2\)"
    ):
        gini([[1, 2]], place=[1, 1])
    with pytest.raises(InputError, match="group must be whole numbers, one for each of the 2 units"):
        gini([1, 2], place=[1, 2, 3])
    with pytest.raises(InputError, match="value must hold at least 1 values; got 0"):
        gini([])
    with pytest.raises(InputError, match="standard_error must be one of jackknife, Kakwani; got 'bootstrap'"):
        gini([1, 2], standard_error="bootstrap")
