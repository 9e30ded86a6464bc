"""Proportions, rates, means and standardised ratios are those that UKHSA's PHEindicatormethods expects of itself.

The published files are its own test data. Where Newlyn gives another answer on purpose, the test says so and why.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from tests.support.check_values import read_columns

from newlyn.foundation.errors import InputError
from newlyn.stats.estimate import Estimate
from newlyn.stats.interval.count import byar_limits
from newlyn.stats.interval.proportion import wilson_limits
from newlyn.stats.rate.crude import proportion, rate
from newlyn.stats.rate.direct import directly_standardised_event_rate, directly_standardised_rate
from newlyn.stats.rate.indirect import expected_events, indirectly_standardised_rate, indirectly_standardised_ratio
from newlyn.stats.rate.mean import grouped_mean, mean
from newlyn.stats.rate.standard import standard_population

# SOURCE: UK Health Security Agency, PHEindicatormethods for R, the data of its tests; 15 significant digits.
TO_THE_LAST_DIGITS = {"rtol": 1e-9, "atol": 0}
LEVELS = {0.95: "95_0cl", 0.998: "99_8cl"}

Columns = dict[str, np.ndarray]


def _agrees(found: Estimate, expected: Columns, *, lower: str = "lowercl", upper: str = "uppercl") -> None:
    np.testing.assert_allclose(found.value, expected["value"], **TO_THE_LAST_DIGITS)
    np.testing.assert_allclose(found.lower, expected[lower], **TO_THE_LAST_DIGITS)
    np.testing.assert_allclose(found.upper, expected[upper], **TO_THE_LAST_DIGITS)


def _where(columns: Columns, chosen: np.ndarray) -> Columns:
    return {name: column[chosen] for name, column in columns.items()}


def _scaled(found: Estimate, by: np.ndarray) -> Estimate:
    return Estimate(found.value * by, found.lower * by, found.upper * by, found.statistic, found.method, found.level)


def _rows(columns: Columns, *names: str) -> Iterator[tuple[np.ndarray, ...]]:
    return zip(*(columns[name] for name in names), strict=True)


def _level(confidence: str) -> float:
    return float(confidence.rstrip("%")) / 100


@pytest.mark.parametrize("name", ["test_BW.csv", "Byars_Wilson__B_W.csv"])
def test_limits_by_byar_and_wilson_are_theirs(check_values: Path, name: str) -> None:
    rows = read_columns(check_values / name)
    assert len(rows["x"]) == 13
    for x, n, lower, upper, confidence in _rows(rows, "x", "n", "lowercl", "uppercl", "confidence"):
        level = _level(confidence)
        found = byar_limits(x, level=level) if np.isnan(n) else wilson_limits(x, n, level=level)
        np.testing.assert_allclose(found.upper, upper, **TO_THE_LAST_DIGITS)
        # The last row: Byar's lower limit of one event at 99.8% lies below nought. Theirs is missing, ours nought.
        np.testing.assert_allclose(found.lower, 0 if np.isnan(lower) else lower, **TO_THE_LAST_DIGITS)


@pytest.mark.parametrize("name", ["test_Prop.csv", "test_Prop_g.csv", "Proportion__Prop.csv"])
@pytest.mark.parametrize("level", LEVELS)
def test_proportions_are_theirs(check_values: Path, name: str, level: float) -> None:
    rows = read_columns(check_values / name)
    found = proportion(rows["Numerator"], rows["Denominator"], level=level)
    suffix = LEVELS[level]
    assert found.method == rows["method"][0] == "Wilson"
    _agrees(_scaled(found, rows["multiplier"]), rows, lower=f"lower{suffix}", upper=f"upper{suffix}")


@pytest.mark.parametrize("name", ["test_Prop_g_results.csv", "Proportion__Prop_g.csv"])
def test_proportions_of_groups_are_theirs(check_values: Path, name: str) -> None:
    rows = read_columns(check_values / name)
    _agrees(proportion(rows["Numerator"], rows["Denominator"]), rows)


def test_proportions_of_groups_that_were_asked_for_without_limits_are_theirs(check_values: Path) -> None:
    rows = read_columns(check_values / "test_Prop_g_results_no_CI.csv")
    found = proportion(rows["Numerator"], rows["Denominator"])
    np.testing.assert_allclose(found.value, rows["value"], **TO_THE_LAST_DIGITS)


@pytest.mark.parametrize("name", ["test_Rate.csv", "test_Rate_g.csv", "Rate__Rate.csv"])
@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("per", [100, 100_000])
def test_crude_rates_are_theirs(check_values: Path, name: str, level: float, per: int) -> None:
    rows = read_columns(check_values / name)
    rows = _where(rows, rows["multiplier"] == per)
    found = rate(rows["Numerator"], rows["Denominator"], per=per, level=level)
    suffix = LEVELS[level]
    assert found.statistic == rows["statistic"][0] == f"rate per {per}"
    _agrees(found, rows, lower=f"lower{suffix}", upper=f"upper{suffix}")


@pytest.mark.parametrize("name", ["test_Rate_g_results.csv", "Rate__Rate_g.csv"])
def test_crude_rates_of_groups_are_theirs(check_values: Path, name: str) -> None:
    rows = read_columns(check_values / name)
    _agrees(rate(rows["Numerator"], rows["Denominator"]), rows)


@pytest.mark.parametrize(
    ("values", "results"),
    [
        ("test_Mean.csv", "test_Mean_results.csv"),
        ("test_Mean_Grp.csv", "test_Mean_results.csv"),
        ("Mean__Mean.csv", "Mean__Mean_results.csv"),
    ],
)
@pytest.mark.parametrize("level", LEVELS)
def test_means_are_theirs(check_values: Path, values: str, results: str, level: float) -> None:
    rows, expected = read_columns(check_values / values), read_columns(check_values / results)
    names, code = np.unique(rows["area"], return_inverse=True)
    suffix = LEVELS[level]
    assert expected["area"].tolist() == [*names, "No grouping"]
    grouped, alone = grouped_mean(rows["values"], code, level=level), mean([rows["values"]], level=level)
    assert grouped.method == expected["method"][0].removesuffix("-distribution")
    _agrees(grouped, _where(expected, np.array([0, 1])), lower=f"lower{suffix}", upper=f"upper{suffix}")
    _agrees(alone, _where(expected, np.array([2])), lower=f"lower{suffix}", upper=f"upper{suffix}")


# --- indirectly standardised -------------------------------------------------------------------------------------


def _results(rows: Columns, areas: tuple[str, ...], statistic: str) -> Columns:
    return _where(rows, np.isin(rows["area"], areas) & (rows["statistic"] == statistic))


EDITIONS = (
    ("test_ISR_refdata.csv", "test_ISR_ownref.csv", "test_ISR_lookup.csv", "test_ISR_results.csv"),
    (
        "DSR_ISR__refdata.csv",
        "DSR_ISR__multiarea_isr.csv",
        "DSR_ISR__multiarea_lookup.csv",
        "DSR_ISR__testresults_ISR.csv",
    ),
)
"""Reference, places, observed events and results."""

TESTDATA = ("testdata_big", "testdata_small", "testdata_tiny")
"""England in miniature, with 895, 91 and 9 events."""


@pytest.mark.parametrize("edition", EDITIONS, ids=["first", "second"])
@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("per", [1000, 100_000])
def test_indirectly_standardised_rates_are_theirs(
    check_values: Path, edition: tuple[str, ...], level: float, per: int
) -> None:
    reference, places, _, rows = (read_columns(check_values / name) for name in edition)
    expected = _results(rows, TESTDATA, f"indirectly standardised rate per {per}")
    events = _expected_in_testdata(reference, places)
    np.testing.assert_allclose(events, expected["expected"], **TO_THE_LAST_DIGITS)
    overall = reference["refcount"].sum() / reference["refpop"].sum()
    np.testing.assert_allclose(overall * per, expected["ref_rate"], **TO_THE_LAST_DIGITS)
    found = indirectly_standardised_rate(expected["observed"], events, overall, per=per, level=level)
    suffix = LEVELS[level]
    assert found.statistic == expected["statistic"][0]
    _agrees(found, expected, lower=f"lower{suffix}", upper=f"upper{suffix}")


@pytest.mark.parametrize("edition", EDITIONS, ids=["first", "second"])
@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("per", [1, 100])
def test_indirectly_standardised_ratios_are_theirs(
    check_values: Path, edition: tuple[str, ...], level: float, per: int
) -> None:
    reference, places, lookup, rows = (read_columns(check_values / name) for name in edition)
    expected = _results(rows, TESTDATA, f"indirectly standardised ratio x {per}")
    events = _expected_in_testdata(reference, places)
    found = indirectly_standardised_ratio(lookup["total_count"], events, per=per, level=level)
    suffix = LEVELS[level]
    _agrees(found, expected, lower=f"lower{suffix}", upper=f"upper{suffix}")


def _expected_in_testdata(reference: Columns, places: Columns) -> np.ndarray:
    """Expected events of the three areas; the third has an empty band, which theirs reads as no people."""
    population = np.nan_to_num(places["pop"]).reshape(3, 19)
    return expected_events(reference["refcount"], reference["refpop"], population)


@pytest.mark.parametrize("name", ["test_err2.csv", "DSR_ISR__err2.csv"])
def test_a_band_with_nobody_in_it_expects_no_events(check_values: Path, name: str) -> None:
    reference, places = read_columns(check_values / "test_ISR_refdata.csv"), read_columns(check_values / name)
    rows = read_columns(check_values / "test_ISR_results.csv")
    expected = _results(rows, ("Area1", "Area2"), "indirectly standardised ratio x 100")
    events = expected_events(reference["refcount"], reference["refpop"], places["pop"].reshape(2, 19))
    np.testing.assert_allclose(events, expected["expected"], **TO_THE_LAST_DIGITS)
    observed = places["count"].reshape(2, 19).sum(-1)
    _agrees(
        indirectly_standardised_ratio(observed, events, per=100),
        expected,
        lower="lower95_0cl",
        upper="upper95_0cl",
    )
    overall = reference["refcount"].sum() / reference["refpop"].sum()
    _agrees(
        indirectly_standardised_rate(observed, events, overall),
        _results(rows, ("Area1", "Area2"), "indirectly standardised rate per 100000"),
        lower="lower95_0cl",
        upper="upper95_0cl",
    )


# --- directly standardised ---------------------------------------------------------------------------------------


def _dobson_by_hand(count: list[float], population: list[float], standard: list[float]) -> tuple[float, float, float]:
    """The rate per 100,000 with Dobson's limits, band by band as APHO Technical Briefing 3 writes them."""
    rate_, variance, weight, events = 0.0, 0.0, 0.0, 0.0
    for o, n, w in zip(count, population, standard, strict=True):
        rate_ += w * o / n
        variance += w * w * o / n**2
        weight += w
        events += o
    z = 1.959963984540054
    low = events * (1 - 1 / (9 * events) - z / (3 * events**0.5)) ** 3
    high = (events + 1) * (1 - 1 / (9 * (events + 1)) + z / (3 * (events + 1) ** 0.5)) ** 3
    value, stretch = rate_ / weight, (variance / weight**2 / events) ** 0.5
    return 1e5 * value, 1e5 * (value + stretch * (low - events)), 1e5 * (value + stretch * (high - events))


