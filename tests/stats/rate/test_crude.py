"""Proportions and crude rates lie within the limits that were asked for, in the unit that was asked for."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newlyn.foundation.errors import InputError
from newlyn.stats.estimate import Limits
from newlyn.stats.interval.count import byar_limits, count_limits, exact_poisson_limits
from newlyn.stats.interval.proportion import agresti_coull_limits, clopper_pearson_limits, wilson_limits
from newlyn.stats.rate.crude import proportion, rate


@pytest.mark.parametrize(
    ("method", "limits", "name"),
    [
        ("wilson", wilson_limits, "Wilson"),
        ("clopper-pearson", clopper_pearson_limits, "Clopper–Pearson"),
        ("agresti-coull", agresti_coull_limits, "Agresti–Coull"),
    ],
)
def test_a_proportion_has_the_limits_of_its_method(method: str, limits: Callable[..., Limits], name: str) -> None:
    found, expected = proportion([3, 40], [9, 50], level=0.9, method=method), limits([3, 40], [9, 50], level=0.9)
    assert found.value == pytest.approx([1 / 3, 0.8])
    assert (found.lower.tolist(), found.upper.tolist()) == (expected.lower.tolist(), expected.upper.tolist())
    assert (found.statistic, found.method, found.level) == ("proportion", name, 0.9)


@pytest.mark.parametrize(
    ("method", "limits", "name"),
    [
        ("byar-exact", count_limits, "Byar, exact below 10"),
        ("byar", byar_limits, "Byar"),
        ("exact", exact_poisson_limits, "Exact"),
    ],
)
def test_a_rate_has_the_limits_of_its_method(method: str, limits: Callable[..., Limits], name: str) -> None:
    found, expected = rate([3, 40], [9, 50], per=1000, level=0.9, method=method), limits([3, 40], level=0.9)
    each = 1000 / np.array([9, 50])
    assert found.value == pytest.approx([1000 / 3, 800])
    assert found.lower == pytest.approx(expected.lower * each)
    assert found.upper == pytest.approx(expected.upper * each)
    assert (found.statistic, found.method, found.level) == ("rate per 1000", name, 0.9)


@given(st.integers(0, 10**6), st.integers(1, 10**9), st.floats(1e-3, 1e9))
def test_so_many_people_more_or_less_is_only_another_unit(count: int, population: int, per: float) -> None:
    one, many = rate(count, population, per=1), rate(count, population, per=per)
    scaled = (one.value * per, one.lower * per, one.upper * per)
    assert (many.value, many.lower, many.upper) == pytest.approx(scaled, rel=1e-12)
    assert many.lower <= many.value <= many.upper


@pytest.mark.parametrize(
    ("per", "label"),
    [(1, "rate per 1"), (100_000, "rate per 100000"), (10**6, "rate per 1000000"), (0.5, "rate per 0.5")],
)
def test_the_unit_is_written_out(per: float, label: str) -> None:
    assert rate(1, 5, per=per).statistic == label


def test_nobody_at_risk_and_missing_counts_have_no_rate_and_no_share() -> None:
    for found in (rate([0, 3, np.nan, 1], [0, 0, 5, np.nan]), proportion([0, 0, np.nan, 1], [0, 0, 5, np.nan])):
        assert np.isnan([found.value, found.lower, found.upper]).all()


def test_there_may_be_more_events_than_people_but_not_more_people_than_there_are() -> None:
    assert rate(250, 220, per=100).value == pytest.approx(113.636, abs=5e-4)
    with pytest.raises(InputError, match=r"a count cannot exceed its total; here, 250 exceeds 220\."):
        proportion(250, 220)


def test_what_is_no_rate_is_refused() -> None:
    with pytest.raises(InputError, match=r"a count cannot be negative; at position 1 it is -2\."):
        rate([1, -2], 5)
    with pytest.raises(InputError, match=r"a population cannot be negative; here it is -5\."):
        rate(1, -5)
    with pytest.raises(InputError, match=r"per must be above nought; here it is -1\."):
        rate(1, 5, per=-1)
    with pytest.raises(InputError, match=r"method must be one of byar-exact, byar, exact; got 'wilson'\."):
        rate(1, 5, method="wilson")
    with pytest.raises(InputError, match=r"method must be one of wilson, clopper-pearson, agresti-coull; got 'byar'\."):
        proportion(1, 5, method="byar")
    with pytest.raises(InputError, match=r"level must be a proportion between 0 and 1, such as 0\.95; got 95\."):
        proportion(1, 5, level=95)
    with pytest.raises(InputError, match=r"one of one shape|the arrays must be of one shape"):
        rate([1, 2], [1, 2, 3])


@pytest.mark.parametrize("per", [[1, 2], np.nan, "1000"])
def test_a_rate_is_per_one_number(per: object) -> None:
    with pytest.raises(InputError, match=r"per must be one number; got "):
        rate([1, 2], [10, 20], per=per)
