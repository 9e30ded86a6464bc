"""Level and power as normal quantiles, and the smallest difference that is found with them.

The measures themselves are in `detectable` and `sample_size`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.special import ndtri

from newlyn.foundation.errors import InputError
from newlyn.stats.argument import Floats, checked_level, normal_quantile, one_number

HALVINGS = 60
"""Each halves the interval in which the answer lies; after sixty a float64 can tell no more."""


@dataclass(frozen=True, slots=True)
class Odds:
    """How seldom a test may raise a false alarm and how often it should find what is there, as normal quantiles."""

    false_alarm: float
    finding: float

    @classmethod
    def of(cls, level: float, power: float) -> Odds:
        """The quantiles of a two-sided level and of a power.

        Raises
        ------
        InputError
            If the level is not strictly between 0 and 1, or the power not from 0.5 to below 1.
        """
        if not 0.5 <= one_number(power, "power") < 1:
            raise InputError(f"power must be a proportion from 0.5 to below 1, such as 0.8; got {power:g}.")
        return cls(normal_quantile(level), float(ndtri(power)))

    def needed(self, null: Floats, true: Floats) -> Floats:
        """The smallest difference found, for its variances if there were none and if it is there."""
        # Rounding may leave a variance that ought to be nought a hair below.
        variances = np.maximum(null, 0.0), np.maximum(true, 0.0)
        return np.asarray(self.false_alarm * np.sqrt(variances[0]) + self.finding * np.sqrt(variances[1]))

    def missed(self, difference: Floats, null: Floats, true: Floats) -> Floats:
        """By how much a difference falls short of what is found; negative where it is found."""
        return self.needed(null, true) - difference


@dataclass(frozen=True, eq=False, slots=True)
class Detectable:
    """The smallest differences that a test would find with the power asked for."""

    rise: Floats
    """The smallest rise, in the unit of the measure; missing where even the largest possible would not be found."""
    fall: Floats
    """The smallest fall, as a positive number; missing where even the largest possible would not be found."""
    level: float
    power: float

    @classmethod
    def where(
        cls, missed: Callable[[Floats], Floats], start: Floats, most: Floats, level: float, power: float
    ) -> Detectable:
        """The distances from the start, up to the most and down to nought, at which a difference is just found.

        Standard errors grow by ever less as a difference grows, so that there is one such distance and no more. Only in
        a high correlation between very small groups can a difference be found that the largest possible is not.
        """
        rise, fall = (_just_found(missed, start, far) for far in (most, np.zeros_like(start)))
        return cls(rise, fall, checked_level(level), power)


def _just_found(missed: Callable[[Floats], Floats], start: Floats, far: Floats) -> Floats:
    near, end = start, far
    for _ in range(HALVINGS):
        middle = (near + end) / 2
        short = missed(middle) > 0
        near, end = np.where(short, middle, near), np.where(short, end, middle)
    return np.where((missed(far) <= 0) & (far != start), abs(end - start), np.nan)
