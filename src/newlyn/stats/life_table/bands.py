"""Age bands of a life table: the ages at which they start, of which the last is open, and sums from one band on.

What is worked out from deaths in them is in `abridged`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike

from newlyn.foundation.errors import InputError
from newlyn.stats.argument import Floats, complete, numbers
from newlyn.stats.estimate import Estimate

ABRIDGED = (0, 1, *range(5, 91, 5))
"""Under 1, 1 to 4, then bands of five years up to 90 and over: the twenty bands of ONS and OHID."""


@dataclass(frozen=True, eq=False, slots=True)
class AgeBands:
    """Consecutive age bands, each as wide as to the start of the next; the last has no end."""

    starts: Floats
    """Age in years at which each band starts, ascending."""
    lived: Floats
    """Share of each band but the last that someone who dies in it has lived on average (a)."""

    @classmethod
    def of(cls, starts: ArrayLike, *, count: int, a0: float) -> AgeBands:
        """The bands that start at these ages; who dies has lived half of the band, or `a0` of one from birth.

        Raises
        ------
        InputError
            If there are not `count` of them, fewer than two, they do not ascend from nought or above, or `a0` is not
            a share.
        """
        ages = complete(numbers(starts, "band_starts"), "band_starts")
        if ages.shape != (count,) or count < 2:
            raise InputError(
                f"band_starts must hold one age for each band of the arrays, and there must be at least two; "
                f"got {ages.size} for {count}."
            )
        if ages[0] < 0 or (np.diff(ages) <= 0).any():
            raise InputError(f"band_starts must ascend from nought or above; got {ages.tolist()}.")
        if not 0 < a0 < 1:
            raise InputError(f"a0 must be a share of the band from birth, such as 0.1; got {a0:g}.")
        # Most who die in the band from birth die in their first weeks.
        return cls(ages, np.where(ages[:-1] == 0, a0, 0.5))

    @property
    def widths(self) -> Floats:
        """Years in each band but the last."""
        return np.diff(self.starts)

    def index(self, age: float) -> int:
        """The position of the band that starts at this age.

        Raises
        ------
        InputError
            If none does.
        """
        found = np.flatnonzero(self.starts == age)
        if not found.size:
            known = ", ".join(f"{start:g}" for start in self.starts)
            raise InputError(f"age must be one at which a band starts: {known}; got {age:g}.")
        return int(found[0])

    def stake(self, ahead: Floats, worth: Floats | float = 1.0) -> Floats:
        """What surviving a band rather than dying in it adds, in years: Chiang's derivative of a life expectancy.

        `ahead` is that expectancy at the start of each band, and `worth` what a year in each band counts for in it. In
        the last band the derivative is not by the probability of surviving it but by the years that remain.
        """
        found = np.broadcast_to(worth, ahead.shape).copy()
        found[..., :-1] *= self.widths * (1 - self.lived)
        found[..., :-1] += ahead[..., 1:]
        return found

    def pick(self, estimate: Estimate, age: float) -> Estimate:
        """What an estimate by band says of one age at which a band starts.

        Raises
        ------
        InputError
            If no band starts there.
        """
        at = self.index(age)
        return replace(
            estimate, value=estimate.value[..., at], lower=estimate.lower[..., at], upper=estimate.upper[..., at]
        )

    @staticmethod
    def gather(own: Floats, carried: Floats) -> Floats:
        """The sum from each band to the last, of which only a part is carried from each band's start to the next.

        From the last band backwards, so that what is missing in a band leaves the sums of later bands as they are.
        """
        found = own.copy()
        for band in range(own.shape[-1] - 2, -1, -1):
            found[..., band] += carried[..., band] * found[..., band + 1]
        return found
