"""Recent trends are those that Fingertips publishes, and one year never decides."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newlyn.foundation.errors import InputError
from newlyn.stats.direction.recent import recent_share_trend, recent_trend

YEARS = range(2018, 2023)


def _se(lower: list[float], upper: list[float]) -> np.ndarray:
    """As Fingertips takes it from limits at 95%."""
    return (np.array(upper) - np.array(lower)) / 3.92


# --- published values ----------------------------------------------------------------------------------------------

# SOURCE: the cases with which Public Health England tests its trend markers: fingertips-open,
# PholioVisualisation.AnalysisTest/TrendMarkerCalculatorTest, which states chi-squared to two decimals.
COUNT, TOTAL = [994, 1023, 1199, 1332, 1367], [40299, 41527, 42811, 44064, 44701]
RATE = [24.67, 24.6, 28, 30.2, 30.6]
RATE_SE = _se([23.16, 23.15, 26.44, 28.63, 28.98], [26.25, 26.19, 29.64, 31.9, 32.25])


def test_chi_squared_of_a_rate_is_that_of_fingertips() -> None:
    found = recent_trend(RATE, RATE_SE, range(2014, 2019))
    assert round(float(found.test.score), 2) == 46.77
    assert found.direction.word.item() == "rising"


def test_chi_squared_of_a_share_is_that_of_fingertips() -> None:
    found = recent_share_trend(COUNT, TOTAL, range(2014, 2019))
    assert round(float(found.test.score), 2) == 47.90
    assert found.direction.word.item() == "rising"


def test_a_share_without_clear_change_is_marked_as_by_fingertips() -> None:
    lower, upper = (
        [18.1803, 17.3444, 16.8421, 19.0918, 16.2925],
        [23.1427, 22.0602, 21.4394, 23.8975, 20.7941],
    )
    found = recent_trend([20.5506, 19.5952, 19.0349, 21.3966, 18.4372], _se(lower, upper), range(2014, 2019))
    assert found.direction.word.item() == "no clear change"


@pytest.mark.parametrize(
    ("value", "lower", "upper", "higher_is", "verdict"),
    [
        # SOURCE: Fingertips as of 2025, England: indicator 241, diabetes prevalence (QOF, 17 and over), 2020-2024.
        (
            [7.0826, 7.1085, 7.2571, 7.4528, 7.6554],
            [7.0754, 7.1013, 7.2499, 7.4456, 7.6481],
            [7.094, 7.1199, 7.2684, 7.4643, 7.6669],
            None,
            "rising",
        ),
        # SOURCE: the same, Yorkshire and the Humber: indicator 30309, MMR for one dose at two years, 2020-2024.
        (
            [92.6254, 92.3221, 90.8708, 90.017, 90.1013],
            [92.4168, 92.1072, 90.6358, 89.7694, 89.8578],
            [92.8288, 92.5315, 91.1004, 90.2594, 90.3396],
            "better",
            "worsening",
        ),
        # SOURCE: the same, England: indicator 41203, preventable sight loss from diabetic eye disease, 2020-2024.
        (
            [2.935, 1.93028, 2.7567, 2.8701, 3.0121],
            [2.7841, 1.8085, 2.6113, 2.7225, 2.8616],
            [3.0919, 2.058, 2.9082, 3.0237, 3.1683],
            "worse",
            "worsening",
        ),
    ],
)
def test_markers_are_those_that_fingertips_publishes(
    value: list[float], lower: list[float], upper: list[float], higher_is: str | None, verdict: str
) -> None:
    found = recent_trend(value, _se(lower, upper), range(2020, 2025), higher_is=higher_is)
    assert found.direction.verdict.item() == verdict


# --- the rule ------------------------------------------------------------------------------------------------------


def test_one_year_that_decides_which_way_it_goes_leaves_no_clear_change() -> None:
    found = recent_trend([10, 10, 10, 9.9, 16], 0.5, YEARS)
    assert found.test.p < 0.002
    assert not found.steady
    assert found.direction.word.item() == "no clear change"


def test_the_level_is_stricter_than_usual() -> None:
    value = np.array([10, 10.4, 10.9, 11.2, 11.6])
    found = recent_trend(value, 0.5, YEARS)
    assert 0.002 < found.test.p < 0.05
    assert found.direction.word.item() == "no clear change"
    assert recent_trend(value, 0.5, YEARS, level=0.95).direction.word.item() == "rising"


def test_only_the_last_five_periods_are_read() -> None:
    fall_then_rise = [90, 70, 50, *RATE]
    found = recent_trend(fall_then_rise, [1, 1, 1, *RATE_SE], range(2011, 2019))
    assert found.test.score == pytest.approx(float(recent_trend(RATE, RATE_SE, range(5)).test.score), rel=1e-9)
    shares = recent_share_trend([30, *COUNT], [40, *TOTAL], range(2013, 2019))
    assert round(float(shares.test.score), 2) == 47.90


@given(st.permutations(range(5)), st.floats(0.1, 3))
def test_a_trend_that_is_marked_keeps_its_way_without_any_year(order: list[int], se: float) -> None:
    value = np.array([1.0, 2.5, 3.1, 4.9, 9.0])[list(order)]
    found = recent_trend(value, se, range(5), level=0.5)
    if found.direction.code != 0:
        for out in range(5):
            left = [at for at in range(5) if at != out]
            assert np.sign(np.polyfit(left, value[left], 1)[0]) == found.direction.code


def test_false_alarms_are_rare() -> None:
    rng = np.random.default_rng(1)
    found = recent_share_trend(rng.binomial(800, 0.2, (20_000, 5)), 800, YEARS)
    assert (found.direction.code != 0).mean() < 0.002 + 4 * np.sqrt(0.002 / 20_000)


# --- missing values, edges, refusals -------------------------------------------------------------------------------


def test_a_break_or_too_short_a_series_has_too_few_points() -> None:
    nan = np.nan
    for found in (
        recent_trend([1, 2, nan, 4, 5], 0.1, YEARS),
        recent_trend([1, 2, 3, 4, 5], [0.1, 0.1, nan, 0.1, 0.1], YEARS),
        recent_trend([1, 2, 3, 4], 0.1, range(4)),
        recent_trend([], [], []),
        recent_share_trend([1, 2, 3, 4, nan], 9, YEARS),
        recent_share_trend([1, 2, 3, 4, 0], [9, 9, 9, 9, 0], YEARS),
        recent_share_trend([1, 2, 3, 4], 9, range(4)),
    ):
        assert found.direction.word.item() == "too few points"
        assert np.isnan(found.test.p)
        assert not found.steady


def test_nobody_and_everybody_in_a_year_are_answered() -> None:
    found = recent_share_trend([[0, 20, 40, 60, 80], [50, 40, 30, 20, 0], [0] * 5, [90] * 5], 90, YEARS)
    assert found.direction.word.tolist() == ["rising", "falling", "no clear change", "no clear change"]


def test_half_a_person_is_added_only_where_a_year_has_no_odds() -> None:
    # With half a person on either side of these counts the slope without the last year would turn round.
    count, total = np.array([1, 5, 1, 10, 16]), np.array([73, 49, 10, 171, 131])
    assert recent_share_trend(count, total, YEARS).steady
    for half, turns in ((0, False), (0.5, True)):
        logits = np.log((count + half) / (total - count + half))
        slopes = [np.polyfit(np.delete(YEARS, out), np.delete(logits, out), 1)[0] for out in range(5)]
        assert (min(slopes) < 0) == turns


def test_leading_axes_are_kept() -> None:
    y = np.random.default_rng(2).normal(size=(2, 3, 7))
    assert recent_trend(y, 1.0, range(7)).direction.word.shape == (2, 3)


def test_nonsense_is_refused() -> None:
    with pytest.raises(InputError, match=r"se must be above nought; here it is 0\."):
        recent_trend([1, 2, 3, 4, 5], 0, YEARS)
    with pytest.raises(InputError, match=r"a count cannot exceed its total; at position 4, 5 exceeds 4"):
        recent_share_trend([1, 2, 3, 4, 5], 4, YEARS)
    with pytest.raises(InputError, match=r"level must be a proportion between 0 and 1, such as 0\.95; got 99\.8"):
        recent_trend([1, 2, 3, 4, 5], 1, YEARS, level=99.8)
    with pytest.raises(InputError, match=r"higher_is must be one of better, worse; got 'good'\."):
        recent_share_trend([1, 2, 3, 4, 5], 6, YEARS, higher_is="good")
    with pytest.raises(InputError, match=r"time must rise from period to period"):
        recent_trend([1, 2, 3, 4, 5], 1, [5, 4, 3, 2, 1])
