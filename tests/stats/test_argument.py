"""What is no number, no count, no share, no level and no source of chance is refused, each with the value given."""

from __future__ import annotations

import math
import re
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays
from scipy.stats import norm

from newlyn.foundation.errors import InputError
from newlyn.stats.argument import (
    LARGEST,
    at_least,
    chance,
    checked_level,
    complete,
    counts,
    first,
    group_codes,
    higher_is_better,
    in_one_row,
    normal_quantile,
    numbers,
    one_of,
    part_of_whole,
    positives,
    refuse_where,
    same_shape,
    shares,
    whole_counts,
)

FINITE = st.floats(-LARGEST, LARGEST)
CHECKS = [numbers, counts, positives, shares]


def refused(text: str) -> Any:
    """A refusal that says exactly this."""
    return pytest.raises(InputError, match=f"^{re.escape(text)}$")


@pytest.mark.parametrize(
    "values",
    [[1, 2.5, -3], (1, 2), 7, np.array([1, 2], np.int8), np.array([0.5], np.float32), [True, False], np.uint64(2**63)],
)
def test_numbers_of_any_kind_become_float64(values: Any) -> None:
    found = numbers(values, "deaths")
    assert found.dtype == np.float64
    assert found.tolist() == np.asarray(values).tolist()


def test_exact_kinds_of_number_and_absent_ones_are_read_too() -> None:
    assert numbers([Decimal("0.5"), Fraction(1, 4)], "share").tolist() == [0.5, 0.25]
    assert np.isnan(numbers([1, None], "share")).tolist() == [False, True]


@given(arrays(np.float64, array_shapes(max_dims=3), elements=FINITE))
def test_finite_numbers_come_through_as_they_are(values: np.ndarray) -> None:
    assert np.array_equal(numbers(values, "x"), values)


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ("12", "'12'"),
        (["1", "2"], "['1', '2']"),
        ([1, "many"], "[1, 'many']"),
        ([[1], [1, 2]], "[[1], [1, 2]]"),
        ([1j], "[1j]"),
        ({"a": 1}, "{'a': 1}"),
        (np.array(["2020-01-01"], "datetime64[D]"), "array(['2020-01-01'], dtype='datetime64[D]')"),
    ],
)
def test_what_is_no_array_of_numbers_is_refused(values: Any, told: str) -> None:
    with refused(f"deaths must be an array of numbers, with NaN for a missing one; got {told}."):
        numbers(values, "deaths")


def test_a_long_value_is_cut_short_in_the_message() -> None:
    with pytest.raises(InputError, match=r"got \['many', 'many', .{1,60}…\.$") as told:
        numbers(["many"] * 1000, "deaths")
    assert len(str(told.value)) < 140


@pytest.mark.parametrize(
    ("values", "place"),
    [
        (np.inf, "here it is inf"),
        ([1, -np.inf], "at position 1 it is -inf"),
        ([[0, np.inf]], "at position (0, 1) it is inf"),
    ],
)
def test_a_number_without_end_is_refused_with_its_position(values: Any, place: str) -> None:
    with refused(f"deaths must be finite; {place}."):
        numbers(values, "deaths")


@pytest.mark.parametrize("check", CHECKS)
def test_missing_values_pass_every_check(check: Any) -> None:
    assert np.isnan(check([np.nan, 0.5], "deaths")).tolist() == [True, False]


@pytest.mark.parametrize("check", CHECKS)
def test_an_empty_array_passes_every_check(check: Any) -> None:
    assert check([], "deaths").shape == (0,)


@pytest.mark.parametrize("check", CHECKS)
def test_every_check_refuses_words(check: Any) -> None:
    with refused("deaths must be an array of numbers, with NaN for a missing one; got ['many']."):
        check(["many"], "deaths")


def test_counts_may_be_nought_and_may_be_fractions() -> None:
    assert counts([0, 0.5, 3]).tolist() == [0, 0.5, 3]


def test_a_negative_count_is_refused_by_its_name() -> None:
    with refused("a count cannot be negative; at position 2 it is -0.5."):
        counts([0, 1, -0.5])
    with refused("a death cannot be negative; at position 0 it is -1."):
        counts([-1], "death")


@pytest.mark.parametrize("value", [0, -2])
def test_what_must_be_above_nought_is_not_nought(value: float) -> None:
    assert positives([5e-324], "population").tolist() == [5e-324]
    with refused(f"population must be above nought; at position 1 it is {value}."):
        positives([1, value], "population")


