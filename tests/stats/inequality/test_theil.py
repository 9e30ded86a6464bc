"""Theil's indices agree with published ones, add up exactly, and their limits hold."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newlyn.foundation.errors import InputError
from newlyn.stats.inequality.theil import between_group_variance, decompose, mean_log_deviation, theil_t

# SOURCE: PySAL (Rey and Anselin 2007; BSD licence), example "mexico": gross domestic product per head of 32 states in
# 1940 and the five regions of Hanson (1998); total, between and within as in the documentation of inequality.theil.
STATES_1940 = [
    *(10384, 22361, 9573, 3758, 2934, 8578, 8537, 6909, 17816, 12132, 4359, 2181, 4414, 5309, 3408, 3327),
    *(6936, 4836, 9073, 1892, 3569, 11016, 21965, 4372, 4840, 6399, 2459, 7508, 3605, 5203, 7990, 3734),
]
REGIONS = [2, 1, 2, 5, 5, 1, 1, 3, 4, 2, 3, 5, 3, 3, 4, 3, 3, 2, 1, 5, 3, 3, 5, 2, 2, 1, 5, 1, 3, 3, 5, 2]

INDICES = pytest.mark.parametrize(("index", "name"), [(theil_t, "T"), (mean_log_deviation, "L")])
UNITS = st.lists(st.tuples(st.integers(1, 50), st.integers(0, 3), st.integers(1, 9)), min_size=2, max_size=30)


def test_states_and_regions_of_mexico_are_as_unequal_as_published() -> None:
    found = decompose(STATES_1940, REGIONS)
    assert (found.total, found.between, found.within) == pytest.approx((0.20894344, 0.0345889, 0.17435454), abs=5e-9)


def test_the_mean_log_deviation_is_that_of_the_textbook() -> None:
    # SOURCE: Störmann (2009), Regionalökonomik: Theorie und Politik, Oldenbourg, as given by REAT 3.0.3, theil().
    assert mean_log_deviation([10, 10, 10, 20, 50]).value == pytest.approx(0.2326302, abs=5e-8)


@INDICES
def test_it_approaches_that_of_the_lognormal_distribution(index, name: str) -> None:
    # SOURCE: Cowell (2011), Measuring inequality, appendix A: both are σ² / 2.
    x = np.random.default_rng(1).lognormal(sigma=0.5, size=200_000)
    assert index(x).value == pytest.approx(0.125, abs=0.002)


@INDICES
def test_limits_hold_their_level(index, name: str) -> None:
    x = np.random.default_rng(2).lognormal(sigma=0.3, size=(2000, 300))
    found = index(x)
    assert ((found.lower <= 0.045) & (found.upper >= 0.045)).mean() == pytest.approx(0.95, abs=0.02)
    assert found.standard_error.mean() == pytest.approx(found.value.std(), rel=0.05)


@INDICES
def test_units_that_stand_for_many_people_cost_certainty(index, name: str) -> None:
    rng = np.random.default_rng(4)
    found = index(rng.lognormal(sigma=0.3, size=(1500, 300)), rng.gamma(1, size=(1500, 300)))
    assert found.standard_error.mean() == pytest.approx(found.value.std(), rel=0.1)


@INDICES
@given(UNITS)
def test_between_and_within_add_up_to_the_whole_and_parts_to_each(index, name: str, units) -> None:
    values, place, people = np.array(units).T
    found = decompose(values, place, people, index=name)
    assert found.between + found.within == pytest.approx(found.total, abs=1e-12)
    assert found.total == pytest.approx(index(values, people).value, abs=1e-12)
    assert found.between_parts.sum() == pytest.approx(found.between, abs=1e-12)
    assert found.within_parts.sum() == pytest.approx(found.within, abs=1e-12)
    assert found.between >= -1e-12
    assert (found.within_parts >= 0).all()
    if found.total > 1e-9:
        assert found.between_share + found.within_share == pytest.approx(1)
    for code, of_place in zip(found.places, found.of_place, strict=True):
        own = place == code
        assert of_place == pytest.approx(index(values[own], people[own]).value, abs=1e-12)


@INDICES
@given(UNITS)
def test_between_places_is_inequality_when_all_have_the_mean_of_their_place(index, name: str, units) -> None:
    values, place, people = np.array(units).T
    local = np.array([np.average(values[place == p], weights=people[place == p]) for p in place])
    assert decompose(values, place, people, index=name).between == pytest.approx(index(local, people).value, abs=1e-12)


@INDICES
@given(UNITS, st.floats(0.01, 100), st.randoms(use_true_random=False))
def test_scale_order_and_copies_of_the_people_do_not_matter(index, name: str, units, scale: float, chance) -> None:
    values, _, people = np.array(units, float).T
    mixed = list(range(len(units)))
    chance.shuffle(mixed)
    one, other = index(values, people), index(values[mixed] * scale, people[mixed] * 3)
    assert one.value == pytest.approx(other.value, abs=1e-9)
    assert one.standard_error == pytest.approx(other.standard_error, abs=1e-9)
    assert 0 <= one.lower <= one.value <= one.upper


@INDICES
@given(UNITS)
def test_weights_are_copies_of_a_unit(index, name: str, units) -> None:
    values, _, people = np.array(units).T
    assert index(values, people).value == pytest.approx(index(np.repeat(values, people)).value, abs=1e-12)


@INDICES
@given(st.lists(st.integers(1, 50), min_size=3, max_size=20), st.data())
def test_a_gift_from_a_richer_to_a_poorer_lowers_it(index, name: str, values: list[int], data: st.DataObject) -> None:
    ordered = sorted(values)
    gift = data.draw(st.floats(0, (ordered[-1] - ordered[0]) / 2))
    after = [ordered[0] + gift, *ordered[1:-1], ordered[-1] - gift]
    assert index(after).value <= index(ordered).value + 1e-12


def test_one_who_has_all_among_many_gives_the_logarithm_of_their_number() -> None:
    assert theil_t([0, 0, 0, 0, 3]).value == pytest.approx(np.log(5))


def test_nought_adds_nothing_to_theils_t_and_is_refused_by_the_mean_log_deviation() -> None:
    assert np.isfinite(theil_t([0, 1, 2]).value)
    message = r"needs values above nought \(Theil's T takes nought as well\); at position 0 it is 0"
    with pytest.raises(InputError, match=message):
        mean_log_deviation([0, 1, 2])
    with pytest.raises(InputError, match=message):
        decompose([0, 1, 2], [1, 1, 2], index="L")


@INDICES
def test_rows_may_be_filled_up_with_units_without_people(index, name: str) -> None:
    assert index([[1, 2, 0, np.nan]], [[1, 2, 0, 0]]).value[0] == pytest.approx(index([1, 2], [1, 2]).value)


def test_a_place_without_people_or_without_anything_weighs_nothing() -> None:
    found = decompose([0, 0, 3, 5, 7], [1, 1, 2, 2, 3], [1, 1, 1, 1, 0])
    assert found.between + found.within == pytest.approx(found.total)
    assert np.isnan(found.of_place).tolist() == [True, False, True]
    assert found.within_parts[[0, 2]].tolist() == [0, 0]


@pytest.mark.parametrize("index", ["T", "L"])
def test_of_a_row_with_a_missing_value_every_part_is_missing(index: str) -> None:
    found = decompose([[1, np.nan, 2, 6], [1, 3, 2, 6]], [7, 7, 8, 8], index=index)
    for part in ("total", "between", "within", "between_share", "within_share"):
        assert np.isnan(getattr(found, part)).tolist() == [True, False], part
    for part in ("between_parts", "within_parts", "of_place"):
        assert np.isnan(getattr(found, part)).all(axis=-1).tolist() == [True, False], part


def test_rows_are_split_one_by_one_and_a_missing_value_leaves_its_row_missing() -> None:
    found = decompose([[1, 3, 2, 6], [1, np.nan, 2, 6], [2, 2, 2, 2], [0, 0, 0, 0]], [7, 7, 8, 8])
    assert np.isnan(found.total).tolist() == [False, True, False, True]
    assert np.isnan(found.between_parts).any(axis=-1).tolist() == [False, True, False, True]
    assert found.total[2] == 0
    assert np.isnan(found.between_share[2])  # nothing to share out


def test_variance_between_groups_is_that_of_people_with_the_rate_of_their_group() -> None:
    rate, people = np.array([10, 20, 40]), np.array([5, 3, 2])
    assert between_group_variance(rate, people).value == pytest.approx(np.var(np.repeat(rate, people)))
    assert np.isnan(between_group_variance(rate, people).upper)


def test_limits_of_the_variance_between_groups_hold_their_level() -> None:
    rng = np.random.default_rng(3)
    people, truth = np.array([20_000, 30_000, 50_000]), np.array([0.02, 0.03, 0.05])
    rate = rng.binomial(people, truth, (2000, 3)) / people
    found = between_group_variance(rate, people, standard_error=np.sqrt(rate * (1 - rate) / people))
    true = between_group_variance(truth, people).value
    assert ((found.lower <= true) & (true <= found.upper)).mean() == pytest.approx(0.95, abs=0.015)


def test_a_rate_that_is_missing_leaves_its_row_missing() -> None:
    found = between_group_variance([[1, 2], [np.nan, 2]], [1, 1], standard_error=[0.1, 0.1])
    assert np.isnan(found.value).tolist() == np.isnan(found.lower).tolist() == [False, True]


def test_a_group_of_nobody_needs_neither_a_rate_nor_its_error() -> None:
    found = between_group_variance([1, 2, np.nan], [1, 1, 0], standard_error=[0.1, 0.1, np.nan])
    # By hand: shares of a half, each half a unit from the mean: 2 √(2 (0.5 × 0.5 × 0.1)²).
    assert (float(found.value), float(found.standard_error)) == pytest.approx((0.25, 0.05 * np.sqrt(2)))


def test_what_is_not_known_is_refused() -> None:
    with pytest.raises(InputError, match="index must be one of T, L; got 'H'"):
        decompose([1, 2], [1, 2], index="H")
    with pytest.raises(InputError, match="group must be whole numbers, one for each of the 2 units"):
        decompose([1, 2], [1.5, 2])
    with pytest.raises(InputError, match=r"value cannot be below 0; at position 1 it is -2\."):
        theil_t([1, -2])
    with pytest.raises(InputError, match=r"a standard error cannot be negative; at position 0 it is -1\."):
        between_group_variance([1, 2], [1, 1], standard_error=[-1, 1])
