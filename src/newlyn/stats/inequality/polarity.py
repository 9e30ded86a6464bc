"""Which way is worse: the one rule by which the measures of this family take their sign.

What is measured between the groups is in `slope`, `gap` and `attributable`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from newlyn.stats.argument import Floats, higher_is_better


@dataclass(frozen=True, slots=True)
class Polarity:
    """Whether a higher figure is better, as with life expectancy, or worse, as with mortality."""

    worse_when_higher: bool

    @classmethod
    def of(cls, higher_is: str) -> Polarity:
        """What `higher_is` says.

        Raises
        ------
        InputError
            If it is neither `better` nor `worse`.
        """
        return cls(not higher_is_better(higher_is))

    @property
    def sign(self) -> int:
        """What a figure is multiplied by to be larger where it is worse."""
        return 1 if self.worse_when_higher else -1

    def difference(self, worse_off: Floats, better_off: Floats) -> Floats:
        """How far the worse off are behind: above 0 where they fare worse."""
        return self.sign * (worse_off - better_off)

    def ratio(self, worse_off: Floats, better_off: Floats) -> Floats:
        """How many times as badly the worse off fare: above 1 where they fare worse, missing unless both exceed 0."""
        top, bottom = (worse_off, better_off) if self.worse_when_higher else (better_off, worse_off)
        both = (top > 0) & (bottom > 0)
        times: Floats = np.divide(top, bottom, out=np.full(np.shape(both), np.nan), where=both)
        return times

    def reads(
        self,
        worse_off: str,
        better_off: str,
        *,
        when: str = "An absolute figure above 0, and a relative figure above 1, mean",
    ) -> str:
        """The sign in plain words."""
        figure = "higher" if self.worse_when_higher else "lower"
        return f"{when} that {worse_off} fare worse: their figure is {figure} than that of {better_off}."
