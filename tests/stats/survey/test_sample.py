"""A sample refuses a design that cannot be, and counts units within strata."""

from __future__ import annotations

import numpy as np
import pytest

from newlyn.foundation.errors import InputError
from newlyn.stats.survey.sample import Sample


def test_units_of_one_code_in_two_strata_are_two_units() -> None:
    sample = Sample.of([1] * 8, stratum=[0, 0, 0, 0, 5, 5, 5, 5], unit=[1, 1, 2, 2, 1, 1, 2, 2])
    assert sample.unit_count.tolist() == [2, 2]
    assert sample.degrees_of_freedom == 2
    assert sample.unit.tolist() == [0, 0, 1, 1, 2, 2, 3, 3]


def test_without_units_every_respondent_is_one() -> None:
    sample = Sample.of([1, 1, 1], fraction=0.5)
    assert sample.unit_count.tolist() == [3]
    assert sample.fraction.tolist() == [0.5]


@pytest.mark.parametrize(
    ("design", "message"),
    [
        ({"weight": [1, -1]}, r"a weight cannot be negative; at position 1 it is -1"),
        ({"weight": [1, np.nan]}, r"weight must have no missing values"),
        ({"weight": [0, 0]}, r"weight must hold one weight for each respondent, some above nought; got \(2,\)"),
        ({"weight": []}, r"weight must hold one weight for each respondent, some above nought; got \(0,\)"),
        ({"weight": 1}, r"weight must hold one weight for each respondent, some above nought; got \(\)"),
        ({"stratum": [0]}, r"stratum must hold one code for each of 2 respondents; got \(1,\)"),
        ({"unit": [0, 1.5]}, r"a unit code must be a whole number; at position 1 it is 1\.5"),
        ({"fraction": 1.5}, r"fraction must be a proportion from 0 to 1"),
        ({"fraction": [0.1, 0.2]}, r"a fraction must be the same for all of a stratum; at position 0 it is 0\.1"),
        ({"fraction": [0.1]}, r"fraction must be one number, or one for each of 2 respondents; got \(1,\)"),
        ({"lonely": "skip"}, r"lonely must be one of refuse, grand mean; got 'skip'"),
        ({"stratum": [0, 1]}, r"each stratum must have two units or more; 2 of 2 have one\. Join it to another"),
    ],
)
def test_a_design_that_cannot_be_is_refused(design: dict[str, object], message: str) -> None:
    with pytest.raises(InputError, match=message):
        Sample.of(**{"weight": [1, 1]} | design)