@pytest.mark.parametrize("value", [-0.01, 1.01, 50])
def test_a_share_outside_nought_to_one_is_refused(value: float) -> None:
    assert shares([0, 1], "share").tolist() == [0, 1]
    with refused(f"share must be a proportion from 0 to 1; at position 0 it is {value:g}."):
        shares([value], "share")


def test_a_part_and_its_whole_are_stretched_to_one_shape() -> None:
    part, whole = part_of_whole([1, 2, 3], 10)
    assert part.tolist() == [1, 2, 3]
    assert whole.tolist() == [10, 10, 10]


def test_a_whole_of_nought_is_missing() -> None:
    part, whole = part_of_whole([0, 1], [0, 1])
    assert part.tolist() == [0, 1]
    assert np.isnan(whole).tolist() == [True, False]


def test_a_missing_part_or_whole_stays_missing() -> None:
    part, whole = part_of_whole([np.nan, 5], [3, np.nan])
    assert (np.isnan(part).tolist(), np.isnan(whole).tolist()) == ([True, False], [False, True])


def test_a_part_above_its_whole_is_refused_with_both() -> None:
    with refused("a count cannot exceed its total; at position 1, 6 exceeds 5."):
        part_of_whole([1, 6], [5, 5])
    with refused("a pupil cannot exceed its school; here, 2 exceeds 0."):
        part_of_whole(2, 0, part_name="pupil", whole_name="school")


def test_negative_parts_and_wholes_are_refused_by_their_names() -> None:
    with refused("a count cannot be negative; at position 0 it is -1."):
        part_of_whole([-1], [5])
    with refused("a total cannot be negative; at position 0 it is -5."):
        part_of_whole([1], [-5])


def test_arrays_are_stretched_to_one_shape() -> None:
    one, two = same_shape(areas=np.ones((3, 1)), bands=np.ones(4))
    assert one.shape == two.shape == (3, 4)


def test_shapes_that_do_not_go_together_are_refused_by_their_names() -> None:
    with refused("the arrays must be of one shape, or of one value each; got events (3,), population (2, 2)."):
        same_shape(events=np.ones(3), population=np.ones((2, 2)))


def test_values_that_are_all_there_pass() -> None:
    values = np.array([[1.0, 2.0]])
    assert complete(values, "gap") is values


@pytest.mark.parametrize(
    ("values", "told"),
    [
        (np.array([1, np.nan, np.nan]), "2 of 3 are missing, the first at position 1"),
        (np.array([[1, np.nan]]), "1 of 2 are missing, the first at position (0, 1)"),
        (np.array(np.nan), "1 of 1 are missing, the first here"),
    ],
)
def test_missing_values_are_refused_where_all_make_up_one_figure(values: np.ndarray, told: str) -> None:
    with refused(
        f"gap must have no missing values, because all of them make up one figure; {told}. "
        "Leave those out of every array."
    ):
        complete(values, "gap")


def test_enough_values_pass_along_the_axis_that_counts() -> None:
    values = np.ones((2, 3))
    assert at_least(3, values, "years") is values
    assert at_least(2, values, "years", axis=0) is values


def test_too_few_values_are_refused() -> None:
    with refused("years must hold at least 3 values; got 2."):
        at_least(3, np.ones(2), "years")
    with refused("years must hold at least 3 values in each row; got 2."):
        at_least(3, np.ones((5, 2)), "years")
    with refused("years must hold at least 3 values in each row; got 2."):
        at_least(3, np.ones((2, 5)), "years", axis=0)
    with refused("years must hold at least 1 values; got 1."):
        at_least(1, np.array(5.0), "years")


@given(st.floats(0, 1, exclude_min=True, exclude_max=True))
def test_a_level_between_nought_and_one_is_a_level(level: float) -> None:
    assert checked_level(level) == level
    assert type(checked_level(np.float64(level))) is float


@pytest.mark.parametrize("level", [0, 1, 95, 99.8, -0.95, math.nan, math.inf, True])
def test_a_level_that_is_no_proportion_is_refused(level: float) -> None:
    with refused(f"level must be a proportion between 0 and 1, such as 0.95; got {level:g}."):
        checked_level(level)
    with refused(f"level must be a proportion between 0 and 1, such as 0.95; got {level:g}."):
        normal_quantile(level)


