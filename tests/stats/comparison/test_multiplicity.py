"""Adjusted p-values are those of the papers and of statsmodels, and keep false alarms among many areas in check."""

from __future__ import annotations

import warnings

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from newlyn.foundation.errors import InputError
from newlyn.stats.comparison.multiplicity import benjamini_hochberg, benjamini_yekutieli, compare_many, holm

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # statsmodels 0.14 calls what pandas is about to drop
    from statsmodels.stats.multitest import multipletests

METHODS = {"fdr_bh": benjamini_hochberg, "fdr_by": benjamini_yekutieli, "holm": holm}
P = st.lists(st.floats(0, 1), min_size=1, max_size=30)

# SOURCE: Benjamini and Hochberg (1995), JRSS B 57: 289-300: fifteen hypotheses on thrombolytic treatment;
# at 0.05 their procedure rejects the four smallest, Bonferroni's and Hochberg's the three smallest.
PUBLISHED = [
    *(0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459),
    *(0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0),
]


def test_four_of_fifteen_are_clear_as_benjamini_and_hochberg_found() -> None:
    assert (benjamini_hochberg(PUBLISHED) <= 0.05).tolist() == [True] * 4 + [False] * 11
    assert (holm(PUBLISHED) <= 0.05).sum() == 3


@pytest.mark.parametrize("name", ["fdr_bh", "fdr_by"])
@given(p=P)
def test_adjusted_p_values_are_those_of_statsmodels(name: str, p: list[float]) -> None:
    np.testing.assert_allclose(METHODS[name](p), multipletests(p, method=name)[1], rtol=1e-9, atol=1e-15)


@given(P)
def test_holms_are_those_of_his_steps(p: list[float]) -> None:
    # A p-value is clear only if it and each smaller one is, times the number of those that are no smaller.
    steps = [max(q * sum(r >= q for r in p) for q in p if q <= one) for one in p]
    np.testing.assert_allclose(holm(p), np.minimum(steps, 1), rtol=1e-9)


def test_holms_are_those_of_statsmodels() -> None:
    np.testing.assert_allclose(holm(PUBLISHED), multipletests(PUBLISHED, method="holm")[1], rtol=1e-9)


# --- properties ----------------------------------------------------------------------------------------------------


@given(P, st.integers(0, 2**31), st.sampled_from(sorted(METHODS)))
def test_the_order_of_the_tests_does_not_matter(p: list[float], seed: int, name: str) -> None:
    order = np.random.default_rng(seed).permutation(len(p))
    np.testing.assert_allclose(METHODS[name](np.array(p)[order]), METHODS[name](p)[order], rtol=1e-12)


@given(P)
def test_no_adjustment_makes_anything_clearer_and_each_is_stricter_than_the_last(p: list[float]) -> None:
    plain, discovery, dependent = np.array(p), benjamini_hochberg(p), benjamini_yekutieli(p)
    assert (discovery >= plain - 1e-15).all()
    assert (dependent >= discovery - 1e-12).all()
    assert (holm(p) >= discovery - 1e-12).all()
    assert (holm(p) <= np.minimum(plain * len(p), 1) + 1e-12).all()


@given(P, st.sampled_from(sorted(METHODS)))
def test_a_smaller_p_never_has_a_larger_adjusted_one(p: list[float], name: str) -> None:
    order = np.argsort(p)
    assert (np.diff(METHODS[name](p)[order]) >= -1e-15).all()


@given(P, st.sampled_from(sorted(METHODS)), st.integers(1, 5))
def test_missing_tests_are_not_counted(p: list[float], name: str, missing: int) -> None:
    found = METHODS[name]([np.nan] * missing + p)
    assert np.isnan(found[:missing]).all()
    np.testing.assert_array_equal(found[missing:], METHODS[name](p))


@pytest.mark.parametrize("name", sorted(METHODS))
def test_each_line_is_a_family_of_its_own(name: str) -> None:
    p = np.random.default_rng(1).uniform(size=(3, 8)) ** 3
    p[1, :5] = np.nan
    rows = np.array([METHODS[name](row) for row in p])
    np.testing.assert_array_equal(METHODS[name](p), rows)
    np.testing.assert_array_equal(METHODS[name](p.T, axis=0), rows.T)


# --- how often they are wrong --------------------------------------------------------------------------------------


