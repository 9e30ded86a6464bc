from __future__ import annotations

from itertools import pairwise

import pytest

from newlyn.foundation.errors import InputError
from newlyn.publish.colour import TENTHS, WHITE, contrast, ink_on, luminance, tenth_colour
from newlyn.publish.deprivation.measure import BAND_COLOURS


def test_contrast_agrees_with_known_pairs() -> None:
    # SOURCE: W3C, Understanding Success Criterion 1.4.3 (WCAG 2.2): #767676 is the lightest grey that passes on
    # white (4.54:1), and black on white is 21:1.
    assert round(contrast("#767676", WHITE), 2) == 4.54
    assert contrast("#777777", WHITE) < 4.5
    assert contrast("#000000", WHITE) == 21


@pytest.mark.parametrize("given", ["blue", "#fff", "#12345", "0b3d5c", "#0b3d5c;}"])
def test_a_colour_that_is_not_six_hexadecimal_digits_is_refused(given: str) -> None:
    with pytest.raises(InputError, match="is not a colour"):
        contrast(given, WHITE)


def test_darker_is_more_deprived_at_every_step() -> None:
    assert len(TENTHS) == 10
    assert all(luminance(worse) * 1.1 < luminance(better) for worse, better in pairwise(TENTHS))


def test_numbers_can_be_read_on_every_tenth() -> None:
    assert min(contrast(colour, ink_on(colour)) for colour in TENTHS) >= 4.5


def test_lines_and_bars_stand_out_from_the_page() -> None:
    # WCAG 2.2, success criterion 1.4.11: at least 3 to 1 for what is needed to understand a graphic.
    assert min(contrast(colour, WHITE) for colour in BAND_COLOURS.values()) >= 3


@pytest.mark.parametrize("tenth", [0, 11])
def test_there_is_no_eleventh_tenth(tenth: int) -> None:
    with pytest.raises(InputError, match="a tenth is a number from 1 to 10"):
        tenth_colour(tenth)
