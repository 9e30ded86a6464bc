"""What measures of inequality take and return: units with what each has and how many it stands for; a figure.

The measures themselves are the other modules of this folder.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from newlyn.foundation.errors import InputError
from newlyn.stats.argument import Bools, Floats, at_least, counts, normal_quantile, numbers, refuse_where, same_shape


@dataclass(frozen=True, eq=False, slots=True)
class Inequality:
    """A measure of inequality with its standard error and confidence limits, one for each row of units."""

    value: Floats
    standard_error: Floats
    lower: Floats
    upper: Floats
    statistic: str
    method: str
    """How the standard error was worked out, by the name under which the field knows it."""
    level: float
    reads: str
    """What the figure says, in plain words."""

    @classmethod
    def normal(
        cls, value: Floats, error: Floats, *, statistic: str, method: str, level: float, reads: str
    ) -> Inequality:
        """The measure between limits that lie equally far from it, by the normal distribution."""
        spread = normal_quantile(level) * error
        return cls(value, error, value - spread, value + spread, statistic, method, level, reads)

    def within(self, lowest: float, highest: float) -> Inequality:
        """The same measure, its limits drawn in to what it can be."""
        lower, upper = np.clip(self.lower, lowest, highest), np.clip(self.upper, lowest, highest)
        return Inequality(
            self.value, self.standard_error, lower, upper, self.statistic, self.method, self.level, self.reads
        )


@dataclass(frozen=True, eq=False, slots=True)
class Units:
    """Rows of units: what each has, and the share of people in it.

    A unit without people drops out, even where its value is missing.
    """

    value: Floats
    """(…, k), nought in rows that are not known."""
    share: Floats
    """(…, k), adding up to 1 in rows that are known, else nought."""
    people: Floats
    """(…,) people in each row."""
    number: Floats
    """(…,) units of each row that have people."""
    known: Bools
    """(…,) whether a row has people and nothing missing."""

    @classmethod
    def checked(
        cls, value: ArrayLike, weight: ArrayLike | None, *, name: str, lowest: float = 0, highest: float = np.inf
    ) -> Units:
        """The units, where each value is within bounds.

        Raises
        ------
        InputError
            If a value is out of bounds, a weight negative, there are no units, or the shapes do not go together.
        """
        x = numbers(value, name)
        if x.ndim == 0:
            raise InputError(f"{name} must be an array with units on its last axis; got the single number {x:g}.")
        refuse_where(x < lowest, x, f"{name} cannot be below {lowest:g}")
        refuse_where(x > highest, x, f"{name} cannot be above {highest:g}")
        w = np.ones(x.shape[-1:]) if weight is None else counts(weight, "weight")
        x, w = same_shape(**{name: at_least(1, x, name), "weight": w})
        total = w.sum(axis=-1)
        x = np.where(w == 0, max(lowest, 0.0), x)
        known = ~np.isnan(x).any(axis=-1) & (total > 0)
        row = known[..., np.newaxis]
        share = np.divide(w, total[..., np.newaxis], out=np.zeros(x.shape), where=row)
        return cls(np.where(row, x, 0), share, np.where(known, total, np.nan), (share > 0).sum(axis=-1) * 1.0, known)

    @property
    def mean(self) -> Floats:
        """(…,) the mean over people; missing where it is nought, because nothing is unequal in proportion to it."""
        mean = (self.share * self.value).sum(axis=-1)
        return np.where(self.known & (mean > 0), mean, np.nan)

    def error(self, score: Floats) -> Floats:
        """The standard error of a mean over people of (…, k) scores whose own mean is nought.

        Each unit is one observation, of which one that stands for more people moves the mean further.
        """
        return self.error_from(((self.share * score) ** 2).sum(axis=-1))

    def error_from(self, variance: Floats) -> Floats:
        """The standard error from a variance. Fewer than two units say nothing of chance."""
        return np.where(self.known & (self.number > 1), np.sqrt(variance), np.nan)
