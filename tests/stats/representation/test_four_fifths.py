"""The four-fifths rule gives the ratios of its guidelines, never without its test, and knows when it hangs on one."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newlyn.foundation.errors import InputError
from newlyn.stats.representation.disparity import disparity_ratio
from newlyn.stats.representation.fisher import fisher_test
from newlyn.stats.representation.four_fifths import four_fifths_rule

PAIRS = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 60)), min_size=2, max_size=6).filter(
    lambda rows: all(x + more > 0 for x, more in rows) and any(x for x, _ in rows)
)
# SOURCE: Equal Employment Opportunity Commission and others (1979), Questions and answers to clarify and provide a
# common interpretation of the Uniform Guidelines on Employee Selection Procedures, 44 Federal Register 11996.


def test_the_four_groups_of_the_guidelines() -> None:
    # Selected 60%, 45%, 48% and 51%: ratios of 75%, 80% and 85%; below four fifths is the first of them alone.
    found = four_fifths_rule([600, 450, 480, 510], [1000] * 4)
    assert found.ratio.value.tolist() == pytest.approx([1, 0.75, 0.80, 0.85])
    assert found.below.tolist() == [False, True, False, False]
    assert found.word.tolist() == ["highest rate", "below four fifths"] + ["four fifths or more, but clearly lower"] * 2


def test_one_person_in_place_of_another_turns_the_verdict_over() -> None:
    # Of 80 white applicants 16 were hired, of 20 black 3: a ratio of 75%. "If only one more black had been hired
    # instead of a white the selection rate for blacks (20%) would be higher than that for whites (18.7%)."
    found = four_fifths_rule([16, 3], [80, 20])
    assert found.ratio.value[1] == pytest.approx(0.75)
    assert found.to_flip[1] == 1
    assert found.word[1] == "below four fifths, but may be chance"


def test_three_men_and_a_woman_may_be_chance() -> None:
    # SOURCE: the preamble of the Guidelines, 43 Federal Register 38290 (1978): 3 of 20 men and 1 of 10 women; "10/15 or
    # 66 2/3%", "yet the number of selections is too small to warrant a determination of adverse impact".
    found = four_fifths_rule([3, 1], [20, 10])
    assert found.ratio.value[1] == pytest.approx(2 / 3)
    assert found.word[1] == "below four fifths, but may be chance"
    assert found.p[1] == pytest.approx(1)


def test_half_the_rate_among_a_hundred_and_twenty_is_no_chance() -> None:
    # SOURCE: the same questions and answers: 48 of 80 and 12 of 40, rates of 60% and 30%, a ratio of one half.
    found = four_fifths_rule([48, 12], [80, 40])
    assert found.ratio.value[1] == pytest.approx(0.5)
    assert found.word[1] == "below four fifths"
    assert found.p[1] == pytest.approx(float(fisher_test(12, 40, 48, 80).p))


def test_exactly_four_fifths_is_not_below() -> None:
    # 0.8 times 0.35 over 0.35 is not 0.8 in binary fractions.
    found = four_fifths_rule([35, 28], [100, 100])
    assert not found.below[1]
    assert found.to_flip[1] == 1


def test_limits_and_mid_p_are_as_asked_for() -> None:
    found = four_fifths_rule([48, 12], [80, 40], method="log", test="mid-p", level=0.9)
    katz = disparity_ratio(12, 40, 48, 80, method="log", level=0.9)
    assert (found.ratio.lower[1], found.ratio.upper[1]) == (float(katz.lower), float(katz.upper))
    assert found.p[1] == float(fisher_test(12, 40, 48, 80, mid=True).p)
    assert found.test == "Fisher exact, mid-P"


@settings(max_examples=40)
@given(PAIRS)
def test_so_many_selections_moved_turn_the_verdict_over_and_one_fewer_does_not(rows: list[tuple[int, int]]) -> None:
    x, more = np.array(rows).T
    n = x + more
    found = four_fifths_rule(x, n)
    top = int(found.highest)
    for group in np.flatnonzero(~np.isnan(found.to_flip)):
        towards = 1 if found.below[group] else -1

        def is_below(moved: int, group: int = group, towards: int = towards) -> bool:
            return bool(5 * (x[group] + towards * moved) * n[top] < 4 * (x[top] - towards * moved) * n[group])

        needed = int(found.to_flip[group])
        assert is_below(needed) != found.below[group]
        assert is_below(needed - 1) == found.below[group]


@settings(max_examples=40)
@given(PAIRS, st.data())
def test_groups_may_stand_in_any_order(rows: list[tuple[int, int]], data: st.DataObject) -> None:
    x, more = np.array(rows).T
    order = np.array(data.draw(st.permutations(range(len(rows)))))
    plain, mixed = four_fifths_rule(x, x + more), four_fifths_rule(x[order], (x + more)[order])
    assert mixed.ratio.value == pytest.approx(plain.ratio.value[order])
    assert mixed.below.tolist() == plain.below[order].tolist()


@settings(max_examples=40)
@given(PAIRS)
def test_a_flag_comes_with_its_test(rows: list[tuple[int, int]]) -> None:
    x, more = np.array(rows).T
    found = four_fifths_rule(x, x + more)
    flagged = found.word == "below four fifths"
    assert (found.below[flagged] & (found.p[flagged] < 0.05)).all()
    assert (found.word == "highest rate").sum() == 1


def test_with_thousands_the_rule_passes_over_what_chance_does_not() -> None:
    found = four_fifths_rule([5000, 4300], [10_000, 10_000])
    assert found.word[1] == "four fifths or more, but clearly lower"


def test_areas_are_rows_and_what_is_missing_is_not_known() -> None:
    found = four_fifths_rule([[5, 2, np.nan], [0, 0, 0], [np.nan] * 3], [[10, 10, 10], [5, 5, 5], [1, 1, 1]])
    assert found.highest.tolist() == [0, 0, -1]
    assert found.word.tolist()[1:] == [["not known"] * 3] * 2
    assert found.word[0].tolist() == ["highest rate", "below four fifths, but may be chance", "not known"]
    assert not found.below[1:].any()


def test_a_verdict_that_no_move_can_turn_has_no_number() -> None:
    # Both groups of one were selected: there is nobody left to select in place of the other.
    found = four_fifths_rule([1, 1], [1, 1])
    assert np.isnan(found.to_flip).all()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"selected": [6, 1]}, r"a selected cannot exceed its applicants; at position 0, 6 exceeds 5"),
        ({"selected": [1.5, 1]}, r"selected must be whole numbers; at position 0 it is 1\.5"),
        ({"applicants": [5, 5.5]}, r"applicants must be whole numbers; at position 1 it is 5\.5"),
        ({"selected": [1], "applicants": [5]}, r"selected must hold at least 2 values; got 1"),
        ({"test": "x"}, r"test must be one of fisher, mid-p; got 'x'"),
        ({"method": "x"}, r"method must be one of score, log; got 'x'"),
        ({"level": 95}, r"level must be a proportion between 0 and 1"),
    ],
)
def test_selections_that_cannot_be_are_refused(change: dict[str, object], message: str) -> None:
    with pytest.raises(InputError, match=message):
        four_fifths_rule(**{"selected": [3, 1], "applicants": [5, 5]} | change)
