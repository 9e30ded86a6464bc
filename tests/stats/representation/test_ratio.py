"""Representation ratios agree with hand-worked limits, hold their level, and are 1 for a group that is everyone."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newlyn.foundation.errors import InputError
from newlyn.stats.interval.proportion import wilson_limits
from newlyn.stats.representation.ratio import representation_ratio, representation_word

BASES = ("known", "sampled", "inclusive")


@st.composite
def fours(draw: st.DrawFn) -> tuple[int, int, int, int]:
    """Group and all with the outcome, group and all in a population that holds them."""
    held, others = draw(st.integers(1, 500)), draw(st.integers(1, 500))
    x, rest = draw(st.integers(0, held)), draw(st.integers(0, others))
    return x, x + rest, held, held + others


def test_limits_of_a_known_share_are_those_of_the_proportion_over_it() -> None:
    found = representation_ratio(30, 100, 0.15, 1)
    wilson = wilson_limits(30, 100)
    assert [float(found.value), float(found.lower), float(found.upper)] == pytest.approx(
        [2, float(wilson.lower) / 0.15, float(wilson.upper) / 0.15]
    )


def test_limits_on_the_log_scale_are_worked_by_hand() -> None:
    known = representation_ratio(30, 100, 150, 1000, method="log")
    reach = np.exp(1.959963984540054 * np.sqrt(0.7 / 30))
    assert (float(known.lower), float(known.upper)) == pytest.approx((2 / reach, 2 * reach))
    sampled = representation_ratio(30, 100, 150, 1000, base="sampled", method="log")
    wider = np.exp(1.959963984540054 * np.sqrt(0.7 / 30 + 0.85 / 150))
    assert (float(sampled.lower), float(sampled.upper)) == pytest.approx((2 / wider, 2 * wider))


def test_what_is_known_with_less_is_less_sure() -> None:
    narrow, wide = (representation_ratio(30, 100, 150, 1000, base=base) for base in ("known", "sampled"))
    assert float(wide.lower) < float(narrow.lower) < 2 < float(narrow.upper) < float(wide.upper)


def test_an_inclusive_population_bounds_the_ratio_by_its_inverse_share() -> None:
    # Half the population has the outcome, all of them of the group that is half the population.
    found = representation_ratio(500, 500, 500, 1000, base="inclusive")
    assert (float(found.value), float(found.upper)) == (2, 2)
    assert 1.95 < float(found.lower) < 2
    plain = representation_ratio(260, 500, 500, 1000)
    inclusive = representation_ratio(260, 500, 500, 1000, base="inclusive")
    assert float(inclusive.upper) - float(inclusive.lower) < 0.8 * (float(plain.upper) - float(plain.lower))


def test_few_with_the_outcome_are_as_if_the_population_did_not_hold_them() -> None:
    plain, inclusive = (representation_ratio(30, 100, 150_000, 10**6, base=base) for base in ("known", "inclusive"))
    assert float(inclusive.lower) == pytest.approx(float(plain.lower), rel=0.02)
    assert float(inclusive.upper) == pytest.approx(float(plain.upper), rel=0.02)


@given(fours(), st.sampled_from(BASES), st.floats(0.5, 0.999))
def test_limits_stand_on_both_sides_of_the_ratio(four: tuple[int, ...], base: str, level: float) -> None:
    if four[1] == 0:
        return
    found = representation_ratio(*four, base=base, level=level)
    assert -1e-12 <= found.lower <= found.value * (1 + 1e-9) + 1e-12
    assert found.value <= found.upper * (1 + 1e-7)


@given(st.integers(1, 10**6), st.integers(1, 10**6), st.sampled_from(["known", "inclusive"]))
def test_a_group_that_is_everyone_is_as_expected_without_doubt(some: int, more: int, base: str) -> None:
    found = representation_ratio(some, some, some + more, some + more, base=base)
    assert [float(found.value), float(found.lower), float(found.upper)] == [1, 1, 1]


def test_a_group_that_is_all_of_a_population_may_still_not_be_all_with_the_outcome() -> None:
    # One of ten comes from outside the population, so that the ratio is 0.9 and Wilson's limits are about that.
    found = representation_ratio(9, 10, 50, 50)
    assert [float(found.lower), float(found.value), float(found.upper)] == pytest.approx([0.596, 0.9, 0.982], abs=5e-4)


@given(fours(), st.integers(2, 1000))
def test_a_known_population_counts_by_its_shares(four: tuple[int, ...], times: int) -> None:
    x, n, held, every = four
    a, b = representation_ratio(*four), representation_ratio(x, n, held * times, every * times)
    assert float(a.lower) == pytest.approx(float(b.lower), nan_ok=True)
    assert float(a.value) == pytest.approx(float(b.value), nan_ok=True)


@given(fours())
def test_the_shares_of_a_group_and_of_the_others_are_one_together(four: tuple[int, ...]) -> None:
    x, n, held, every = four
    if n == 0:
        return
    ratio, other = representation_ratio(*four), representation_ratio(n - x, n, every - held, every)
    share = held / every
    assert share * float(ratio.value) + (1 - share) * float(other.value) == pytest.approx(1)


@pytest.mark.parametrize("method", ["score", "log"])
def test_limits_hold_their_level_whatever_the_population_is(method: str) -> None:
    rng = np.random.default_rng(3)
    runs = 4000
    x = rng.binomial(200, 0.3, runs)
    base = rng.binomial(400, 0.2, runs)
    group, others = rng.binomial(300, 0.5, runs), rng.binomial(700, 0.3, runs)
    made = {
        1.5: [
            representation_ratio(x, 200, 0.2, 1, method=method),
            representation_ratio(x, 200, base, 400, base="sampled", method=method),
        ],
        0.5 / 0.36: [representation_ratio(group, group + others, 300, 1000, base="inclusive", method=method)],
    }
    for truth, found in made.items():
        for one in found:
            assert ((one.lower <= truth) & (truth <= one.upper)).mean() == pytest.approx(0.95, abs=0.012)


def test_nobody_of_a_group_has_score_limits_and_none_by_logarithms() -> None:
    for base in BASES:
        score = representation_ratio(0, 50, 100, 1000, base=base)
        assert (float(score.value), float(score.lower)) == (0, 0)
        assert 0 < float(score.upper) < 1.1
        assert np.isnan(float(representation_ratio(0, 50, 100, 1000, base=base, method="log").upper))


def test_missing_counts_and_empty_groups_are_missing() -> None:
    found = representation_ratio([np.nan, 0, 1], [5, 0, 5], [1, 1, 0], [10, 10, 10])
    assert np.isnan([found.value, found.lower, found.upper]).all()


def test_words_for_limits() -> None:
    words = representation_word([1.1, 0.2, 0.9, np.nan, 1.2, 0.5], [1.5, 0.9, 1.1, np.nan, np.nan, np.nan])
    assert words.tolist() == [
        "over-represented",
        "under-represented",
        "as expected",
        "not known",
        "over-represented",
        "as expected",
    ]
    assert representation_word(0.5, 0.79, expected=0.8).tolist() == "under-represented"


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: representation_ratio(6, 5, 1, 10), r"a count cannot exceed its total; here, 6 exceeds 5"),
        (lambda: representation_ratio(1, 5, 11, 10), r"a base_count cannot exceed its base_total; here, 11 exceeds 10"),
        (lambda: representation_ratio(1, 5, 1, 10, base="all"), r"base must be one of known, sampled, inclusive"),
        (lambda: representation_ratio(1, 5, 1, 10, method="Wald"), r"method must be one of score, log; got 'Wald'"),
        (lambda: representation_ratio(1, 5, 1, 10, level=95), r"level must be a proportion between 0 and 1"),
        (
            lambda: representation_ratio(5, 8, 4, 10, base="inclusive"),
            r"must hold all with the outcome; of the group, 5 have it and 4 are in the population",
        ),
        (
            lambda: representation_ratio(1, 8, 4, 10, base="inclusive"),
            r"must hold all with the outcome; of the others, 7 have it and 6 are in the population",
        ),
        (lambda: representation_word([2, 3], [3, 2]), r"a lower limit cannot exceed its upper; .*, 3 exceeds 2"),
        (lambda: representation_word(1, 2, expected=0), r"expected must be above nought"),
    ],
)
def test_ratios_that_cannot_be_are_refused(call, message: str) -> None:
    with pytest.raises(InputError, match=message):
        call()