def test_the_european_standard_of_2013_is_theirs(check_values: Path) -> None:
    assert (
        standard_population("esp2013").people.tolist() == read_columns(check_values / "esp2013.csv")["esp2013"].tolist()
    )


@pytest.mark.parametrize("name", ["test_DSR_1976.csv", "DSR_ISR__1976.csv"])
def test_the_european_standard_of_1976_is_theirs_and_gives_the_rate_worked_by_hand(
    check_values: Path, name: str
) -> None:
    rows = read_columns(check_values / name)
    standard = standard_population("esp1976")
    assert standard.people.tolist() == rows["esp1976"].tolist()
    found = directly_standardised_rate(rows["count"], rows["pop"], standard.people)
    by_hand = _dobson_by_hand(*(rows[one].tolist() for one in ("count", "pop", "esp1976")))
    assert (float(found.value), float(found.lower), float(found.upper)) == pytest.approx(by_hand, rel=1e-12)


def test_directly_standardised_rates_of_their_areas_are_those_worked_by_hand(check_values: Path) -> None:
    rows = read_columns(check_values / "test_multiarea_esp.csv")
    count, population, standard = (rows[one].reshape(3, 19) for one in ("count", "pop", "esp2013"))
    found = directly_standardised_rate(count, population, standard_population("esp2013").people)
    for area in (0, 1):
        by_hand = _dobson_by_hand(count[area].tolist(), population[area].tolist(), standard[area].tolist())
        assert (found.value[area], found.lower[area], found.upper[area]) == pytest.approx(by_hand, rel=1e-12)
    # Theirs reads the missing count of the third area as no events, warns, and gives no rate for fewer than ten.
    assert np.isnan([found.value[2], found.lower[2], found.upper[2]]).all()
    few = directly_standardised_rate(np.nan_to_num(count[2]), population[2], standard[2])
    assert 0 < few.lower < few.value < few.upper


