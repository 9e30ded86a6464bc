"""Directly standardised rates agree with published ones and their limits hold the truth as often as they say."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import chi2

from newlyn.foundation.errors import InputError
from newlyn.stats.interval.count import count_limits
from newlyn.stats.rate.crude import rate
from newlyn.stats.rate.direct import directly_standardised_event_rate, directly_standardised_rate
from newlyn.stats.rate.standard import standard_population

# SOURCE: Fleiss (1981), Statistical Methods for Rates and Proportions, 2nd edition, table 14.4, p. 249: Down's syndrome
# in Michigan, 1950-1964, by age of mother (under 20 to 40 and over) and order of birth (first to fifth and later).
CASES = np.array(
    [
        [107, 141, 60, 40, 39, 25],
        [25, 150, 110, 84, 82, 39],
        [3, 71, 114, 103, 108, 75],
        [1, 26, 64, 89, 137, 96],
        [0, 8, 63, 112, 262, 295],
    ]
)
BIRTHS = np.array(
    [
        [230_061, 329_449, 114_920, 39_487, 14_208, 3052],
        [72_202, 326_701, 208_667, 83_228, 28_466, 5375],
        [15_050, 175_702, 207_081, 117_300, 45_026, 8660],
        [2293, 68_800, 132_424, 98_301, 46_075, 9834],
        [327, 30_666, 123_419, 149_919, 104_088, 34_392],
    ]
)
ALL_BIRTHS = np.array([319_933, 931_318, 786_511, 488_235, 237_863, 61_313])


def test_the_rate_and_its_gamma_limits_are_those_of_fay_and_feuer() -> None:
    # SOURCE: Fay and Feuer (1997), Statist. Med. 16: 791-801, on Fleiss's data; as the documentation of dsrTest 1.0.0
    # prints them for the fifth and later births: 75.52901 (67.70212 to 188.30017) per 100,000.
    found = directly_standardised_rate(CASES[4], BIRTHS[4], ALL_BIRTHS, method="gamma")
    assert (found.value, found.lower, found.upper) == pytest.approx((75.52901, 67.70212, 188.30017), abs=5e-6)
    assert (found.statistic, found.method) == ("directly standardised rate per 100000", "Fay–Feuer gamma")


def test_the_rates_of_all_orders_of_birth_are_those_worked_band_by_band() -> None:
    found = directly_standardised_rate(CASES, BIRTHS, ALL_BIRTHS)
    for order in range(5):
        shares = [w / ALL_BIRTHS.sum() / n for w, n in zip(ALL_BIRTHS, BIRTHS[order], strict=True)]
        value = sum(s * x for s, x in zip(shares, CASES[order], strict=True))
        variance = sum(s * s * x for s, x in zip(shares, CASES[order], strict=True))
        total = CASES[order].sum()
        limits = count_limits(total)
        assert found.value[order] == pytest.approx(1e5 * value)
        stretch = 1e5 * (variance / total) ** 0.5
        assert found.lower[order] - found.value[order] == pytest.approx(stretch * (limits.lower - total))
        assert found.upper[order] - found.value[order] == pytest.approx(stretch * (limits.upper - total))
    assert found.method == "Dobson, Byar, exact below 10"


def test_with_one_band_gamma_limits_are_exact_and_dobsons_those_of_the_crude_rate() -> None:
    gamma = directly_standardised_rate([7], [1000], [1], per=1000, method="gamma")
    assert (gamma.lower, gamma.upper) == pytest.approx((chi2.ppf(0.025, 14) / 2, chi2.ppf(0.975, 16) / 2))
    dobson, crude = directly_standardised_rate([7], [1000], [1]), rate(7, 1000)
    assert (dobson.value, dobson.lower, dobson.upper) == pytest.approx((crude.value, crude.lower, crude.upper))


BANDS = st.lists(
    st.tuples(st.integers(0, 500), st.integers(1, 10**6), st.integers(1, 10_000)), min_size=1, max_size=19
).filter(lambda bands: any(count for count, _, _ in bands))


@given(BANDS)
def test_standardising_to_its_own_people_gives_the_crude_rate_and_its_limits(bands: list[tuple[int, int, int]]) -> None:
    count, population, _ = np.array(bands).T
    found, crude = directly_standardised_rate(count, population, population), rate(count.sum(), population.sum())
    assert (found.value, found.lower, found.upper) == pytest.approx((crude.value, crude.lower, crude.upper), rel=1e-9)


@pytest.mark.parametrize("method", ["dobson", "gamma"])
@given(bands=BANDS, times=st.floats(1e-3, 1e3), per=st.floats(1, 1e6))
def test_weights_count_in_proportion_and_the_unit_scales(
    method: str, bands: list[tuple[int, int, int]], times: float, per: float
) -> None:
    count, population, standard = np.array(bands).T
    one = directly_standardised_rate(count, population, standard, per=1, method=method)
    other = directly_standardised_rate(count, population, standard * times, per=per, method=method)
    scaled = (one.value * per, one.lower * per, one.upper * per)
    assert (other.value, other.lower, other.upper) == pytest.approx(scaled, rel=1e-9)
    assert 0 <= other.lower <= other.value <= other.upper


@given(BANDS, st.randoms(use_true_random=False))
def test_the_order_of_the_bands_does_not_matter(bands: list[tuple[int, int, int]], chance: object) -> None:
    shuffled = bands.copy()
    chance.shuffle(shuffled)
    one, other = (directly_standardised_rate(*np.array(each).T) for each in (bands, shuffled))
    assert (one.value, one.lower, one.upper) == pytest.approx((other.value, other.lower, other.upper), rel=1e-9)


@given(BANDS)
def test_the_rate_lies_between_the_least_and_the_greatest_of_its_bands(bands: list[tuple[int, int, int]]) -> None:
    count, population, standard = np.array(bands).T
    found = directly_standardised_rate(count, population, standard, per=1)
    assert (count / population).min() * (1 - 1e-12) <= found.value <= (count / population).max() * (1 + 1e-12)


@given(BANDS)
def test_events_of_different_people_are_independent_ones(bands: list[tuple[int, int, int]]) -> None:
    count, population, standard = np.array(bands).T
    people = np.stack([count, 0 * count, 0 * count], axis=-1)
    one, other = (
        directly_standardised_rate(count, population, standard),
        directly_standardised_event_rate(people, population, standard),
    )
    assert (one.value, one.lower, one.upper) == pytest.approx((other.value, other.lower, other.upper), rel=1e-9)


@pytest.mark.parametrize("method", ["dobson", "gamma"])
def test_the_limits_hold_the_true_rate_as_often_as_they_say(method: str) -> None:
    rng = np.random.default_rng(2)
    standard = standard_population("esp2013").people
    population = np.linspace(900, 150, 19)
    truth = np.geomspace(0.0002, 0.05, 19)
    count = rng.poisson(truth * population, size=(20_000, 19))
    found = directly_standardised_rate(count, population, standard, per=1, method=method)
    true_rate = (truth * standard).sum() / standard.sum()
    missed_below, missed_above = np.mean(true_rate < found.lower), np.mean(true_rate > found.upper)
    assert count.sum(-1).mean() == pytest.approx(50, abs=1)  # events in each place
    assert 0.01 < missed_below < 0.03
    assert missed_above < 0.027
    assert 1 - missed_below - missed_above == pytest.approx(0.955, abs=0.01)


def test_limits_for_events_of_the_same_people_hold_the_true_rate_where_those_for_independent_ones_do_not() -> None:
    rng = np.random.default_rng(3)
    standard, population = np.array([5.0, 3.0, 2.0]), np.array([4000.0, 3000.0, 1500.0])
    truth = np.array([[0.002, 0.001, 0.001], [0.004, 0.002, 0.002], [0.01, 0.005, 0.005]])  # once, twice, three times
    people = rng.poisson(truth * population[:, None], size=(10_000, 3, 3))
    times = np.arange(1, 4)
    true_rate = ((truth @ times) * standard).sum() / standard.sum()
    together = directly_standardised_event_rate(people, population, standard, per=1)
    apart = directly_standardised_rate(people @ times, population, standard, per=1)
    held = [np.mean((one.lower <= true_rate) & (true_rate <= one.upper)) for one in (together, apart)]
    assert held[0] == pytest.approx(0.95, abs=0.01)
    assert held[1] < 0.85


def test_no_events_at_all_have_a_rate_of_nought() -> None:
    dobson, gamma = (
        directly_standardised_rate([0, 0], [1000, 500], [1, 1], per=1000, method=one) for one in ("dobson", "gamma")
    )
    assert (dobson.value, dobson.lower) == (gamma.value, gamma.lower) == (0, 0)
    assert np.isnan(dobson.upper)
    # Exact limits of no events, 3.689, at the weight of the band where one event counts most: one in 1000.
    assert gamma.upper == pytest.approx(3.689, abs=5e-4)


def test_a_limit_of_dobsons_below_nought_is_drawn_in() -> None:
    # One event that weighs much and many that weigh little: the interval around the sum would reach below nought.
    found = directly_standardised_rate([1, 9], [100, 100_000], [1, 1], per=1000)
    assert found.lower == 0
    assert found.value > 5


def test_bands_of_weight_nought_are_left_out_altogether() -> None:
    one = directly_standardised_rate([5, 3], [100, 200], [2, 1])
    other = directly_standardised_rate([5, 3, np.nan, 7], [100, 200, 0, np.nan], [2, 1, 0, 0])
    assert (one.value, one.lower, one.upper) == (other.value, other.lower, other.upper)


def test_missing_counts_and_empty_bands_make_their_place_missing_and_no_other() -> None:
    count, population = [[1, 2], [np.nan, 2], [1, 2], [1, 2]], [[10, 10], [10, 10], [0, 10], [10, np.nan]]
    for method in ("dobson", "gamma"):
        found = directly_standardised_rate(count, population, [1, 1], method=method)
        assert np.isnan([found.value, found.lower, found.upper]).tolist() == [[False, True, True, True]] * 3
    events = directly_standardised_event_rate(np.array(count)[..., None], population, [1, 1])
    assert np.isnan(events.value).tolist() == [False, True, True, True]


def test_periods_and_places_keep_their_shape() -> None:
    assert directly_standardised_rate(np.ones((4, 5, 19)), 1000, np.ones(19)).upper.shape == (4, 5)
    assert directly_standardised_event_rate(np.ones((4, 5, 19, 3)), 1000, np.ones(19)).upper.shape == (4, 5)
    assert directly_standardised_rate(np.ones((0, 19)), 1000, np.ones(19)).value.shape == (0,)


def test_each_place_may_have_weights_of_its_own() -> None:
    found = directly_standardised_rate([[1, 2], [1, 2]], 100, [[1, 1], [1, 3]], per=100)
    assert found.value == pytest.approx([1.5, 1.75])


def test_what_cannot_be_standardised_is_refused() -> None:
    with pytest.raises(InputError, match=r"a count cannot be negative; at position \(1, 0\) it is -1\."):
        directly_standardised_rate([[1, 2], [-1, 2]], 10, [1, 1])
    with pytest.raises(InputError, match=r"a population cannot be negative; at position 1 it is -10\."):
        directly_standardised_rate([1, 2], [10, -10], [1, 1])
    with pytest.raises(
        InputError, match=r"a weight of the standard population cannot be negative; at position 1 it is -1"
    ):
        directly_standardised_rate([1, 2], 10, [1, -1])
    with pytest.raises(InputError, match=r"standard must have no missing values, .* 1 of 2 are missing"):
        directly_standardised_rate([1, 2], 10, [1, np.nan])
    with pytest.raises(InputError, match=r"must have people in at least one age band; all are nought\."):
        directly_standardised_rate([1, 2], 10, [0, 0])
    with pytest.raises(InputError, match=r"standard must hold at least 1 values; got 0\."):
        directly_standardised_rate([], [], [])
    with pytest.raises(
        InputError, match=r"the arrays must be of one shape, .* count \(19,\), population \(19,\), standard \(18,\)\."
    ):
        directly_standardised_rate(np.ones(19), np.ones(19), np.ones(18))
    with pytest.raises(InputError, match=r"method must be one of dobson, gamma; got 'normal'\."):
        directly_standardised_rate([1], [10], [1], method="normal")
    with pytest.raises(InputError, match=r"per must be above nought; here it is 0\."):
        directly_standardised_rate([1], [10], [1], per=0)
    for method in ("dobson", "gamma"):
        with pytest.raises(InputError, match=r"level must be a proportion between 0 and 1, such as 0\.95; got 95\."):
            directly_standardised_rate([1], [10], [1], level=95, method=method)
    with pytest.raises(InputError, match=r"a number of people cannot be negative; at position \(0, 1\) it is -1\."):
        directly_standardised_event_rate([[1, -1]], [10], [1])
    with pytest.raises(
        InputError, match=r"people must have an axis of age bands and, last, one of frequencies .* \(2,\)\."
    ):
        directly_standardised_event_rate([1, 2], [10], [1])


def test_it_is_per_one_number() -> None:
    for method in (directly_standardised_rate, directly_standardised_event_rate):
        with pytest.raises(InputError, match=r"per must be one number; got \[1, 2\]\."):
            method([[1, 2]] * 2, [9, 9], [1, 1], per=[1, 2])
