"""Years in good health agree with the worked example of the Sullivan guide, and hold their limits."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.stats.life_table.ohid import DEATHS, POPULATION

from newlyn.foundation.errors import InputError
from newlyn.stats.life_table.abridged import LifeTable, life_expectancy
from newlyn.stats.life_table.healthy import healthy_life_expectancy

# SOURCE: Jagger, Cox, Le Roy and EHEMU (2007), Health Expectancy Calculation by the Sullivan Method, 3rd edition,
# example 1 (2004), as the R package healthexpectancies prints it. Age, death rate, share with a disability, life
# expectancy, years without a disability. The last band is open.
_GUIDE = """
65 6.877320e-03 0.257 19.865979 12.295134
66 9.063532e-03 0.257 18.999625 11.634420
67 9.571043e-03 0.257 18.168060 10.993966
68 1.116834e-02 0.257 17.337975 10.353123
69 1.311612e-02 0.257 16.527083  9.722227
70 1.397621e-02 0.345 15.738684  9.102682
71 1.498467e-02 0.345 14.953162  8.571189
72 1.570196e-02 0.345 14.171373  8.040651
73 1.792241e-02 0.345 13.387739  7.507721
74 2.138077e-02 0.345 12.620807  6.982571
75 2.343253e-02 0.431 11.882759  6.471399
76 3.081565e-02 0.431 11.152648  6.049092
77 3.779442e-02 0.431 10.486053  5.660512
78 4.207316e-02 0.431  9.870740  5.298609
79 4.687396e-02 0.431  9.273469  4.945101
80 4.950053e-02 0.431  8.694586  4.599805
81 4.816614e-02 0.431  8.110517  4.249836
82 4.386501e-02 0.431  7.486132  3.876544
83 3.655573e-02 0.431  6.799450  3.468643
84 5.922821e-02 0.431  6.034019  3.018209
85 1.861576e-01 0.513  5.371792  2.616062
"""
AGES, RATE, DISABLED, YEARS, FREE = np.loadtxt(_GUIDE.splitlines(), unpack=True)
HEALTHY = np.linspace(0.97, 0.3, 20)


def table(scale: float = 1.0) -> LifeTable:
    return life_expectancy(DEATHS * scale, POPULATION * scale)


def test_years_without_a_disability_are_those_of_the_sullivan_guide() -> None:
    found = healthy_life_expectancy(
        life_expectancy(RATE * 1e5, np.full(21, 1e5), band_starts=AGES), 1 - DISABLED, respondents=1000
    )
    assert found.expectancy.value == pytest.approx(FREE, abs=2e-6)
    assert found.unhealthy == pytest.approx(YEARS - FREE, abs=3e-6)
    assert found.healthy_share[0] == pytest.approx(0.6189040, abs=1e-7)


def test_the_variance_of_health_is_that_of_the_guide_written_out() -> None:
    # Jagger, Van Oyen and Robine (2014): the sum of squared years times p (1 - p) / n, over squared survivors.
    found, of = healthy_life_expectancy(table(), HEALTHY, respondents=200, mortality_varies=False), table()
    terms = of.years**2 * HEALTHY * (1 - HEALTHY) / 200
    assert found.se == pytest.approx(np.sqrt(terms[::-1].cumsum()[::-1]) / of.survivors)
    assert found.expectancy.method == "Sullivan, variance of health"


def test_where_everyone_is_well_all_years_are_healthy_and_as_sure_as_the_life_expectancy() -> None:
    found, of = healthy_life_expectancy(table(), 1, se=0), table()
    assert found.expectancy.value == pytest.approx(of.expectancy.value)
    assert found.se == pytest.approx(of.se)
    assert found.unhealthy == pytest.approx(0, abs=1e-12)


def test_where_nobody_is_well_no_year_is_healthy() -> None:
    found = healthy_life_expectancy(table(), np.zeros(20), respondents=100)
    assert not found.expectancy.value.any()
    assert not found.se.any()


def test_years_in_and_out_of_health_add_up_and_mirror_each_other() -> None:
    well, ill = (healthy_life_expectancy(table(), one, respondents=100) for one in (HEALTHY, 1 - HEALTHY))
    assert well.expectancy.value + well.unhealthy == pytest.approx(table().expectancy.value)
    assert well.unhealthy == pytest.approx(ill.expectancy.value)
    assert well.healthy_share + ill.healthy_share == pytest.approx(1)


def test_chance_in_the_deaths_widens_the_limits() -> None:
    few = table(0.02)
    both = healthy_life_expectancy(few, HEALTHY, respondents=200)
    alone = healthy_life_expectancy(few, HEALTHY, respondents=200, mortality_varies=False)
    assert (both.se > alone.se).all()
    assert both.expectancy.value == pytest.approx(alone.expectancy.value)


def test_an_error_given_is_taken_for_that_of_the_sample() -> None:
    counted = healthy_life_expectancy(table(), HEALTHY, respondents=200)
    given_se = healthy_life_expectancy(table(), HEALTHY, se=np.sqrt(HEALTHY * (1 - HEALTHY) / 200))
    assert counted.se == pytest.approx(given_se.se)


def test_areas_are_worked_out_as_each_by_itself() -> None:
    deaths = np.stack([DEATHS, DEATHS * 2])
    both = healthy_life_expectancy(life_expectancy(deaths, POPULATION), HEALTHY, respondents=np.full((2, 20), 50))
    for row, alone in enumerate(deaths):
        one = healthy_life_expectancy(life_expectancy(alone, POPULATION), HEALTHY, respondents=50)
        assert both.expectancy.value[row] == pytest.approx(one.expectancy.value)
        assert both.se[row] == pytest.approx(one.se)
    assert both.at(65).value.shape == (2,)


def test_many_shares_go_with_one_table() -> None:
    found = healthy_life_expectancy(table(), np.stack([HEALTHY, HEALTHY / 2]), se=0.01)
    assert found.expectancy.value[1] == pytest.approx(found.expectancy.value[0] / 2)
    assert found.healthy_share.shape == found.unhealthy.shape == (2, 20)


@pytest.mark.parametrize(("healthy", "asked"), [(np.nan, 100.0), (0.5, np.nan), (0.5, 0.0)])
def test_a_band_of_which_nothing_is_known_leaves_what_comes_after_it_standing(healthy: float, asked: float) -> None:
    share, respondents = HEALTHY.copy(), np.full(20, 100.0)
    share[4], respondents[4] = healthy, asked
    found = healthy_life_expectancy(table(), share, respondents=respondents)
    assert np.isnan(found.expectancy.lower[:5]).all()
    assert np.isfinite(found.expectancy.lower[5:]).all()


def test_a_missing_life_expectancy_is_a_missing_healthy_one() -> None:
    none = life_expectancy(np.where(np.arange(20) == 19, 0, DEATHS), POPULATION)
    found = healthy_life_expectancy(none, HEALTHY, respondents=100)
    assert np.isnan([found.expectancy.value, found.se, found.unhealthy, found.healthy_share]).all()


@given(st.integers(0, 2**32))
def test_limits_stand_on_both_sides_and_health_is_no_longer_than_life(seed: int) -> None:
    share = np.random.default_rng(seed).uniform(0, 1, 20)
    found = healthy_life_expectancy(table(), share, respondents=30).expectancy
    assert (found.lower <= found.value).all()
    assert (found.value < found.upper).all()
    assert (found.value <= table().expectancy.value).all()


def test_limits_hold_their_level_over_simulated_deaths_and_answers() -> None:
    rng, areas, asked = np.random.default_rng(1971), 4000, 60
    truth = healthy_life_expectancy(table(0.05), HEALTHY, respondents=asked).at(0).value
    deaths, well = rng.poisson(DEATHS * 0.05, (areas, 20)), rng.binomial(asked, HEALTHY, (areas, 20)) / asked
    tables = life_expectancy(deaths, POPULATION * 0.05)
    found = healthy_life_expectancy(tables, well, respondents=asked).at(0)
    alone = healthy_life_expectancy(tables, well, respondents=asked, mortality_varies=False).at(0)
    held = ((found.lower <= truth) & (truth <= found.upper)).mean()
    held_alone = ((alone.lower <= truth) & (truth <= alone.upper)).mean()
    assert held == pytest.approx(0.95, abs=0.012)
    assert held_alone < held - 0.01


def test_no_lower_limit_is_below_nought() -> None:
    found = healthy_life_expectancy(table(), 0.01, se=0.1).expectancy
    assert found.lower[-1] == 0
    assert found.value[-1] > 0


def test_healthy_life_expectancy_says_how_it_was_worked_out() -> None:
    found = healthy_life_expectancy(table(), HEALTHY, respondents=100, level=0.9).at(0)
    assert (found.statistic, found.level) == ("healthy life expectancy", 0.9)
    assert found.method == "Sullivan, variance of health and mortality"


@pytest.mark.parametrize(("given_errors", "told"), [({}, "neither"), ({"respondents": 5, "se": 0.1}, "both")])
def test_errors_are_given_in_one_way(given_errors: dict[str, float], told: str) -> None:
    with pytest.raises(InputError, match=rf"needs either respondents or se.*got {told}\."):
        healthy_life_expectancy(table(), HEALTHY, **given_errors)


def test_what_is_no_share_no_count_and_no_error_is_refused() -> None:
    with pytest.raises(InputError, match=r"healthy must be a proportion from 0 to 1; here it is 97\."):
        healthy_life_expectancy(table(), 97, respondents=100)
    with pytest.raises(InputError, match=r"a count of respondents cannot be negative; here it is -1\."):
        healthy_life_expectancy(table(), HEALTHY, respondents=-1)
    with pytest.raises(InputError, match=r"a standard error cannot be negative; here it is -0\.1\."):
        healthy_life_expectancy(table(), HEALTHY, se=-0.1)
    with pytest.raises(InputError, match=r"level must be a proportion between 0 and 1.*got 95"):
        healthy_life_expectancy(table(), HEALTHY, se=0.1, level=95)


def test_shares_of_other_bands_are_refused() -> None:
    with pytest.raises(InputError, match=r"got healthy \(19,\), se \(\), table \(20,\)\."):
        healthy_life_expectancy(table(), HEALTHY[:19], se=0.1)


def test_an_age_at_which_no_band_starts_is_refused() -> None:
    with pytest.raises(InputError, match=r"age must be one at which a band starts: .*; got 18\."):
        healthy_life_expectancy(table(), HEALTHY, se=0.1).at(18)
