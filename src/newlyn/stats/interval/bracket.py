"""Where falling curves cross nought, for all areas at once: how limits are found that have no formula.

What the curves are is the matter of each method: `interval.score`, `interval.two_rates`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from newlyn.stats.argument import Floats

HALVINGS = 50
"""Leaves less than 1e-15 of the width of the bracket, beyond what the curves themselves can be trusted for."""


@dataclass(frozen=True, eq=False, slots=True)
class Bracket:
    """Two ends for each area, between which its curve comes down to nought.

    A missing end makes the crossing missing.
    """

    low: Floats
    high: Floats

    def crossing(self, falling: Callable[[Floats], Floats]) -> Floats:
        """Where the curves leave the side above nought, by halving the brackets.

        Halving is chosen before faster searches because it cannot fail: a curve may be flat, or touch nought at an end.
        """
        low, high = self.low, self.high
        for _ in range(HALVINGS):
            middle = (low + high) / 2
            above = falling(middle) > 0
            low, high = np.where(above, middle, low), np.where(above, high, middle)
        return (low + high) / 2
