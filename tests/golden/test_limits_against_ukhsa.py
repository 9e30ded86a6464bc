"""Confidence limits agree with those of UKHSA's PHEindicatormethods, row by row, to all decimals that it gives.

SOURCE: UKHSA, PHEindicatormethods, inputs and expected results of its tests of Byar's and Wilson's limits, of rates and
of proportions. The files are under GPL-3 and are not in the repository.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from tests.support.check_values import read_columns

from newlyn.stats.interval.count import byar_limits, count_limits, exact_poisson_limits
from newlyn.stats.interval.proportion import wilson_limits

LEVELS = {"95%": 0.95, "99.8%": 0.998}


@pytest.mark.parametrize("name", ["test_BW.csv", "Byars_Wilson__B_W.csv"])
def test_byar_and_wilson_limits_are_those_of_ukhsa(check_values: Path, name: str) -> None:
    rows = read_columns(check_values / name)
    checked = 0
    for x, n, lower, upper, level, method in zip(*rows.values(), strict=True):
        given = {"level": LEVELS[level]}
        found = byar_limits(x, **given) if method == "Byars" else wilson_limits(x, n, **given)
        assert found.upper == pytest.approx(upper, rel=1e-12, nan_ok=True)
        if np.isnan(lower):
            # Byar's formula falls below nought for one event at 99.8%: UKHSA leaves the limit out, here it is nought.
            assert (x, level, found.lower) == (1, "99.8%", 0)
        else:
            assert found.lower == pytest.approx(lower, rel=1e-12, nan_ok=True)
        checked += 1
    assert checked == 13


def test_limits_of_a_count_are_those_of_ukhsas_rates(check_values: Path) -> None:
    rows = read_columns(check_values / "Rate__Rate.csv")
    events, per = rows["Numerator"], rows["Denominator"] / rows["multiplier"]
    for level, ends in ((0.95, ("lower95_0cl", "upper95_0cl")), (0.998, ("lower99_8cl", "upper99_8cl"))):
        found = count_limits(events, level=level).scaled(1 / per)
        # A count whose population is missing has limits, and a rate of it none.
        assert found.lower == pytest.approx(rows[ends[0]], rel=1e-12, nan_ok=True)
        assert found.upper == pytest.approx(rows[ends[1]], rel=1e-12, nan_ok=True)
    assert (rows["method"] == "Exact").tolist() == (events < 10).tolist()
    assert np.isfinite(rows["value"]).sum() == 17


def test_the_exact_limits_of_a_count_are_those_of_ukhsas_rates(check_values: Path) -> None:
    rows = read_columns(check_values / "Rate__Rate.csv")
    few = rows["method"] == "Exact"
    found = exact_poisson_limits(rows["Numerator"][few]).scaled((rows["multiplier"] / rows["Denominator"])[few])
    assert found.lower == pytest.approx(rows["lower95_0cl"][few], rel=1e-12, nan_ok=True)
    assert found.upper == pytest.approx(rows["upper95_0cl"][few], rel=1e-12, nan_ok=True)


def test_limits_of_a_proportion_are_those_of_ukhsas_proportions(check_values: Path) -> None:
    rows = read_columns(check_values / "Proportion__Prop.csv")
    for level, ends in ((0.95, ("lower95_0cl", "upper95_0cl")), (0.998, ("lower99_8cl", "upper99_8cl"))):
        found = wilson_limits(rows["Numerator"], rows["Denominator"], level=level).scaled(rows["multiplier"])
        assert found.lower == pytest.approx(rows[ends[0]], rel=1e-12, nan_ok=True)
        assert found.upper == pytest.approx(rows[ends[1]], rel=1e-12, nan_ok=True)
    assert np.isfinite(rows["value"]).sum() == 16
