"""Attributable fractions are those of the formulae they are named after, and grow with the groups left behind."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newlyn.foundation.errors import InputError
from newlyn.stats.estimate import Estimate
from newlyn.stats.inequality.attributable import attributable_to_inequality, levin_fraction, miettinen_fraction
from newlyn.stats.inequality.group_spread import spread_between_groups

Z = 1.959963985


def risks(value: Any, log_error: Any, *, level: float = 0.95) -> Estimate:
    value, log_error = np.asarray(value, float), np.asarray(log_error, float)
    return Estimate(
        value, value * np.exp(-Z * log_error), value * np.exp(Z * log_error), "relative risk", "Wald", level
    )


# --- Levin -----------------------------------------------------------------------------------------------------


@given(st.floats(0, 1), st.floats(0.1, 50))
def test_one_level_of_exposure_is_levins_formula(exposed: float, risk: float) -> None:
    found = levin_fraction([1 - exposed, exposed], risks([1, risk], [0, 0.1]))
    assert float(found.value) == pytest.approx(exposed * (risk - 1) / (1 + exposed * (risk - 1)))
    assert found.lower <= found.value + 1e-12
    assert found.value <= found.upper + 1e-12


def test_known_shares_and_one_level_have_limits_by_the_delta_method() -> None:
    found = levin_fraction([0.8, 0.2], risks([1, 2], [0, 0.1]))
    away = Z * 0.1 * 0.2 * 2 / 1.2
    assert (float(found.lower), float(found.upper)) == pytest.approx((1 - np.exp(away) / 1.2, 1 - np.exp(-away) / 1.2))
    assert (found.statistic, found.method) == ("population attributable fraction", "Delta on the logarithm")


def test_levels_in_two_pieces_of_one_risk_are_one_level() -> None:
    whole = levin_fraction([0.7, 0.3], risks([1, 3], [0, 0.2]), people=500)
    pieces = levin_fraction([0.7, 0.1, 0.2], risks([1, 3, 3], [0, 0.2, 0.2]), people=500)
    for end in ("value", "lower", "upper"):
        assert float(getattr(pieces, end)) == pytest.approx(float(getattr(whole, end)))


def test_levin_limits_hold_the_truth_as_often_as_they_say_when_shares_come_from_a_survey() -> None:
    rng, times, asked = np.random.default_rng(1), 20_000, 800
    share = rng.binomial(asked, 0.25, times) / asked
    risk = 2.5 * np.exp(rng.normal(0, 0.15, times))
    found = levin_fraction(
        np.stack([1 - share, share], -1),
        risks(np.stack([np.ones(times), risk], -1), np.array([0, 0.15])),
        people=asked,
    )
    true = 0.25 * 1.5 / (1 + 0.25 * 1.5)
    held = np.mean((found.lower <= true) & (true <= found.upper))
    assert held == pytest.approx(0.95, abs=0.008)


def test_a_survey_of_few_people_widens_the_limits_and_one_of_nobody_has_none() -> None:
    few, many, nobody = (levin_fraction([0.7, 0.3], risks([1, 3], [0, 0.2]), people=asked) for asked in (50, 5000, 0))
    assert few.lower < many.lower < many.upper < few.upper
    assert np.isnan([nobody.lower, nobody.upper]).all()
    assert float(nobody.value) == pytest.approx(0.375)


def test_shares_that_do_not_add_up_to_one_are_refused_with_their_sum() -> None:
    with pytest.raises(
        InputError, match=r"shares must add up to 1, the unexposed among them; got 0\.9\. Divide them by"
    ):
        levin_fraction([0.7, 0.2], risks([1, 3], [0, 0.2]))
    with pytest.raises(InputError, match=r"must add up to 1.*; got 1\.2 in row 1\."):
        levin_fraction([[0.7, 0.3], [0.7, 0.5]], risks([1, 3], [0, 0.2]))
    with pytest.raises(InputError, match=r"must add up to 1.*; got 1\.2 in row \(0, 1\)\."):
        levin_fraction([[[0.7, 0.3], [0.7, 0.5]]], risks([1, 3], [0, 0.2]))


@pytest.mark.parametrize(
    ("share", "risk", "options", "message"),
    [
        (
            [1.2, -0.2],
            risks([1, 3], [0, 0.2]),
            {},
            r"share must be a proportion from 0 to 1; at position 0 it is 1\.2\.",
        ),
        ([0.5, 0.5], risks([1, 0], [0, 0.2]), {}, r"relative risk must be above nought; at position 1 it is 0\."),
        (
            [0.5, 0.5],
            Estimate(np.array([1, 2.0]), np.array([1, 0.0]), np.array([1, 3.0]), "", "", 0.95),
            {},
            r"lower limit of a relative risk must be above nought; at position 1 it is 0\.",
        ),
        (
            [0.5, 0.5],
            Estimate(np.array([1, 2.0]), np.array([1, 1.0]), np.array([1, -3.0]), "", "", 0.95),
            {},
            r"upper limit of a relative risk must be above nought; at position 1 it is -3\.",
        ),
        (
            [0.5, 0.5],
            risks([1, 3], [0, 0.2]),
            {"people": -1},
            r"a number of people cannot be negative; here it is -1\.",
        ),
        ([1.0], risks([1], [0]), {}, r"share must hold at least 2 values; got 1\."),
        ([0.5, 0.5], risks([1, 2, 3], 0.1), {}, r"of one shape, or of one value each; got share \(2,\)"),
    ],
)
def test_what_levin_cannot_use_is_refused(share: Any, risk: Estimate, options: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError, match=message):
        levin_fraction(share, risk, **options)


# --- Miettinen -------------------------------------------------------------------------------------------------


def case_control(a1: Any, a0: Any, b1: Any, b0: Any) -> tuple[Any, Any, Estimate]:
    a1, a0, b1, b0 = (np.asarray(one, float) for one in (a1, a0, b1, b0))
    return a1, a1 + a0, risks(a1 * b0 / (a0 * b1), np.sqrt(1 / a1 + 1 / a0 + 1 / b1 + 1 / b0))


def test_a_crude_case_control_study_has_the_limits_of_its_four_counts() -> None:
    """There 1 − fraction is the share unexposed of cases over that of controls, whose variance is known directly."""
    a1, a0, b1, b0 = 173.0, 602.0, 134.0, 663.0
    found = miettinen_fraction(*case_control(a1, a0, b1, b0))
    remains = (a0 / (a1 + a0)) / (b0 / (b1 + b0))
    error = np.sqrt(a1 / (a0 * (a1 + a0)) + b1 / (b0 * (b1 + b0)))
    assert float(found.value) == pytest.approx(1 - remains)
    assert float(found.lower) == pytest.approx(1 - remains * np.exp(Z * error))
    assert float(found.upper) == pytest.approx(1 - remains * np.exp(-Z * error))


def test_the_variance_is_greenlands() -> None:
    """Greenland (1987) as in Rothman, Greenland and Lash: (f/(1−f))² {V/(R−1)² + 2/[a1(R−1)] + a0/(a1 m)}."""
    a1, a0, risk, log_error = 60.0, 140.0, 2.0, 0.12
    found = miettinen_fraction(a1, a1 + a0, risks(risk, log_error))
    fraction = a1 / (a1 + a0) * (1 - 1 / risk)
    inner = log_error**2 / (risk - 1) ** 2 + 2 / (a1 * (risk - 1)) + a0 / (a1 * (a1 + a0))
    error = fraction / (1 - fraction) * np.sqrt(inner)
    assert float(found.lower) == pytest.approx(1 - (1 - fraction) * np.exp(Z * error))


@given(st.integers(1, 10**6), st.integers(1, 10**6), st.floats(0.1, 50))
def test_levin_and_miettinen_agree_where_nothing_confounds(exposed: int, unexposed: int, risk: float) -> None:
    people = exposed + unexposed
    cases = exposed * risk, unexposed
    levin = levin_fraction([unexposed / people, exposed / people], risks([1, risk], [0, 0.1]))
    miettinen = miettinen_fraction(cases[0], sum(cases), risks(risk, 0.1))
    assert float(levin.value) == pytest.approx(float(miettinen.value), abs=1e-9)


def test_miettinen_limits_hold_the_truth_as_often_as_they_say() -> None:
    rng, times, people = np.random.default_rng(2), 20_000, 600
    among_cases, among_controls = 0.4, 0.25
    a1, b1 = rng.binomial(people, among_cases, times), rng.binomial(people, among_controls, times)
    found = miettinen_fraction(*case_control(a1, people - a1, b1, people - b1))
    true = 1 - (1 - among_cases) / (1 - among_controls)
    held = np.mean((found.lower <= true) & (true <= found.upper))
    assert held == pytest.approx(0.95, abs=4 * np.sqrt(0.95 * 0.05 / times))


def test_protection_no_effect_and_no_cases() -> None:
    found = miettinen_fraction([50, 50, 0, 200, np.nan], [200, 200, 0, 200, 200], risks([0.5, 1, 2, 2, 2], 0.1))
    assert found.value[:2].tolist() == [-0.25, 0]
    assert found.lower[1] < 0 < found.upper[1]
    assert np.isnan([found.value, found.lower, found.upper])[:, [2, 4]].all()
    assert found.lower[3] < found.value[3] == 0.5 < found.upper[3]


def test_an_error_without_bound_gives_limits_without_bound_and_no_warning() -> None:
    endless = Estimate(np.array([2.0]), np.array([5e-324]), np.array([1e50]), "relative risk", "Wald", 0.95)
    found = miettinen_fraction([200], [200], endless)
    assert found.lower[0] < -1e100


def test_what_miettinen_cannot_use_is_refused() -> None:
    with pytest.raises(
        InputError, match=r"a count of exposed cases cannot exceed its total of cases; at position 0, 6 exceeds 5\."
    ):
        miettinen_fraction([6], [5], risks([2], 0.1))
    with pytest.raises(InputError, match=r"relative risk must be above nought; at position 0 it is -2\."):
        miettinen_fraction([1], [5], risks([-2], 0.1))


# --- inequality ------------------------------------------------------------------------------------------------

# SOURCE: WHO healthequal 1.0.1, data set OrderedSample (births attended by skilled health personnel, %, by wealth
# fifth), reference pages of parisk and paf: population attributable risk 7.627362, fraction 8.327116%.
FIFTHS = [75.60530, 91.01997, 96.03959, 97.04223, 99.22405]
ERRORS = [1.5996131, 1.1351504, 0.6461946, 0.5676206, 0.2237683]
BIRTHS = [2072.436, 2112.204, 1983.059, 2052.124, 1884.510]


@pytest.mark.parametrize("reference", ["least_deprived", "best"])
def test_risk_and_fraction_are_those_of_the_world_health_organization(reference: str) -> None:
    found = attributable_to_inequality(FIFTHS, BIRTHS, higher_is="better", se=ERRORS, per=100, reference=reference)
    assert float(found.risk.value) == pytest.approx(7.627362, abs=5e-6)
    assert float(found.fraction.value) == pytest.approx(0.08327116, abs=5e-8)
    assert float(found.average) == pytest.approx(91.59669, abs=5e-6)
    assert float(found.number.value) == pytest.approx(sum(BIRTHS) * 0.07627362, abs=0.001)
    assert found.reads == (
        "Figures above 0 mean that all together fare worse: their figure is lower than that of the reference group."
    )


def test_where_higher_is_worse_the_signs_still_point_to_those_left_behind() -> None:
    found = attributable_to_inequality([300, 250, 200], [40e3, 30e3, 30e3], higher_is="worse", per=100_000)
    assert (float(found.risk.value), float(found.number.value), float(found.reference)) == (55, 55, 200)
    assert float(found.fraction.value) == pytest.approx(55 / 255)
    assert np.isnan([found.risk.lower, found.fraction.upper, found.number.lower]).all()


def test_the_best_need_not_be_the_least_deprived() -> None:
    value, people = [10, 5, 8], [1, 1, 1]
    last = attributable_to_inequality(value, people, higher_is="worse")
    best = attributable_to_inequality(value, people, higher_is="worse", reference="best")
    assert (float(last.reference), float(best.reference)) == (8, 5)
    assert last.risk.value < best.risk.value
    assert float(best.risk.value) == pytest.approx(
        float(spread_between_groups(value, people, higher_is="worse").to_best)
    )
    behind = attributable_to_inequality([5, 6, 10], people, higher_is="worse")
    assert float(behind.risk.value) == -3
    assert behind.fraction.value < 0


@given(
    st.lists(st.floats(1, 100), min_size=4, max_size=4),
    st.lists(st.integers(1, 10**5), min_size=4, max_size=4),
    st.floats(0.1, 100),
    st.sampled_from(["better", "worse"]),
)
def test_a_change_of_unit_scales_the_risk_and_leaves_the_fraction(
    value: list[float], people: list[int], by: float, higher_is: str
) -> None:
    figure = np.array(value)
    one = attributable_to_inequality(figure, people, se=figure / 20, higher_is=higher_is)
    other = attributable_to_inequality(figure * by, people, se=figure * by / 20, higher_is=higher_is, per=by)
    for end in ("value", "lower", "upper"):
        assert float(getattr(other.risk, end)) == pytest.approx(float(getattr(one.risk, end)) * by, rel=1e-6, abs=1e-9)
        assert float(getattr(other.number, end)) == pytest.approx(float(getattr(one.number, end)), rel=1e-6, abs=1e-6)
        assert float(getattr(other.fraction, end)) == pytest.approx(float(getattr(one.fraction, end)), abs=1e-9)
    assert one.risk.lower <= one.risk.value <= one.risk.upper
    assert one.fraction.lower <= one.fraction.value <= one.fraction.upper


@pytest.mark.parametrize("higher_is", ["better", "worse"])
def test_limits_hold_the_truth_as_often_as_they_say(higher_is: str) -> None:
    rng, times = np.random.default_rng(4), 20_000
    true, people, error = np.array([300.0, 260, 240, 200]), np.array([4e4, 3e4, 2e4, 3e4]), 8.0
    drawn = rng.normal(true, error, (times, 4))
    wanted = attributable_to_inequality(true, people, higher_is=higher_is)
    found = attributable_to_inequality(drawn, people, se=error, higher_is=higher_is)
    for name in ("risk", "fraction", "number"):
        estimate, truth = getattr(found, name), float(getattr(wanted, name).value)
        held = np.mean((estimate.lower <= truth) & (truth <= estimate.upper))
        assert held == pytest.approx(0.95, abs=4 * np.sqrt(0.95 * 0.05 / times)), name


def test_groups_without_people_drop_out_but_a_reference_without_people_is_none() -> None:
    some = attributable_to_inequality([10, 8], [3, 1], higher_is="worse", se=1)
    more = attributable_to_inequality([10, np.nan, 8], [3, 0, 1], higher_is="worse", se=[1, np.nan, 1])
    assert (float(more.risk.value), float(more.risk.upper)) == (float(some.risk.value), float(some.risk.upper))
    assert float(more.fraction.lower) == pytest.approx(float(some.fraction.lower))
    for value, people in ([[10, 9, 8], [3, 1, 0]], [[10, 9, 8], [0, 0, 0]], [[10, np.nan, 8], [3, 1, 1]]):
        found = attributable_to_inequality(value, people, higher_is="worse", se=1)
        assert np.isnan([found.risk.value, found.fraction.value, found.number.upper]).all()
    best = attributable_to_inequality([10, 9, 8], [3, 1, 0], higher_is="worse", reference="best")
    assert float(best.reference) == 9


def test_where_nobody_lives_or_people_are_missing_there_is_no_best_group() -> None:
    found = attributable_to_inequality([1, 2], [[0, 0], [5, np.nan], [5, 5]], reference="best", higher_is="worse")
    assert np.isnan(found.reference).tolist() == np.isnan(found.risk.value).tolist() == [True, True, False]


def test_the_fraction_is_missing_where_nothing_is_divided_by() -> None:
    found = attributable_to_inequality([[4, 0], [0, 0]], [1, 1], higher_is="worse", se=0.1)
    assert found.risk.value.tolist() == [2, 0]
    assert np.isnan(found.fraction.value[1])
    assert np.isnan(found.fraction.lower).all()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"value": [1], "population": [1]}, r"value must hold at least 2 values; got 1\."),
        ({"value": [1, -2]}, r"a value cannot be negative; at position 1 it is -2\."),
        ({"population": [1, -2]}, r"a population cannot be negative; at position 1 it is -2\."),
        ({"se": [1, -2]}, r"a standard error cannot be negative; at position 1 it is -2\."),
        ({"reference": "richest"}, r"reference must be one of least_deprived, best; got 'richest'\."),
        ({"higher_is": "good"}, r"higher_is must be one of better, worse; got 'good'\."),
        ({"per": 0}, r"per must be above nought; at position 0 it is 0\."),
        ({"level": 95}, r"level must be a proportion between 0 and 1, such as 0\.95; got 95\."),
    ],
)
def test_what_has_no_meaning_is_refused_with_its_value(change: dict[str, Any], message: str) -> None:
    given_all = {"value": [1, 2], "population": [1, 1], "higher_is": "worse"} | change
    with pytest.raises(InputError, match=message):
        attributable_to_inequality(**given_all)