def test_false_alarms_among_many_areas() -> None:
    rng = np.random.default_rng(2)
    areas, different, draws = 100, 20, 2_000
    true = np.r_[np.full(different, 3.0), np.zeros(areas - different)]
    z = true + rng.normal(size=(draws, areas))
    p = 2 * stats.norm.sf(abs(z))
    share_false = {}
    for name, method in METHODS.items():
        clear = method(p) < 0.05
        share_false[name] = (clear[:, different:].sum(axis=1) / np.maximum(clear.sum(axis=1), 1)).mean()
        if name == "holm":
            assert clear[:, different:].any(axis=1).mean() < 0.05 + 4 * np.sqrt(0.05 * 0.95 / draws)
    # SOURCE: Benjamini and Hochberg (1995), theorem 1: with independent tests the rate is 0.05 times the share of areas
    # that do not differ.
    assert share_false["fdr_bh"] == pytest.approx(0.05 * 0.8, abs=0.004)
    assert share_false["fdr_by"] < 0.012


# --- many areas ----------------------------------------------------------------------------------------------------


def test_many_areas_are_read_by_adjusted_p_values() -> None:
    found = compare_many(np.r_[np.full(4, -1.0), np.ones(11)], PUBLISHED, higher_is="better")
    assert found.verdict.tolist() == ["worse"] * 4 + ["similar"] * 11
    np.testing.assert_array_equal(found.p, benjamini_hochberg(PUBLISHED))
    assert found.method == "Benjamini–Hochberg"


@pytest.mark.parametrize(
    ("adjust", "clear"), [("none", 9), ("benjamini-hochberg", 4), ("holm", 3), ("benjamini-yekutieli", 3)]
)
def test_how_many_are_clear_depends_on_the_adjustment(adjust: str, clear: int) -> None:
    assert (compare_many(np.ones(15), PUBLISHED, adjust=adjust).code == 1).sum() == clear


def test_areas_that_are_missing_are_not_counted_among_the_many() -> None:
    found = compare_many([1, 1, np.nan, 1], [0.01, 0.04, 0.001, np.nan])
    assert found.word.tolist() == ["higher", "higher", "not compared", "not compared"]
    np.testing.assert_allclose(found.p[:2], [0.02, 0.04])


@pytest.mark.parametrize("adjust", ["none", "benjamini-hochberg", "holm", "benjamini-yekutieli"])
def test_areas_may_stand_in_rows_with_each_period_a_family_of_its_own(adjust: str) -> None:
    rng = np.random.default_rng(3)
    difference, p = rng.normal(size=(30, 4)), rng.uniform(size=(30, 4)) ** 4
    found = compare_many(difference, p, axis=0, adjust=adjust)
    for period in range(4):
        alone = compare_many(difference[:, period], p[:, period], adjust=adjust)
        np.testing.assert_array_equal(found.p[:, period], alone.p)
        np.testing.assert_array_equal(found.word[:, period], alone.word)


def test_two_levels_read_five_ways() -> None:
    assert compare_many([1, -1], [0.0001, 0.01], level=(0.95, 0.998)).code.tolist() == [2, -1]


def test_none_and_one_are_answered() -> None:
    for method in METHODS.values():
        assert method([]).shape == (0,)
        assert method(0.03).shape == ()
        assert method(0.03) == 0.03
        assert np.isnan(method([np.nan, np.nan])).all()


def test_nonsense_is_refused() -> None:
    with pytest.raises(InputError, match=r"p must be a proportion from 0 to 1; at position 1 it is 2\."):
        benjamini_hochberg([0.5, 2])
    with pytest.raises(InputError, match=r"axis must be one of the 1 of p; got 1\."):
        holm([0.5, 0.2], axis=1)
    with pytest.raises(InputError, match=r"axis must be one of the 1 of p; got 1\."):
        compare_many([1, 2], [0.5, 0.2], axis=1)
    with pytest.raises(InputError, match=r"adjust must be one of benjamini-hochberg, .*; got 'bonferroni'\."):
        compare_many([1], [0.5], adjust="bonferroni")
    with pytest.raises(InputError, match=r"the arrays must be of one shape"):
        compare_many([1, 2], [0.5, 0.4, 0.3])
    with pytest.raises(InputError, match=r"difference must be an array of numbers"):
        compare_many(["a"], [0.5])
    with pytest.raises(InputError, match=r"higher_is must be one of better, worse; got 'good'\."):
        compare_many([1], [0.5], higher_is="good")


def test_an_axis_is_a_whole_number() -> None:
    with pytest.raises(InputError, match=r"axis must be a whole number; got 0\.5\."):
        benjamini_hochberg([0.5, 0.2], axis=0.5)
