"""How far groups in no order lie apart: the range, the ratio of the extremes, and the mean distance from the best.

Groups that are named beforehand are compared in `gap`, groups in an order in `slope`; how unequally something is shared
out is in `theil` and `concentration`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from newlyn.stats.argument import Floats, at_least, counts, numbers, same_shape
from newlyn.stats.inequality.polarity import Polarity


@dataclass(frozen=True, eq=False, slots=True)
class GroupSpread:
    """How far groups in no order lie apart."""

    best: Floats
    """The figure of the group that fares best."""
    worst: Floats
    absolute: Floats
    """From the best to the worst, in the unit of the figures; never below 0."""
    relative: Floats
    """The ratio of the two, never below 1; missing unless both are above 0."""
    to_best: Floats
    """How far the average person's group is from the best, in the unit of the figures."""


def spread_between_groups(value: ArrayLike, population: ArrayLike, *, higher_is: str) -> GroupSpread:
    """How far groups in no order lie apart: from the best to the worst, and of the average person from the best.

    For groups without a natural order, such as wards or ethnic groups. The best and the worst are found in the figures
    themselves, so chance widens the range, the more so the more and the smaller the groups; therefore it has no limits
    here. Where an order is known, use `slope.slope_index`; to name the groups beforehand, `gap_between`.

    Parameters
    ----------
    value : (…, groups) array of numbers
        Figures of the groups, two or more. An area with a missing one (NaN) is missing.
    population : (…, groups) array of counts
        People in each group. A group without people drops out, even where its figure is missing; where fewer than two
        groups have people, the area is missing.
    higher_is : str, `better` or `worse`
        What a higher figure means.

    Returns
    -------
    GroupSpread of (…) arrays
        `to_best` is the mean difference from the best-performing group, weighted by people: the average person's gap.

    Raises
    ------
    InputError
        If there are fewer than two groups, a population is negative, the shapes do not go together, or `higher_is` is
        another word.

    References
    ----------
    World Health Organization (2013), Handbook on health inequality monitoring, section 3.
    Schlotheuber and Hosseinpoor (2022), Summary measures of health inequality: a review of existing measures and their
    application, International Journal of Environmental Research and Public Health 19: 3697 (weighted mean difference
    from the best-performing subgroup).

    Examples
    --------
    >>> found = spread_between_groups([8.0, 12.0, 9.0], [100, 50, 50], higher_is="worse")
    >>> float(found.absolute), float(found.relative), float(found.to_best)
    (4.0, 1.5, 1.25)
    """
    polarity = Polarity.of(higher_is)
    figure, people = same_shape(value=numbers(value, "value"), population=counts(population, "population"))
    at_least(2, figure, "value")
    lived_in = people > 0
    known = (lived_in.sum(axis=-1) > 1) & ~(np.isnan(people) | (np.isnan(figure) & lived_in)).any(axis=-1)
    highest, lowest = (
        np.where(known, extreme, np.nan)
        for extreme in (
            np.max(figure, axis=-1, where=lived_in, initial=-np.inf),
            np.min(figure, axis=-1, where=lived_in, initial=np.inf),
        )
    )
    best, worst = (lowest, highest) if polarity.worse_when_higher else (highest, lowest)
    share = np.where(lived_in, people, 0) / np.where(known, people.sum(axis=-1), np.nan)[..., None]
    distance = polarity.difference(np.where(lived_in, figure, best[..., None]), best[..., None])
    return GroupSpread(
        best, worst, polarity.difference(worst, best), polarity.ratio(worst, best), (share * distance).sum(axis=-1)
    )
