"""Tests of a spread over groups agree with Mendel's peas, the courts, SciPy, and an exact enumeration."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import multinomial, power_divergence

from newlyn.foundation.errors import InputError
from newlyn.stats.representation.gradient import representation_slope, representation_trend_test
from newlyn.stats.representation.profile import representation_profile
from newlyn.stats.representation.spread import simulated_spread_test, spread_test

ROWS = st.lists(st.tuples(st.integers(0, 200), st.integers(1, 5000)), min_size=2, max_size=12).filter(
    lambda rows: sum(x for x, _ in rows) > 0
)


def test_a_jury_list_is_that_of_castaneda_v_partida() -> None:
    # SOURCE: Castaneda v. Partida, 430 U.S. 482 (1977), note 17: of 870 summoned 339 were Mexican-American, of a
    # population of whom 79.1% were; expected "approximately 688", standard deviation "approximately 12", and a
    # difference of "approximately 29 standard deviations".
    found = representation_profile([339, 531], [79.1, 20.9])
    assert found.expected[0] == pytest.approx(688, abs=0.5)
    assert (339 - found.expected[0]) / found.residual[0] == pytest.approx(12, abs=0.05)
    assert found.residual.tolist() == pytest.approx([-29, 29], abs=0.2)
    assert found.word.tolist() == ["under-represented", "over-represented"]


def test_teachers_hired_are_those_of_hazelwood() -> None:
    # SOURCE: Hazelwood School District v. United States, 433 U.S. 299 (1977), notes 14 and 17: of 405 teachers hired 15
    # were Black; of 15.4% expected 62, "more than six standard deviations"; of 5.7%, 23, "less than two".
    found = representation_profile([[15, 390], [15, 390]], [[15.4, 84.6], [5.7, 94.3]])
    assert found.expected[:, 0] == pytest.approx([62, 23], abs=0.5)
    assert found.residual[0, 0] < -6
    assert -2 < found.residual[1, 0] < 0
    assert found.word[:, 0].tolist() == ["under-represented", "as expected"]


def test_mendels_peas_are_spread_as_he_said() -> None:
    # SOURCE: Mendel (1866), Versuche über Pflanzen-Hybriden, on two traits: 315, 101, 108 and 32 of 556 peas, 9:3:3:1.
    # By hand: 2.25^2/312.75 + 3.25^2/104.25 + 3.75^2/104.25 + 2.75^2/34.75 = 0.470, on three degrees of freedom.
    peas, ratio = [315, 101, 108, 32], [9, 3, 3, 1]
    pearson, g = spread_test(peas, ratio), spread_test(peas, ratio, statistic="g")
    assert [float(pearson.score), float(pearson.p), float(g.score)] == pytest.approx([0.470, 0.925, 0.475], abs=5e-4)
    drawn = simulated_spread_test(peas, ratio, rng=np.random.default_rng(1))
    assert float(drawn.p) == pytest.approx(0.925, abs=0.01)


def test_no_simulated_p_value_is_below_one_over_one_more_than_the_draws() -> None:
    found = simulated_spread_test([500, 0, 0], [1, 1, 1], rng=np.random.default_rng(1), draws=99)
    assert float(found.p) == 0.01


def test_the_trend_is_that_of_agrestis_malformations() -> None:
    # SOURCE: Agresti (2002), Categorical Data Analysis, 2nd ed., sections 3.4.5 and 5.3.5, Table 3.7: malformations by
    # mothers' drinks a day, scores 0, 0.5, 1.5, 4 and 7; chi-squared for trend 6.57, p 0.01.
    absent, present = np.array([17066, 14464, 788, 126, 37]), np.array([48, 38, 5, 1, 1])
    found = representation_trend_test(present, absent + present, scores=[0, 0.5, 1.5, 4, 7], inclusive=True)
    assert float(found.score) ** 2 == pytest.approx(6.57, abs=0.005)
    assert float(found.p) == pytest.approx(0.01, abs=0.001)
    few = representation_trend_test(present, absent + present, scores=[0, 0.5, 1.5, 4, 7])
    assert float(few.score) ** 2 == pytest.approx(6.57 * (1 - 93 / 32574), abs=0.005)


@given(ROWS, st.sampled_from([("pearson", "pearson"), ("g", "log-likelihood")]))
def test_chi_squared_is_that_of_scipy(rows: list[tuple[int, int]], names: tuple[str, str]) -> None:
    x, people = np.array(rows, float).T
    theirs = power_divergence(x, people / people.sum() * x.sum(), lambda_=names[1])
    found = spread_test(x, people, statistic=names[0])
    assert float(found.score) == pytest.approx(theirs.statistic, rel=1e-9, abs=1e-9)
    assert float(found.p) == pytest.approx(theirs.pvalue, rel=1e-6, abs=1e-12)


@pytest.mark.parametrize("inclusive", [False, True])
def test_groups_of_one_size_may_be_given_by_that_size(inclusive: bool) -> None:
    short = representation_trend_test([50, 30, 20], 60, inclusive=inclusive)
    assert float(short.score) == float(representation_trend_test([50, 30, 20], [60] * 3, inclusive=inclusive).score)


@pytest.mark.parametrize("statistic", ["pearson", "g"])
def test_the_simulated_test_is_near_the_exact_enumeration(statistic: str) -> None:
    x, share = np.array([4, 0, 1]), np.array([0.5, 0.3, 0.2])

    def far(spread: np.ndarray) -> float:
        return float(spread_test(spread, share, statistic=statistic).score)

    spreads = [np.array(one) for one in product(range(6), repeat=3) if sum(one) == 5]
    exact = sum(multinomial.pmf(one, 5, share) for one in spreads if far(one) >= far(x) - 1e-9)
    drawn = simulated_spread_test(x, share, rng=np.random.default_rng(4), draws=20_000, statistic=statistic)
    assert float(drawn.p) == pytest.approx(exact, abs=0.012)


def test_areas_are_simulated_side_by_side_and_missing_ones_stay_missing() -> None:
    counts = np.array([[9, 0, 1], [np.nan, 1, 1], [0, 0, 0], [3, 3, 4]])
    found = simulated_spread_test(counts, [1, 1, 1], rng=np.random.default_rng(1), draws=2500)
    assert np.isnan(found.p).tolist() == [False, True, True, False]
    assert found.p[0] < 0.01 < 0.5 < found.p[3]


def test_many_draws_in_pieces_are_as_good_as_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("newlyn.stats.representation.spread.AT_ONCE", 100)
    found = simulated_spread_test([6, 2, 2], [1, 1, 1], rng=np.random.default_rng(1), draws=2001)
    assert float(found.p) == pytest.approx(0.29, abs=0.04)
    assert found.method == "Multinomial, 2001 draws, Pearson chi-squared"


@given(ROWS, st.integers(2, 50))
def test_only_the_shares_of_the_population_count(rows: list[tuple[int, int]], times: int) -> None:
    x, people = np.array(rows, float).T
    a, b = representation_profile(x, people), representation_profile(x, people * times)
    assert a.residual == pytest.approx(b.residual, abs=1e-9)
    assert a.index.upper == pytest.approx(b.index.upper)
    assert float(representation_slope(x, people).value) == pytest.approx(
        float(representation_slope(x, people * times).value)
    )


@given(ROWS, st.randoms(use_true_random=False))
def test_the_order_of_groups_matters_to_slopes_alone(rows: list[tuple[int, int]], random) -> None:
    mixed = list(rows)
    random.shuffle(mixed)
    (x, people), (y, others) = np.array(rows, float).T, np.array(mixed, float).T
    assert float(spread_test(x, people).score) == pytest.approx(float(spread_test(y, others).score))
    assert sorted(representation_profile(x, people).word) == sorted(representation_profile(y, others).word)
    turned = representation_slope(x[::-1], people[::-1])
    assert float(turned.value) == pytest.approx(-float(representation_slope(x, people).value), abs=1e-9)
    z, back = representation_trend_test(x, people).score, representation_trend_test(x[::-1], people[::-1]).score
    assert float(back) == pytest.approx(-float(z), abs=1e-9)


@given(ROWS)
def test_expected_counts_add_up_to_the_observed_and_limits_straddle_the_index(rows: list[tuple[int, int]]) -> None:
    x, people = np.array(rows, float).T
    found = representation_profile(x, people, limits="exact")
    assert found.expected.sum() == pytest.approx(x.sum())
    assert ((found.index.lower <= found.index.value) & (found.index.value <= found.index.upper)).all()


def test_a_joint_test_and_a_slope_reject_as_seldom_as_they_say() -> None:
    rng = np.random.default_rng(5)
    people = rng.integers(500, 1500, 10)
    x = rng.multinomial(300, people / people.sum(), size=4000)
    assert (spread_test(x, people).p < 0.05).mean() == pytest.approx(0.05, abs=0.011)
    assert (representation_trend_test(x, people).p < 0.05).mean() == pytest.approx(0.05, abs=0.011)
    assert (representation_profile(x, people).word != "as expected").any(axis=-1).mean() < 0.075


def test_limits_of_the_slope_hold_their_level() -> None:
    rng = np.random.default_rng(6)
    people = rng.integers(500, 1500, 10)
    share = people / people.sum() * np.linspace(1.8, 0.3, 10)
    truth = float(representation_slope(share * 1e9, people).value)
    found = representation_slope(rng.multinomial(250, share / share.sum(), size=4000), people)
    assert ((found.lower <= truth) & (truth <= found.upper)).mean() == pytest.approx(0.95, abs=0.012)
    assert truth < -1


def test_a_slope_of_one_is_from_one_half_to_one_and_a_half() -> None:
    # A rate that rises evenly over the population, cut into a thousand groups.
    rank = (np.arange(1000) + 0.5) / 1000
    assert float(representation_slope(0.5 + rank, np.ones(1000)).value) == pytest.approx(1, abs=1e-9)


def test_the_trend_by_relative_ranks_is_that_by_even_scores_for_tenths_of_one_size() -> None:
    x = [30, 25, 20, 22, 18, 15, 12, 14, 9, 5]
    by_rank = representation_trend_test(x, [1] * 10)
    by_score = representation_trend_test(x, [1] * 10, scores=np.arange(10))
    assert float(by_rank.score) == pytest.approx(float(by_score.score))


def test_a_row_that_cannot_be_judged_is_missing() -> None:
    counts = [[1, np.nan], [0, 0], [3, 0]]
    found = representation_profile(counts, [[5, 5], [5, 5], [8, 0]])
    assert found.word.tolist() == [["not known"] * 2, ["not known"] * 2, ["as expected", "not known"]]
    assert found.index.value[2, 0] == 1
    assert np.isnan(spread_test(counts, [[5, 5], [5, 5], [8, 0]]).p).all()
    assert np.isnan(representation_slope(counts, [[5, 5], [5, 5], [8, 0]]).value).all()
    assert np.isnan(representation_trend_test(counts, [[5, 5], [5, 5], [8, 0]]).score).all()


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: spread_test([1, -1], [1, 1]), r"a count cannot be negative; at position 1 it is -1"),
        (lambda: spread_test([1], [1]), r"count must hold at least 2 values; got 1"),
        (lambda: spread_test([1, 2], [1, 0]), r"a group without population cannot have the outcome; at position 1 it"),
        (lambda: spread_test([1, 2, 3], [1, 1]), r"the arrays must be of one shape"),
        (lambda: spread_test([1, 2], [1, 1], statistic="x"), r"statistic must be one of pearson, g; got 'x'"),
        (
            lambda: simulated_spread_test([1.5, 2], [1, 1], rng=np.random.default_rng(1)),
            r"a count must be a whole number; at position 0 it is 1\.5",
        ),
        (lambda: simulated_spread_test([1, 2], [1, 1], rng=1), r"rng must be a numpy\.random\.Generator"),
        (
            lambda: simulated_spread_test([1, 2], [1, 1], rng=np.random.default_rng(1), draws=0),
            r"draws must be 1 or more; got 0",
        ),
        (lambda: representation_profile([1, 2], [1, 1], limits="x"), r"limits must be one of byar, exact; got 'x'"),
        (lambda: representation_profile([1, 2], [1, 1], level=95), r"level must be a proportion between 0 and 1"),
        (lambda: representation_slope([1, 2], [1, 1], level=95), r"level must be a proportion between 0 and 1"),
        (
            lambda: representation_trend_test([1, 2], [3, 3], scores=[1, 2, 3]),
            r"scores must be one for each of 2 groups; got \(3,\)",
        ),
        (
            lambda: representation_trend_test([1, 4], [3, 3], inclusive=True),
            r"a count cannot exceed its population where it is inclusive; at position 1 it is 4",
        ),
    ],
)
def test_spreads_that_cannot_be_are_refused(call, message: str) -> None:
    with pytest.raises(InputError, match=message):
        call()
