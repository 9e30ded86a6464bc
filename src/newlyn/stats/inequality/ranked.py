"""Units in order of social position, and the standard errors of what depends on outcome and rank together.

The indices made of them are in `inequality.concentration`; what units are, in `inequality.measure`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from newlyn.stats.argument import Floats, counts, numbers, same_shape
from newlyn.stats.inequality.measure import Units
from newlyn.stats.rank import Ties


@dataclass(frozen=True, eq=False, slots=True)
class Ranked:
    """Units in ascending order of position, each with its rank and with what those above it have."""

    units: Units
    ties: Ties
    rank: Floats
    above: Floats
    """What those above each unit have: share of people times outcome, added up from the top."""
    variance: Floats | None
    """Of the outcome between the people of a unit."""

    @classmethod
    def checked(
        cls,
        outcome: ArrayLike,
        position: ArrayLike,
        weight: ArrayLike | None,
        within_variance: ArrayLike | None,
        lowest: float = 0,
        highest: float = np.inf,
    ) -> Ranked:
        """The units in order, their outcome counted from its lowest.

        Raises
        ------
        InputError
            If an outcome is out of bounds, a weight or variance negative, there are no units, or shapes do not agree.
        """
        given, places = same_shape(outcome=numbers(outcome, "outcome"), position=numbers(position, "position"))
        units = Units.checked(given, weight, name="outcome", lowest=lowest, highest=highest)
        variance = None if within_variance is None else counts(within_variance, "within_variance")
        spread = np.zeros(units.value.shape) if variance is None else variance
        value, places, spread = same_shape(outcome=units.value, position=places, within_variance=spread)
        unknown = (units.share > 0) & (np.isnan(places) | np.isnan(spread))
        known, spread = units.known & ~unknown.any(axis=-1), np.where(np.isnan(spread), 0, spread)
        ties = Ties.of(places)
        ordered = Units(
            ties.ordered(np.where(known[..., np.newaxis], value - lowest, 0)),
            ties.ordered(units.share),
            units.people,
            units.number,
            known,
        )
        held = ordered.share * ordered.value
        above = held.sum(axis=-1, keepdims=True) - _middle(ties, held)
        return cls(
            ordered, ties, _middle(ties, ordered.share), above, None if variance is None else ties.ordered(spread)
        )

    @property
    def mean(self) -> Floats:
        """The mean outcome above its lowest; missing where it is nought."""
        return self.units.mean

    @property
    def twice(self) -> Floats:
        """Twice the mean of outcome times rank, of which every index here is a function together with the mean."""
        twice: Floats = 2 * (self.units.share * self.units.value * self.rank).sum(axis=-1)
        return twice

    def error(self, by_twice: Floats, by_mean: Floats) -> Floats:
        """The standard error of a function of `twice` and `mean`, given its derivatives by each.

        For the concentration index this is the standard error of Kakwani, Wagstaff and van Doorslaer (1997), with
        unequal weights that of Binder and Kovačević (1995).
        """
        of_twice = 2 * self.units.value * self.rank + 2 * self.above - 2 * self.twice[..., np.newaxis]
        of_mean = self.units.value - (self.units.share * self.units.value).sum(axis=-1)[..., np.newaxis]
        a, b = by_twice[..., np.newaxis], by_mean[..., np.newaxis]
        between = a * of_twice + b * of_mean
        if self.variance is None:
            return self.units.error(between)
        within = self.variance * (a * 2 * self.rank + b) ** 2
        return self.units.error_from((self.units.share * (between**2 + within)).sum(axis=-1) / self.units.people)

    def regression_error(self, index: Floats) -> Floats:
        """The standard error of the slope of outcome on rank, scaled so that the slope is the index."""
        share, off = self.units.share, self.rank - 0.5
        spread = (share * off**2).sum(axis=-1)
        outcome = 2 * spread[..., np.newaxis] * (self.units.value / self.mean[..., np.newaxis] - 1)
        rest = (share * (outcome - index[..., np.newaxis] * off) ** 2).sum(axis=-1)
        freedom = self.units.number - 2
        enough = (freedom > 0) & (spread > 0)
        error: Floats = np.sqrt(np.divide(rest, freedom * spread, out=np.full(rest.shape, np.nan), where=enough))
        return error


def _middle(ties: Ties, amount: Floats) -> Floats:
    """What amounts add up to at the middle of each unit, or of its run where several have one position."""
    before, through = ties.span(amount)
    return (before + through) / 2