def test_events_of_the_same_people_keep_the_rate_and_widen_the_limits(check_values: Path) -> None:
    rows = read_columns(check_values / "test_DSR_nonind.csv")
    areas, bands = list(dict.fromkeys(rows["area"])), list(dict.fromkeys(rows["ageband"]))
    people, population = np.zeros((4, 19, 4)), np.zeros((4, 19))
    for area, band, freq, persons, residents in _rows(rows, "area", "ageband", "freq", "persons", "pop"):
        at = areas.index(area), bands.index(band)
        people[(*at, int(freq) - 1)] = np.nan_to_num(persons)  # nobody is left empty
        population[at] = residents
    standard = standard_population("esp2013").people
    found = directly_standardised_event_rate(people, population, standard)
    events = people @ [1, 2, 3, 4]
    wide = read_columns(check_values / "DSR_ISR__nonindepe.csv")
    np.testing.assert_array_equal(events.ravel(), wide["count"])
    independent = directly_standardised_rate(events, population, standard)
    np.testing.assert_allclose(found.value, independent.value, rtol=1e-12)
    for area in range(4):
        variance = by_hand = 0.0
        for band in range(19):
            share = standard[band] / 100_000 / population[area, band]
            variance += share**2 * sum(k * k * people[area, band, k - 1] for k in (1, 2, 3, 4))
            by_hand += share**2 * events[area, band]
        wider = (variance / by_hand) ** 0.5
        assert wider > 1
        assert found.upper[area] - found.value[area] == pytest.approx(
            wider * (independent.upper[area] - independent.value[area]), rel=1e-9
        )


