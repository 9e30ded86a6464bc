"""The slope index of life expectancy is the one that was published, and both ways to its limits agree everywhere."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from tests.support.check_values import read_columns

from newlyn.stats.inequality.slope import Slope, slope_index
from newlyn.stats.inequality.slope_simulation import simulated_slope_index

SEX = {"Male": 1, "Female": 2}


class Deciles:
    """Life expectancy by local deprivation decile, 2014 to 2016: areas and sexes with all ten."""

    def __init__(self, path: Path) -> None:
        column = read_columns(path)
        ten = column["GeoCode"] != "E06000053"  # the Isles of Scilly are one decile
        order = np.lexsort((column["Decile"][ten], column["Sex"][ten], column["GeoCode"][ten]))
        shape = -1, 10
        self.area, self.sex = (column[name][ten][order].reshape(shape)[:, 0] for name in ("GeoCode", "Sex"))
        self.people, self.years, self.error = (
            column[name][ten][order].reshape(shape) for name in ("Pop", "LifeExp", "SE")
        )
        assert (column["Decile"][ten][order].reshape(shape) == np.arange(1, 11)).all()

    def slope(self, *, level: float = 0.95) -> Slope:
        return slope_index(self.years, self.people, se=self.error, higher_is="better", level=level)

    def of(self, area: str, sex: str) -> int:
        (at,) = np.flatnonzero((self.area == area) & (self.sex == SEX[sex]))
        return int(at)


@pytest.fixture(scope="module")
def deciles(check_values: Path) -> Deciles:
    return Deciles(check_values / "LE_data.csv")


# SOURCE (England): Public Health England (2018), Health profile for England 2018, chapter 5, main messages: in 2014 to
# 2016 the gap in life expectancy between the most and least deprived areas was 9.3 years for males, 7.3 for females.
# SOURCE (Trafford, E08000009): Trafford Joint Strategic Needs Assessment, Health and wellbeing, from the Public Health
# Outcomes Framework (indicator 92901) for 2014-16: 10.4 years for males, 8.2 for females.
# The check values do not name their period; 27.0 million males a year in England are those of 2014 to 2016.
@pytest.mark.parametrize(
    ("area", "sex", "years"),
    [
        ("England", "Male", 9.3),
        ("England", "Female", 7.3),
        ("E08000009", "Male", 10.4),
        ("E08000009", "Female", 8.2),
    ],
)
def test_the_slope_index_of_life_expectancy_is_the_published_one(
    deciles: Deciles, area: str, sex: str, years: float
) -> None:
    assert round(float(deciles.slope().absolute.value[deciles.of(area, sex)]), 1) == years


def test_the_deciles_are_those_of_2014_to_2016(deciles: Deciles) -> None:
    # SOURCE: ONS mid-2015 population estimates, England: 27,029,286 males and 27,757,031 females.
    for sex, people in (("Male", 27_029_286), ("Female", 27_757_031)):
        assert deciles.people[deciles.of("England", sex)].sum() / 3 == pytest.approx(people, rel=0.001)


def test_simulated_and_analytic_limits_agree_in_all_areas(deciles: Deciles) -> None:
    assert len(deciles.years) == 722
    exact = deciles.slope()
    drawn = simulated_slope_index(
        deciles.years,
        deciles.people,
        se=deciles.error,
        higher_is="better",
        rng=np.random.default_rng(1),
        simulations=20_000,
    )
    for name in ("absolute", "relative"):
        ours, theirs, off = getattr(exact, name), getattr(drawn, name), getattr(drawn, f"{name}_precision")
        for end in ("lower", "upper"):
            # Random numbers are shared by the areas, so all may be off to one side, by less than four errors. The
            # delta method of the relative index is itself a little off; its whole width is about 200 of these errors.
            apart = np.abs(getattr(ours, end) - getattr(theirs, end)) / getattr(off, end)
            assert np.max(apart) < (4.5 if name == "absolute" else 6), (name, end)


def test_childhood_obesity_rises_with_deprivation_in_england(check_values: Path) -> None:
    """Counts, limits and prevalence of the check values go together whichever of them the limits are had from."""
    column = read_columns(check_values / "NCMP_testdata.csv")
    england = (column["AreaCode"] == "E92000001") & (column["SchoolYear"] == "6")
    order = np.lexsort((column["Decile"][england], column["Period"][england]))
    value, lower, upper, se, people = (
        column[name][england][order].reshape(-1, 10) / by
        for name, by in (("Rate", 100), ("LCL", 100), ("UCL", 100), ("SE", 100), ("Measured", 1))
    )
    by_limits = slope_index(value, people, lower=lower, upper=upper, kind="proportion", higher_is="worse")
    by_error = slope_index(value, people, se=se, kind="proportion", higher_is="worse")
    assert (by_limits.absolute.lower > 0.05).all()
    assert by_limits.absolute.lower == pytest.approx(by_error.absolute.lower, abs=2e-5)
    assert by_limits.relative.upper == pytest.approx(by_error.relative.upper, rel=2e-4)
