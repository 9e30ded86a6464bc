"""At which denominators to draw the limits of a funnel, so that its lines are smooth where they bend most.

The limits themselves are in `funnel_limit`; scales and colours are `publish`.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

from newlyn.foundation.errors import InputError
from newlyn.stats.argument import Floats, counts, whole_number

ROOM = 1.05
"""The axis ends a little beyond the largest area; UKHSA's three published axes agree with a twentieth."""


def denominators_to_draw(denominator: ArrayLike, *, points: int = 100) -> Floats:
    """Whole denominators from the narrow to the wide end of a funnel, each about as many times the one before.

    Limits bend most where denominators are small, and steps of one ratio put more points there than steps of one size.
    Steps shorter than one are one, and what is left of the way is then divided anew. The axis begins at 1, or, where
    even the smallest area is more than half as large as the largest, at the smallest rounded down to one figure: from 1
    most of the chart would be empty. It ends a twentieth beyond the largest, rounded up to two figures.

    Parameters
    ----------
    denominator : array of counts
        Totals, people or expected events of the areas. Missing values (NaN) and nought are passed over.
    points : int of at least 2
        How many denominators there are at most.

    Returns
    -------
    (at most `points`,) float64
        Whole numbers that ascend.

    Raises
    ------
    InputError
        If no denominator is above nought, one is negative, or `points` is below 2.

    References
    ----------
    Office for Health Improvement and Disparities (2020), PHEindicatormethods, published check values of funnel plots:
    the rule is read off their axes.

    Examples
    --------
    >>> denominators_to_draw([40, 950], points=8).tolist()
    [1.0, 3.0, 8.0, 21.0, 55.0, 145.0, 381.0, 1000.0]
    """
    points = whole_number(points, "points")
    if points < 2:
        raise InputError(f"points must be at least 2, the ends of the axis; got {points}.")
    sizes = counts(denominator, "denominator")
    sizes = sizes[sizes > 0]
    if not sizes.size:
        raise InputError("denominator must hold at least one value above nought; got none.")
    drawn = [_first(float(sizes.min()), float(sizes.max()))]
    last = max(_rounded(ROOM * float(sizes.max()), 2, math.ceil), drawn[0] + 1)
    for steps in range(points - 1, 0, -1):
        drawn.append(max(round(drawn[-1] * (last / drawn[-1]) ** (1 / steps)), drawn[-1] + 1))
        if drawn[-1] >= last:
            break
    return np.array(drawn, dtype=np.float64)


def _first(smallest: float, largest: float) -> int:
    return max(_rounded(smallest, 1, math.floor), 1) if smallest > largest / 2 else 1


def _rounded(value: float, figures: int, towards: Callable[[float], int]) -> int:
    """To so many figures; the small whole number within guards against a value that is written in them already."""
    unit = 10.0 ** (math.floor(math.log10(value)) + 1 - figures)
    return towards(towards(round(value / unit, 9)) * unit)