# --- refused -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("family", ["test_err", "DSR_ISR__err"])
@pytest.mark.parametrize(
    ("number", "message"),
    [
        (1, r"a count cannot be negative; at position 5 it is -26\."),
        (3, r"a population cannot be negative; at position 1 it is -558\."),
        (4, r"a weight of the standard population cannot be negative; at position 5 it is -6000\."),
    ],
)
def test_what_they_refuse_is_refused(check_values: Path, family: str, number: int, message: str) -> None:
    rows = read_columns(check_values / f"{family}{number}.csv")
    with pytest.raises(InputError, match=message):
        directly_standardised_rate(rows["count"], rows["pop"], rows["stdpop"])
    if number != 4:
        with pytest.raises(InputError, match=message):
            rate(rows["count"], rows["pop"])


def test_more_counted_than_there_are_is_refused_of_shares_alone(check_values: Path) -> None:
    rows = read_columns(check_values / "test_Rate.csv")
    with pytest.raises(InputError, match=r"a count cannot exceed its total; at position 19, 250 exceeds 220\."):
        proportion(rows["Numerator"], rows["Denominator"])


def test_a_band_with_nobody_in_it_has_no_directly_standardised_rate(check_values: Path) -> None:
    # Theirs refuses both areas; here the other one keeps its rate.
    rows = read_columns(check_values / "test_err2_esp.csv")
    count, population, standard = (rows[one].reshape(2, 19) for one in ("count", "pop", "esp2013"))
    found = directly_standardised_rate(count, population, standard)
    assert np.isnan(found.value).tolist() == [True, False]
    assert found.value[1] == pytest.approx(_dobson_by_hand(count[1], population[1], standard[1])[0], rel=1e-12)


def test_their_files_have_the_bands_in_order(check_values: Path) -> None:
    """The tests above lay files out as areas by bands; a file in another order would be misread."""
    for name in ("test_multiarea_esp.csv", "test_ISR_ownref.csv"):
        rows = read_columns(check_values / name)
        assert all((one == after).all() for one, after in pairwise(rows["ageband"].reshape(3, 19)))
        assert [len(set(area)) for area in rows["area"].reshape(3, 19)] == [1, 1, 1]