@pytest.mark.parametrize(("level", "quantile"), [(0.5, 0.6744898), (0.95, 1.9599640), (0.998, 3.0902323)])
def test_the_quantiles_are_those_that_every_table_of_the_normal_distribution_has(level: float, quantile: float) -> None:
    assert normal_quantile(level) == pytest.approx(quantile, abs=5e-8)


@given(st.floats(0.0001, 0.999999))
def test_the_quantiles_are_those_of_scipy(level: float) -> None:
    assert normal_quantile(level) == pytest.approx(norm.isf((1 - level) / 2), rel=1e-9, abs=1e-12)


@pytest.mark.parametrize("level", ["0.95", None, [0.95]])
def test_a_level_that_is_no_number_is_refused(level: Any) -> None:
    with refused(f"level must be a proportion between 0 and 1, such as 0.95; got {level!r}."):
        checked_level(level)


def test_what_a_masked_array_hides_is_missing() -> None:
    found = numbers(np.ma.masked_array([1, 2], mask=[False, True]), "value")
    assert type(found) is np.ndarray
    np.testing.assert_array_equal(found, [1.0, np.nan])


def test_text_that_looks_like_a_number_is_refused_whatever_holds_it() -> None:
    with pytest.raises(InputError, match=r"value must be an array of numbers, with NaN for a missing one; got array\("):
        numbers(np.array(["1", 2], dtype=object), "value")


def test_a_generator_is_a_source_of_chance() -> None:
    rng = np.random.default_rng(1)
    assert chance(rng) is rng


@pytest.mark.parametrize("rng", [1, None, np.random.RandomState(1), np.random, np.random.SeedSequence(1)])
def test_a_seed_is_no_source_of_chance(rng: Any) -> None:
    with pytest.raises(InputError, match=r"^rng must be a numpy\.random\.Generator, such as .*default_rng\(1\); got "):
        chance(rng)


def test_a_word_that_is_known_passes_and_another_is_refused_with_those_that_are() -> None:
    assert one_of("both", ("up", "down", "both"), "tail") == "both"
    with refused("tail must be one of up, down, both; got 'sideways'."):
        one_of("sideways", (word for word in ("up", "down", "both")), "tail")


def test_the_first_of_what_breaks_a_rule_is_told() -> None:
    values = np.array([[1.0, 2.0], [3.0, 4.0]])
    refuse_where(values > 4, values, "too many")
    with refused("too many; at position (1, 0) it is 3."):
        refuse_where(values > 2, values, "too many")


@given(arrays(np.bool_, array_shapes(min_dims=0, max_dims=3)).filter(lambda wrong: bool(wrong.any())))
def test_the_first_position_is_that_of_the_first_true(wrong: np.ndarray) -> None:
    assert first(wrong) == tuple(np.argwhere(wrong)[0].tolist())


@pytest.mark.parametrize("value", [1e51, -1e300])
def test_what_is_too_large_to_be_squared_is_refused(value: float) -> None:
    with refused(f"rate must lie between −1e+50 and 1e+50; at position 1 it is {value:g}."):
        numbers([1, value], "rate")


def test_whole_counts_are_whole_and_told_from_the_next() -> None:
    assert np.array_equal(whole_counts([0, 7, math.nan]), [0, 7, math.nan], equal_nan=True)
    with refused("a vote must be a whole number; at position 0 it is 1.5."):
        whole_counts([1.5], "vote")
    with refused("a count must be below 9007199254740992; here it is 1e+16."):
        whole_counts(1e16)


def test_units_stand_in_one_row() -> None:
    assert in_one_row(np.array([1.0]), "values").tolist() == [1.0]
    with refused("values must be one number for each unit, in one dimension; got shape (1, 2)."):
        in_one_row(np.ones((1, 2)), "values")
    with refused("values must be one number for each unit, in one dimension; got shape ()."):
        in_one_row(np.array(1.0), "values")


def test_higher_is_better_or_worse_and_nothing_else() -> None:
    assert higher_is_better("better") is True
    assert higher_is_better("worse") is False
    with refused("higher_is must be one of better, worse; got 'good'."):
        higher_is_better("good")


def test_groups_are_numbered_from_nought_and_can_be_counted() -> None:
    assert group_codes([0, 2, 1]).tolist() == [0, 2, 1]
    with refused("a group must be a whole number from 0; at position 0 it is 0.5."):
        group_codes([0.5])
    with refused("a group must be below 10,000,000: number the groups from 0; at position 1 it is 1e+12."):
        group_codes([0, 1e12])
