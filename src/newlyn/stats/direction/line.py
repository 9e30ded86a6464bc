"""Series over time and the straight line through each: what the methods of this folder share.

What is read from a line is in `trend`, `projection` and `closing`; ranks need no line and are in `rank_trend`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtr, stdtr, stdtrit

from newlyn.foundation.errors import InputError
from newlyn.stats.argument import (
    Bools,
    Floats,
    checked_level,
    complete,
    normal_quantile,
    numbers,
    one_of,
    positives,
    same_shape,
)

FEWEST = 3
"""Two points always lie on a line, so that nothing is left to tell how far to trust it."""

ERRORS = ("residual", "known")


@dataclass(frozen=True, eq=False, slots=True)
class Series:
    """Values of many areas at the same periods, with the weight of each; a missing one weighs nothing."""

    value: Floats
    """Of shape (…, periods)."""
    time: Floats
    """Of shape (periods,), rising."""
    weight: Floats
    """One over the squared standard error where that is given, else one; nought where the period is missing."""
    weighted: bool
    """Whether standard errors were given."""

    @classmethod
    def of(cls, value: ArrayLike, time: ArrayLike, se: ArrayLike | None = None) -> Series:
        """Checked values, times and standard errors; a period is missing where its value or standard error is.

        Raises
        ------
        InputError
            If the periods do not rise or are not as many as the values, or a standard error is not above nought.
        """
        y = numbers(value, "value")
        if se is None:
            return cls(y, _rising(time, y), np.where(np.isnan(y), 0.0, 1.0), False)
        y, error = same_shape(value=y, se=positives(se, "se"))
        t = _rising(time, y)
        there = ~(np.isnan(y) | np.isnan(error))
        return cls(y, t, np.where(there, 1 / np.where(there, error, 1.0) ** 2, 0.0), True)

    @property
    def there(self) -> Bools:
        """Which periods are not missing."""
        return self.weight > 0

    @property
    def periods(self) -> Floats:
        """How many periods of each area are not missing."""
        return np.asarray(self.there.sum(axis=-1), dtype=np.float64)

    @property
    def ends(self) -> tuple[Floats, Floats]:
        """The first and the last period of each area that is not missing."""
        there = self.there
        when = np.where(there, self.time, np.nan)
        first = np.min(when, axis=-1, where=there, initial=np.inf)
        last = np.max(when, axis=-1, where=there, initial=-np.inf)
        some = there.any(axis=-1)
        return np.where(some, first, np.nan), np.where(some, last, np.nan)


@dataclass(frozen=True, eq=False, slots=True)
class Line:
    """The straight line through each series by weighted least squares; missing where fewer than three periods are not.

    Height and slope are measured at the weighted mean of the periods, where their errors are independent.
    """

    slope: Floats
    centre: Floats
    """The weighted mean of the periods."""
    height: Floats
    """The line at the centre."""
    weights: Floats
    """The sum of the weights."""
    spread: Floats
    """The weighted sum of squared distances of the periods from the centre."""
    scale: Floats
    """The variance of an observation of weight one."""
    freedom: Floats
    """Degrees of freedom of that variance."""
    known: bool
    """Whether the variance is taken as known, so that limits are normal ones."""

    @classmethod
    def through(cls, series: Series, *, errors: str = "residual") -> Line:
        """The line through each series.

        Raises
        ------
        InputError
            If `errors` is neither `residual` nor `known`, or is `known` where no standard errors were given.
        """
        one_of(errors, ERRORS, "errors")
        if errors == "known" and not series.weighted:
            raise InputError("errors='known' needs the standard error of each value; give se, or errors='residual'.")
        periods, weight = series.periods, series.weight
        enough = periods >= FEWEST
        start = _first_value(series)
        # Measured from the first value and period, a series that never changes has a slope of exactly nought.
        y = np.where(series.there, series.value - start[..., None], 0.0)
        t = series.time - (series.time[0] if series.time.size else 0.0)
        weights = np.where(enough, weight.sum(axis=-1), np.nan)
        centre, height = (weight * t).sum(axis=-1) / weights, (weight * y).sum(axis=-1) / weights
        away = t - centre[..., None]
        spread = np.where(enough, (weight * away**2).sum(axis=-1), np.nan)
        slope = (weight * away * y).sum(axis=-1) / spread
        off = y - height[..., None] - slope[..., None] * away
        freedom = np.where(enough, periods - 2, np.nan)
        scale = (weight * off**2).sum(axis=-1) / freedom
        if errors == "known":
            scale = np.where(enough, 1.0, np.nan)
        elif series.weighted:
            # What is known of each value's error is the least that there can be: a lucky fit does not make it less.
            scale = np.maximum(scale, 1.0)
        origin = series.time[0] if series.time.size else 0.0
        return cls(slope, centre + origin, height + start, weights, spread, scale, freedom, errors == "known")

    @property
    def se(self) -> Floats:
        """The standard error of the slope."""
        return np.sqrt(self.scale / self.spread)

    def at(self, time: Floats) -> Floats:
        """The line at these times, one for each series."""
        return self.height + self.slope * (time - self.centre)

    def variance_at(self, time: Floats) -> Floats:
        """The squared standard error of the line at these times."""
        return self.scale * (1 / self.weights + (time - self.centre) ** 2 / self.spread)

    def quantile(self, level: float) -> Floats:
        """How many standard errors the limits lie away at this two-sided level."""
        if self.known:
            return np.full(self.slope.shape, normal_quantile(level))
        return np.asarray(stdtrit(self.freedom, (1 + checked_level(level)) / 2))

    def tails(self, score: Floats) -> Floats:
        """How seldom chance goes as far as this many standard errors, either way."""
        return np.asarray(2 * (ndtr(-abs(score)) if self.known else stdtr(self.freedom, -abs(score))))

    @property
    def method(self) -> str:
        """The name of the limits."""
        return "Least squares, known errors" if self.known else "Least squares, t"


def _rising(time: ArrayLike, value: Floats) -> Floats:
    t = complete(numbers(time, "time"), "time")
    if value.ndim == 0 or t.ndim != 1 or t.size != value.shape[-1]:
        raise InputError(
            f"time must hold one number for each period, the last axis of value; got time {t.shape} for value "
            f"{value.shape}."
        )
    back = np.diff(t) <= 0
    if back.any():
        at = int(np.argmax(back))
        raise InputError(f"time must rise from period to period; {t[at]:g} is followed by {t[at + 1]:g}.")
    return t


def _first_value(series: Series) -> Floats:
    """The first value of each area that is not missing; nought where all are."""
    there = series.there
    if not series.time.size:
        return np.zeros(there.shape[:-1])
    first = np.take_along_axis(series.value, there.argmax(axis=-1)[..., None], axis=-1)[..., 0]
    return np.where(there.any(axis=-1), first, 0.0)
