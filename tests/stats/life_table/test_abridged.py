"""Life expectancy agrees with the calculator of OHID, with Chiang's table written out, and with simulated deaths."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.stats.life_table.ohid import DEATHS, LOWER, POPULATION, STARTS, UPPER, VALUE

from newlyn.foundation.errors import InputError
from newlyn.stats.life_table.abridged import LifeTable, life_expectancy


def table(deaths: np.ndarray = DEATHS, population: np.ndarray = POPULATION) -> LifeTable:
    return life_expectancy(deaths, population)


def test_life_expectancy_is_that_of_the_ohid_calculator() -> None:
    found = table().expectancy
    assert found.value == pytest.approx(VALUE, abs=1e-8)
    # The calculator takes 1.96 standard errors, Newlyn 1.959964: no more than 5.3e-6 years apart here.
    assert found.lower == pytest.approx(LOWER, abs=6e-6)
    assert found.upper == pytest.approx(UPPER, abs=6e-6)


def test_the_standard_error_is_that_of_the_ohid_calculator() -> None:
    assert table().se == pytest.approx((UPPER - LOWER) / 2 / 1.96, rel=1e-7)


def test_the_columns_are_those_of_a_life_table_written_out_by_hand() -> None:
    # Chiang's formulae with whole numbers: rates 0.1, 0.1 and 0.5, bands of 1, 4 years and open.
    found = life_expectancy([10, 20, 50], [100, 200, 100], band_starts=[0, 1, 5], a0=0.2)
    q = np.array([0.1 / (1 + 0.8 * 0.1), 0.4 / (1 + 0.5 * 0.4), 1])
    reached = np.array([1, 1 - q[0], (1 - q[0]) * (1 - q[1])])
    years = np.array([reached[1] + 0.2 * (reached[0] - reached[1]), 2 * (reached[1] + reached[2]), reached[2] / 0.5])
    assert found.rate.tolist() == [0.1, 0.1, 0.5]
    assert found.probability == pytest.approx(q)
    assert found.survivors == pytest.approx(reached)
    assert found.years == pytest.approx(years)
    assert found.years_beyond == pytest.approx([years.sum(), years[1:].sum(), years[2]])
    assert found.expectancy.value == pytest.approx(found.years_beyond / reached)


def test_the_variance_is_that_of_chiang_and_of_silcocks_written_out() -> None:
    found = table()
    p, e, reached = 1 - found.probability, found.expectancy.value, found.survivors
    width, lived = np.diff(found.bands.starts), np.r_[0.1, np.full(18, 0.5)]
    of_p = found.probability[:-1] ** 2 * p[:-1] / DEATHS[:-1]
    terms = reached[:-1] ** 2 * ((1 - lived) * width + e[1:]) ** 2 * of_p
    last = reached[-1] ** 2 / (DEATHS[-1] * found.rate[-1] ** 2)
    assert found.se[0] == pytest.approx(np.sqrt(terms.sum() + last))


def test_years_of_a_table_add_up_to_the_life_expectancy_at_birth() -> None:
    found = table()
    assert found.years.sum() == pytest.approx(found.expectancy.value[0])
    assert found.years_beyond[0] == pytest.approx(found.expectancy.value[0])


def test_areas_are_worked_out_as_each_by_itself() -> None:
    deaths = np.stack([DEATHS, DEATHS * 2, DEATHS[::-1]])
    found = life_expectancy(deaths[:, None], POPULATION)
    assert found.expectancy.value.shape == (3, 1, 20)
    for row, alone in zip(found.expectancy.value[:, 0], deaths, strict=True):
        assert row == pytest.approx(table(alone).expectancy.value)


def test_life_expectancy_at_an_age_is_that_of_its_band() -> None:
    at_65 = table(np.stack([DEATHS, DEATHS])).at(65)
    assert at_65.value == pytest.approx([VALUE[14], VALUE[14]])
    assert at_65.lower[0] < at_65.value[0] < at_65.upper[0]
    assert (at_65.statistic, at_65.level) == ("life expectancy", 0.95)


def test_a_table_from_65_on_is_the_end_of_the_whole_table() -> None:
    found = life_expectancy(DEATHS[14:], POPULATION[14:], band_starts=STARTS[14:])
    assert found.expectancy.value == pytest.approx(VALUE[14:])


def test_the_share_lived_from_birth_matters_for_the_first_band_alone() -> None:
    early, late = life_expectancy(DEATHS, POPULATION, a0=0.05), life_expectancy(DEATHS, POPULATION, a0=0.5)
    assert early.expectancy.value[0] < late.expectancy.value[0]
    assert early.expectancy.value[1:] == pytest.approx(late.expectancy.value[1:])


def test_a_band_without_people_leaves_what_comes_after_it_standing() -> None:
    people = POPULATION.copy()
    people[5] = 0
    found = table(population=people).expectancy
    assert np.isnan(found.value[:6]).all()
    assert found.value[6:] == pytest.approx(VALUE[6:])
    assert np.isnan([found.lower[:6], found.upper[:6]]).all()


@pytest.mark.parametrize("missing", ["deaths", "population"])
def test_a_missing_count_is_a_missing_band(missing: str) -> None:
    given = {"deaths": DEATHS.astype(float), "population": POPULATION.astype(float)}
    given[missing] = np.where(np.arange(20) == 19, np.nan, given[missing])
    found = life_expectancy(given["deaths"], given["population"])
    assert np.isnan([found.expectancy.value, found.se]).all()


def test_nobody_who_died_in_the_last_band_leaves_it_without_end() -> None:
    deaths = DEATHS.copy()
    deaths[-1] = 0
    found = table(deaths)
    assert np.isnan([found.expectancy.value, found.expectancy.lower, found.se]).all()
    assert found.probability[-1] == 1


def test_a_band_without_deaths_is_survived_and_adds_nothing_to_the_variance() -> None:
    deaths = DEATHS.copy()
    deaths[2] = 0
    found = table(deaths)
    assert (found.probability[2], found.variance[2]) == (0, 0)
    assert found.se[0] < table().se[0]


def test_more_deaths_than_people_are_a_rate_above_one_and_a_probability_of_one() -> None:
    found = life_expectancy([1, 30, 5], [100, 10, 10], band_starts=[80, 85, 90])
    assert found.rate[1] == 3
    assert found.probability[1] == 1
    # Nobody outlives the band, in which those who die live two and a half years.
    assert found.expectancy.value[1] == 2.5
    assert found.survivors[2] == 0
    assert found.expectancy.value[2] == 2


def test_no_lower_limit_is_below_nought() -> None:
    assert life_expectancy([1, 1], [3, 3], band_starts=[0, 90]).expectancy.lower[1] == 0


def test_a_small_population_is_not_withheld() -> None:
    assert np.isfinite(table(population=POPULATION / 1000, deaths=DEATHS / 1000).expectancy.value).all()


@given(st.integers(0, 2**32), st.floats(1.01, 3))
def test_people_who_die_more_at_every_age_live_shorter(seed: int, times: float) -> None:
    deaths = np.random.default_rng(seed).poisson(DEATHS) + 1
    assert (table(deaths * times).expectancy.value < table(deaths).expectancy.value).all()


@given(st.floats(1.5, 1000))
def test_more_people_at_the_same_rates_live_as_long_and_are_surer_by_the_root(times: float) -> None:
    few, many = table(), table(DEATHS * times, POPULATION * times)
    assert many.expectancy.value == pytest.approx(few.expectancy.value)
    assert many.se == pytest.approx(few.se / np.sqrt(times))


@given(st.integers(0, 2**32))
def test_limits_stand_on_both_sides_and_survivors_fall(seed: int) -> None:
    deaths = np.random.default_rng(seed).poisson(DEATHS / 50) + (np.arange(20) == 19)
    found = table(deaths, POPULATION / 50)
    assert (found.expectancy.lower < found.expectancy.value).all()
    assert (found.expectancy.value < found.expectancy.upper).all()
    assert (np.diff(found.survivors) <= 0).all()


def test_a_constant_rate_leaves_its_inverse_to_live() -> None:
    # With one rate at all ages the years ahead are 1 ÷ rate; Chiang's bands of a year come close, from any age.
    found = life_expectancy(np.full(101, 20), np.full(101, 1000), band_starts=range(101), a0=0.5)
    assert found.expectancy.value == pytest.approx(50, abs=0.01)


def test_limits_hold_their_level_over_simulated_deaths() -> None:
    rng, areas = np.random.default_rng(1984), 4000
    truth = table().expectancy.value
    found = table(rng.poisson(DEATHS / 10, (areas, 20)), POPULATION / 10).expectancy
    held = ((found.lower <= truth) & (truth <= found.upper)).mean(axis=0)
    assert held[[0, 14]] == pytest.approx(0.95, abs=3.5 * np.sqrt(0.95 * 0.05 / areas))


def test_a_negative_count_is_refused() -> None:
    with pytest.raises(InputError, match=r"a count of deaths cannot be negative; at position 0 it is -1\."):
        life_expectancy([-1, 2], [5, 5], band_starts=[0, 90])
    with pytest.raises(InputError, match=r"a population cannot be negative; at position 1 it is -5\."):
        life_expectancy([1, 2], [5, -5], band_starts=[0, 90])


def test_shapes_that_do_not_go_together_are_refused() -> None:
    with pytest.raises(InputError, match=r"one shape, or of one value each; got deaths \(3,\), population \(2,\)"):
        life_expectancy([1, 2, 3], [5, 5])


def test_bands_that_are_not_as_many_as_the_arrays_have_are_refused() -> None:
    with pytest.raises(InputError, match=r"one age for each band of the arrays.*got 20 for 2\."):
        life_expectancy([1, 2], [5, 5])
    with pytest.raises(InputError, match=r"there must be at least two; got 1 for 1\."):
        life_expectancy([1], [5], band_starts=[0])
    with pytest.raises(InputError, match=r"got 20 for 1\."):
        life_expectancy(1, 5)


@pytest.mark.parametrize("starts", [[0, 0], [5, 1], [-1, 5]])
def test_bands_that_do_not_ascend_from_nought_are_refused(starts: list[int]) -> None:
    with pytest.raises(InputError, match=r"band_starts must ascend from nought or above; got \["):
        life_expectancy([1, 2], [5, 5], band_starts=starts)


def test_an_unknown_start_of_a_band_is_refused() -> None:
    with pytest.raises(InputError, match=r"band_starts must have no missing values"):
        life_expectancy([1, 2], [5, 5], band_starts=[0, np.nan])


def test_an_age_at_which_no_band_starts_is_refused() -> None:
    with pytest.raises(InputError, match=r"age must be one at which a band starts: 0, 1, 5, .*90; got 66\."):
        table().at(66)


@pytest.mark.parametrize("a0", [0, 1, 10, float("nan")])
def test_a_share_lived_that_is_no_share_is_refused(a0: float) -> None:
    with pytest.raises(InputError, match=r"a0 must be (a share of the band from birth, such as 0\.1|one number); got"):
        life_expectancy([1, 2], [5, 5], band_starts=[0, 90], a0=a0)


def test_a_percentage_is_refused_as_a_level() -> None:
    with pytest.raises(InputError, match=r"level must be a proportion between 0 and 1.*got 95"):
        life_expectancy(DEATHS, POPULATION, level=95)
