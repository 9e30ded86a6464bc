"""Weighted means and proportions agree with published examples and a plain oracle, and hold their level."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import beta
from statsmodels.stats.weightstats import DescrStatsW

from newlyn.foundation.errors import InputError
from newlyn.stats.survey.sample import Sample
from newlyn.stats.survey.weighted import SurveyEstimate, weighted_mean, weighted_proportion

# SOURCE: SAS Institute (2015), SAS/STAT 14.1 User's Guide, The SURVEYMEANS Procedure, Getting Started: grade and
# weekly spending on ice cream of 40 pupils; 1,824, 1,025 and 1,151 pupils are in grades 7, 8 and 9.
ICE_CREAM = """
7 7  7  7  8 12  9 10  7  1  7 10  7  3  8 20  8 19  7 2  7 2  9 15  8 16  7  6  7  6  7  6  9 15  8 17  8 14  9 8
9 8  9  7  7  3  7 12  7  4  9 14  8 18  9  9  7  2  7 1  7 4  7 11  9  8  8 10  8 13  7  2  9  6  9 11  7  2  7 9"""
# SOURCE: the same, Example 112.1: grade, study group and spending, where study groups were drawn, 8 of 608, 3 of 252
# and 5 of 403.
STUDY_GROUPS = """
7 34 7  7 34 7  7 412 4  9 27 14  7 34 2  9 230 15  9 27 15  7 501 2  9 230 8  9 230 7  7 501 3  8 59 20
7 403 4  7 403 11  8 59 13  8 59 17  8 143 12  8 143 16  8 59 18  9 235 9  8 143 10  9 312 8  9 235 6  9 235 11
9 312 10  7 321 6  8 156 19  8 156 14  7 321 3  7 321 12  7 489 2  7 489 9  7 78 1  7 78 10  7 489 2  7 156 1  7 78 6
7 412 6  7 156 2  9 301 8"""


def table(text: str, columns: int) -> np.ndarray:
    return np.array(text.split(), float).reshape(-1, columns).T


def fractions(grade: np.ndarray, drawn: dict[int, int], there: dict[int, int]) -> np.ndarray:
    return np.array([drawn[one] / there[one] for one in grade.astype(int)])


def figures(found: SurveyEstimate) -> list[float]:
    return [
        float(one) for one in (found.estimate.value, found.standard_error, found.estimate.lower, found.estimate.upper)
    ]


def test_a_simple_random_sample_is_that_of_the_sas_manual() -> None:
    _, spending = table(ICE_CREAM, 2)
    found = weighted_mean(spending, Sample.of(np.ones(40), fraction=0.01))
    assert figures(found) == pytest.approx([8.75, 0.845139, 7.04054539, 10.4594546], abs=5e-7)


def test_a_stratified_sample_is_that_of_the_sas_manual() -> None:
    grade, spending = table(ICE_CREAM, 2)
    share = fractions(grade, {7: 20, 8: 9, 9: 11}, {7: 1824, 8: 1025, 9: 1151})
    sample = Sample.of(1 / share, stratum=grade, fraction=share)
    found = weighted_mean(spending, sample)
    assert figures(found) == pytest.approx([9.141298, 0.531799, 8.06377052, 10.2188254], abs=5e-7)
    assert float(found.degrees_of_freedom) == 37
    less = weighted_proportion((spending < 10).astype(float), sample)
    assert figures(less)[:2] == pytest.approx([0.544555, 0.058424], abs=5e-7)


def test_a_stratified_cluster_sample_is_that_of_the_sas_manual() -> None:
    grade, group, spending = table(STUDY_GROUPS, 3)
    share = fractions(grade, {7: 8, 8: 3, 9: 5}, {7: 608, 8: 252, 9: 403})
    found = weighted_mean(spending, Sample.of(1 / share, stratum=grade, unit=group, fraction=share))
    assert figures(found) == pytest.approx([8.923860, 0.650859, 7.51776370, 10.3299565], abs=5e-7)
    assert float(found.degrees_of_freedom) == 13


def test_the_grades_of_five_suites_are_those_of_lohr() -> None:
    # SOURCE: Lohr (2019), Sampling: Design and Analysis, 2nd ed., Example 5.2: grade point averages of the four
    # students of each of 5 suites out of 100; mean 2.826, standard error 0.164.
    suites = [[3.08, 2.60, 3.44, 3.04], [2.36, 3.04, 3.28, 2.68], [2.00, 2.56, 2.52, 1.88], [3.00, 2.88, 3.44, 3.64]]
    grades = np.array([*suites, [2.68, 1.92, 3.28, 3.20]]).ravel()
    found = weighted_mean(grades, Sample.of(np.full(20, 20.0), unit=np.repeat(np.arange(5), 4), fraction=0.05))
    assert figures(found)[:2] == pytest.approx([2.826, 0.164], abs=5e-4)


def test_a_simple_random_sample_with_equal_weights_has_no_design_effect() -> None:
    found = weighted_mean([1, 4, 2, 8, 5, 7], Sample.of([3] * 6))
    assert float(found.design_effect) == pytest.approx(1)
    assert float(found.effective_n) == pytest.approx(6)
    assert float(found.respondents) == 6


def test_the_mean_is_that_of_statsmodels() -> None:
    rng = np.random.default_rng(3)
    y, weight = rng.normal(size=50), rng.uniform(0.2, 4, 50)
    assert float(weighted_mean(y, Sample.of(weight)).estimate.value) == pytest.approx(DescrStatsW(y, weight).mean)


def drawn(rng: np.random.Generator, n: int = 120) -> dict[str, np.ndarray]:
    unit = rng.integers(0, 12, n)
    unit[:12] = np.arange(12)
    stratum = unit // 4
    return {
        "y": rng.normal(stratum, 1, n).round(3),
        "weight": rng.uniform(0.5, 3, n),
        "stratum": stratum,
        "unit": unit,
        "fraction": np.array([0.1, 0.3, 0.0])[stratum],
        "domain": rng.integers(0, 4, n),
    }


def oracle(drawn: dict[str, np.ndarray], domain: int) -> tuple[float, float, int]:
    """Mean, linearised standard error and degrees of freedom of a domain, one respondent at a time."""
    rows = list(zip(*drawn.values(), strict=True))
    inside = [row for row in rows if row[5] == domain]
    total = sum(row[1] for row in inside)
    mean = sum(row[1] * row[0] for row in inside) / total
    score: dict[int, dict[int, float]] = defaultdict(dict)
    rate = {}
    for y, weight, stratum, unit, fraction, of in rows:
        own = weight * (y - mean) / total if of == domain else 0.0
        score[stratum][unit] = score[stratum].get(unit, 0.0) + own
        rate[stratum] = fraction
    variance = 0.0
    for stratum, units in score.items():
        middle = sum(units.values()) / len(units)
        spread = sum((one - middle) ** 2 for one in units.values())
        variance += (1 - rate[stratum]) * len(units) / (len(units) - 1) * spread
    return mean, variance**0.5, len({row[3] for row in inside}) - len({row[2] for row in inside})


@pytest.mark.parametrize("seed", range(5))
def test_domains_are_estimated_as_one_by_one_within_the_whole_design(seed: int) -> None:
    one = drawn(np.random.default_rng(seed))
    sample = Sample.of(one["weight"], stratum=one["stratum"], unit=one["unit"], fraction=one["fraction"])
    found = weighted_mean(one["y"], sample, domain=one["domain"])
    for domain in range(4):
        mean, error, freedom = oracle(one, domain)
        assert found.estimate.value[domain] == pytest.approx(mean)
        assert found.standard_error[domain] == pytest.approx(error)
        assert found.degrees_of_freedom[domain] == freedom


def test_a_lonely_unit_is_set_against_the_mean_of_all() -> None:
    # By hand: scores are (1 - 3)/4, (2 - 3)/4, (3 - 3)/4 and (6 - 3)/4 round a mean of 3; the stratum of the last has
    # one unit, whose contribution is its score squared: 9/16. The other stratum: 3/2 * 2/16 = 3/16.
    sample = Sample.of([1, 1, 1, 1], stratum=[0, 0, 0, 1], lonely="grand mean")
    found = weighted_mean([1, 2, 3, 6], sample)
    assert float(found.standard_error) == pytest.approx((12 / 16) ** 0.5)
    assert float(found.degrees_of_freedom) == 2


def test_a_unit_that_was_certain_to_be_drawn_does_not_vary() -> None:
    sample = Sample.of([1, 1, 1, 1], stratum=[0, 0, 0, 1], fraction=[0, 0, 0, 1])
    assert float(weighted_mean([1, 2, 3, 6], sample).standard_error) == pytest.approx((3 / 16) ** 0.5)


def test_who_did_not_answer_stays_in_the_design() -> None:
    sample = Sample.of([1] * 6, unit=[0, 0, 1, 1, 2, 2])
    found = weighted_mean([1, 3, 2, np.nan, 4, 4], sample)
    as_domain = weighted_mean([1, 3, 2, 99, 4, 4], sample, domain=[0, 0, 0, 1, 0, 0])
    assert float(found.estimate.value) == as_domain.estimate.value[0] == pytest.approx(2.8)
    assert float(found.standard_error) == as_domain.standard_error[0]
    assert float(found.respondents) == 5


def test_a_domain_in_one_unit_has_a_mean_and_no_limits() -> None:
    sample = Sample.of([1] * 6, unit=[0, 0, 1, 1, 2, 2])
    found = weighted_mean([1, 3, 2, 5, 4, 4], sample, domain=[0, 0, 1, 1, 1, 1])
    assert found.estimate.value.tolist() == [2, 3.75]
    assert np.isnan([found.standard_error[0], found.estimate.lower[0], found.design_effect[0]]).all()
    assert np.isfinite(found.estimate.lower[1])


def test_a_domain_without_respondents_is_missing() -> None:
    sample = Sample.of([1, 1, 1, 0])
    found = weighted_proportion([1, 0, np.nan, 1], sample, domain=[0, 0, 1, 2], domains=4)
    assert found.estimate.value.tolist()[0] == 0.5
    assert np.isnan([found.estimate.value[1:], found.estimate.lower[1:], found.estimate.upper[1:]]).all()
    assert found.respondents.tolist() == [2, 0, 0, 0]


def test_limits_of_nobody_and_of_everybody() -> None:
    sample = Sample.of([1] * 10)
    none, every = (weighted_proportion([had] * 10, sample) for had in (0, 1))
    # With equal weights the effective size is 10: the exact binomial limits.
    assert (float(none.estimate.lower), float(none.estimate.upper)) == pytest.approx((0, beta.ppf(0.975, 1, 10)))
    assert (float(every.estimate.lower), float(every.estimate.upper)) == pytest.approx((beta.ppf(0.025, 10, 1), 1))
    assert float(none.standard_error) == 0
    assert np.isnan([float(none.design_effect), float(none.effective_n)]).all()


def test_unequal_weights_widen_the_limits_of_nobody() -> None:
    even, uneven = (weighted_proportion([0] * 10, Sample.of(one)) for one in ([1] * 10, [1] * 9 + [9]))
    assert float(uneven.estimate.upper) > float(even.estimate.upper)


def test_korn_and_graubard_limits_are_the_exact_ones_of_the_effective_size() -> None:
    # By the formula of Korn and Graubard (1998): effective size p(1 - p)/v, times the squared ratio of t quantiles.
    sample = Sample.of(np.ones(30), unit=np.repeat(np.arange(6), 5))
    has = np.array([1, 0, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0], float)
    found = weighted_proportion(has, sample)
    p, v = float(found.estimate.value), float(found.standard_error) ** 2
    n = min(p * (1 - p) / v * (2.0452296421327 / 2.5705818356363) ** 2, 30)
    assert float(found.estimate.lower) == pytest.approx(beta.ppf(0.025, p * n, n - p * n + 1))
    assert float(found.estimate.upper) == pytest.approx(beta.ppf(0.975, p * n + 1, n - p * n))


def test_where_strata_explain_all_the_limits_are_those_of_all_respondents() -> None:
    found = weighted_proportion([1] * 4 + [0] * 4, Sample.of(np.ones(8), stratum=[0] * 4 + [1] * 4))
    assert float(found.standard_error) == 0
    assert float(found.estimate.lower) == pytest.approx(beta.ppf(0.025, 4, 5))
    assert float(found.estimate.upper) == pytest.approx(beta.ppf(0.975, 5, 4))


def test_logit_limits_are_those_of_the_formula_and_missing_at_the_ends() -> None:
    sample = Sample.of([1] * 8)
    found = weighted_proportion([1, 1, 0, 0, 0, 0, 0, 0], sample, method="logit")
    reach = 2.364624251592785 * float(found.standard_error) / (0.25 * 0.75)
    assert float(found.estimate.lower) == pytest.approx(1 / (1 + 3 * np.exp(reach)))
    assert float(found.estimate.upper) == pytest.approx(1 / (1 + 3 * np.exp(-reach)))
    assert np.isnan(float(weighted_proportion([0] * 8, sample, method="logit").estimate.upper))


@given(st.integers(0, 10_000), st.floats(0.01, 100))
def test_weights_count_only_in_relation_to_each_other(seed: int, times: float) -> None:
    one = drawn(np.random.default_rng(seed), 40)
    design = {"stratum": one["stratum"], "unit": one["unit"]}
    has = (one["y"] > 1).astype(float)
    few, many = (
        weighted_proportion(has, Sample.of(one["weight"] * by, **design), domain=one["domain"]) for by in (1, times)
    )
    assert few.estimate.lower == pytest.approx(many.estimate.lower, nan_ok=True)
    assert few.standard_error == pytest.approx(many.standard_error, nan_ok=True)


@given(st.integers(0, 10_000))
def test_neither_the_order_of_respondents_nor_the_names_of_codes_count(seed: int) -> None:
    rng = np.random.default_rng(seed)
    one = drawn(rng, 40)
    order = rng.permutation(40)
    plain = Sample.of(one["weight"], stratum=one["stratum"], unit=one["unit"])
    mixed = Sample.of(one["weight"][order], stratum=7 - one["stratum"][order], unit=10**12 - 7 * one["unit"][order])
    a = weighted_mean(one["y"], plain, domain=one["domain"], domains=4)
    b = weighted_mean(one["y"][order], mixed, domain=3 - one["domain"][order], domains=4)
    assert a.estimate.value == pytest.approx(b.estimate.value[::-1], nan_ok=True)
    assert a.standard_error == pytest.approx(b.standard_error[::-1], nan_ok=True)


@given(st.integers(0, 10_000), st.floats(-50, 50), st.floats(0.1, 10))
def test_a_change_of_unit_changes_the_mean_and_its_limits_alike(seed: int, shift: float, times: float) -> None:
    one = drawn(np.random.default_rng(seed), 40)
    sample = Sample.of(one["weight"], stratum=one["stratum"], unit=one["unit"])
    old, new = weighted_mean(one["y"], sample), weighted_mean(shift + times * one["y"], sample)
    assert float(new.estimate.lower) == pytest.approx(shift + times * float(old.estimate.lower), abs=1e-9)
    assert float(new.design_effect) == pytest.approx(float(old.design_effect))


@given(st.integers(0, 10_000))
def test_a_respondent_with_a_weight_of_nought_changes_no_figure(seed: int) -> None:
    one = drawn(np.random.default_rng(seed), 40)
    more = {name: np.append(values, values[0]) for name, values in one.items()} | {
        "weight": np.append(one["weight"], 0)
    }
    without, with_it = (
        weighted_mean(each["y"], Sample.of(each["weight"], stratum=each["stratum"], unit=each["unit"]))
        for each in (one, more)
    )
    assert figures(without) == pytest.approx(figures(with_it))


@given(st.integers(0, 10_000), st.floats(0.5, 0.999))
def test_limits_stand_on_both_sides_of_the_proportion_and_within_nought_and_one(seed: int, level: float) -> None:
    one = drawn(np.random.default_rng(seed), 40)
    sample = Sample.of(one["weight"], stratum=one["stratum"], unit=one["unit"])
    for method in ("Korn–Graubard", "logit"):
        found = weighted_proportion((one["y"] > 2).astype(float), sample, method=method, level=level).estimate
        if not np.isnan(found.lower):
            assert 0 <= found.lower <= found.value <= found.upper <= 1


@pytest.mark.parametrize(("method", "least"), [("Korn–Graubard", 0.95), ("logit", 0.93)])
def test_limits_of_a_proportion_in_a_cluster_sample_hold_their_level(method: str, least: float) -> None:
    rng = np.random.default_rng(11)
    runs, units, size, truth = 800, 24, 10, 0.2
    sample = Sample.of(np.ones(units * size), unit=np.repeat(np.arange(units), size))
    held = 0
    for _ in range(runs):
        share = rng.beta(truth * 9, (1 - truth) * 9, units)  # an intraclass correlation of 0.1
        has = (rng.random((units, size)) < share[:, None]).astype(float).ravel()
        found = weighted_proportion(has, sample, method=method).estimate
        held += bool(found.lower <= truth <= found.upper)
    # Three Monte Carlo standard errors of 800 runs are 2.3 points.
    assert least - 0.023 <= held / runs <= 0.995


def test_t_limits_of_a_mean_in_a_stratified_sample_hold_their_level() -> None:
    rng = np.random.default_rng(12)
    runs, sizes = 1500, (15, 9, 6)
    stratum = np.repeat(np.arange(3), sizes)
    share = np.array([0.5, 0.3, 0.2])
    sample = Sample.of(share[stratum] / np.array(sizes)[stratum], stratum=stratum)
    made = (weighted_mean(rng.normal(stratum, 1), sample).estimate for _ in range(runs))
    held = sum(bool(one.lower <= share @ [0, 1, 2] <= one.upper) for one in made) / runs
    assert held == pytest.approx(0.95, abs=0.017)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"has": [0, 2, 1]}, r"has must be 0 or 1, or NaN for a missing answer; at position 1 it is 2\."),
        ({"has": [0, 1]}, r"has must hold one value for each of 3 respondents; got \(2,\)"),
        ({"domain": [0, 1]}, r"domain must hold one code for each of 3 respondents; got \(2,\)"),
        ({"domain": [0, np.nan, 1]}, r"domain code must have no missing values"),
        ({"domain": [0, -1, 1]}, r"a domain code cannot be negative; at position 1 it is -1"),
        ({"domain": [0, 0.5, 1]}, r"a domain code must be a whole number; at position 1 it is 0\.5"),
        ({"domain": [0, 3, 1], "domains": 3}, r"a domain code must be below 3, the number of groups; at position 1"),
        ({"domain": [0, 10**12, 1]}, r"domains must be below 10,000,000: number them from 0; got 1000000000001"),
        ({"method": "Wald"}, r"method must be one of Korn–Graubard, logit; got 'Wald'"),
        ({"level": 95}, r"level must be a proportion between 0 and 1"),
    ],
)
def test_what_is_no_answer_no_domain_and_no_level_is_refused(change: dict[str, object], message: str) -> None:
    with pytest.raises(InputError, match=message):
        weighted_proportion(**{"has": [0, 1, 1], "sample": Sample.of([1, 1, 1])} | change)


def test_a_mean_refuses_a_percentage_as_a_level() -> None:
    with pytest.raises(InputError, match=r"level must be a proportion between 0 and 1, such as 0\.95; got 95"):
        weighted_mean([1, 2], Sample.of([1, 1]), level=95)
