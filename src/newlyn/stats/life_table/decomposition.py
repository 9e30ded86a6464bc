"""Which ages, and which causes of death, make the difference between two life expectancies.

The life tables come from `abridged`. Whether a gap closes over the years is in `direction`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from newlyn.foundation.errors import InputError
from newlyn.stats.argument import Floats, counts, normal_quantile, numbers, one_number, same_shape
from newlyn.stats.estimate import Estimate
from newlyn.stats.life_table.abridged import LifeTable

BY_AGE = "Arriaga, symmetric; limits by the delta method"
NORMAL = "normal, independent life tables"
CANCELLED = 1e-9
"""Where the causes offset each other to within this part of their differences, nothing is left to share out."""


@dataclass(frozen=True, eq=False, slots=True)
class Decomposition:
    """The difference between two life expectancies, and the part of it that arises in each age band."""

    band_starts: Floats
    """Age at which each band starts, from the age asked for on."""
    contribution: Estimate
    """Years of the difference that arise in each band; the last axis is the bands. They add up to the difference."""
    difference: Estimate
    """Second life expectancy less the first."""


def decompose_difference(
    first: LifeTable, second: LifeTable, *, age: float | None = None, level: float = 0.95
) -> Decomposition:
    """The difference between two life expectancies, second less first, split into the ages at which it arises.

    Of the years that lie between two places, so many come from deaths before the first birthday, so many from those
    between 60 and 64, and so on. It answers which ages to look at, not what would be gained there alone: the rates of
    both places differ at every age at once. The result is the mean of taking either place as the base, so that the
    difference the other way round is the same with its sign turned.

    Parameters
    ----------
    first, second : LifeTable
        Of the same age bands. One table may stand for many, such as a country's beside each of its areas.
    age : float, optional
        The age at which the life expectancies are compared, the start of a band; the first by default.
    level : float in (0, 1)
        Two-sided confidence level as a proportion: 0.95, never 95.

    Returns
    -------
    Decomposition, in years
        The limits hold if the deaths of the two are independent, so not for an area and a country of which it is a
        large part. Everything is missing where a life expectancy is.

    Raises
    ------
    InputError
        If the tables have different bands, no band starts at `age`, or `level` is not strictly between 0 and 1.

    References
    ----------
    Arriaga (1984), Measuring and explaining the change in life expectancies, Demography 21: 83–96.
    Andreev, Shkolnikov and Begun (2002), Algorithm for decomposition of differences between aggregate demographic
    measures, Demographic Research 7: 499–522.
    Ponnapalli (2005), A comparison of different methods for decomposition of changes in expectation of life at birth
    and differentials in life expectancy at birth, Demographic Research 12: 141–172, section 2.2.

    Examples
    --------
    >>> from newlyn.stats.life_table.abridged import life_expectancy
    >>> ages, people = [0, 1, 65, 75], [5000, 70000, 340000, 31000]
    >>> poor = life_expectancy([30, 12, 5000, 2600], people, band_starts=ages)
    >>> rich = life_expectancy([15, 9, 3000, 2300], people, band_starts=ages)
    >>> found = decompose_difference(poor, rich)
    >>> found.contribution.value.round(2).tolist(), float(found.difference.value.round(2))
    ([0.25, 0.14, 0.92, 1.36], 2.68)
    """
    age = None if age is None else one_number(age, "age")
    if not np.array_equal(first.bands.starts, second.bands.starts):
        raise InputError(
            f"the two life tables must have the same age bands; got {first.bands.starts.tolist()} and "
            f"{second.bands.starts.tolist()}."
        )
    z = normal_quantile(level)
    start = 0 if age is None else first.bands.index(age)
    one, two = _Path.of(first, start), _Path.of(second, start)
    parts, difference = one.parts_towards(two), two.expectancy[..., 0] - one.expectancy[..., 0]
    spread = np.sqrt(one.variance_of_parts(two) + two.variance_of_parts(one))
    se = np.hypot(first.se[..., start], second.se[..., start])
    return Decomposition(
        first.bands.starts[start:],
        Estimate(parts, parts - z * spread, parts + z * spread, "contribution to the difference", BY_AGE, level),
        Estimate(difference, difference - z * se, difference + z * se, "difference in life expectancy", NORMAL, level),
    )


def decompose_by_cause(contribution: ArrayLike, first_rates: ArrayLike, second_rates: ArrayLike) -> Floats:
    """The part that each cause of death has in what each age contributes to a difference in life expectancy.

    Each cause takes the part of a band's contribution that its death rate has in the difference of the rates of all
    causes. A cause by which more die in the second place than in the first takes away from a gain. Where causes nearly
    offset each other, the parts are large, of both signs, and unsure: read the causes of such a band together.

    Parameters
    ----------
    contribution : array of numbers, shape (…, bands)
        Years that each age band contributes, such as `contribution.value` of `decompose_difference`.
    first_rates, second_rates : arrays of numbers, shape (…, causes, bands)
        Deaths per person and year of each cause in each band, of all causes together: let the last be all others.

    Returns
    -------
    (…, causes, bands) float64, in years
        Over the causes they add up to the contribution of the band. Missing where a value is missing, and where the
        rates of all causes are equal though those of single causes differ; 0 where none differ.

    Raises
    ------
    InputError
        If a rate is negative, there is no axis of causes, or the shapes do not go together.

    References
    ----------
    Arriaga (1989), Changing trends in mortality decline during the last decades, in Ruzicka, Wunsch and Kane (eds),
    Differential Mortality, Clarendon Press, pp. 105–129.
    Preston, Heuveline and Guillot (2001), Demography: Measuring and Modeling Population Processes, Blackwell,
    Box 4.3.

    Examples
    --------
    >>> decompose_by_cause([2.0, 1.0], [[0.01, 0.02], [0.01, 0.04]], [[0.005, 0.01], [0.009, 0.03]]).round(2).tolist()
    [[1.67, 0.5], [0.33, 0.5]]
    """
    one, two = counts(first_rates, "death rate"), counts(second_rates, "death rate")
    if min(one.ndim, two.ndim) < 2:
        raise InputError(
            f"death rates by cause must have an axis of causes before that of the age bands; got shapes {one.shape} "
            f"and {two.shape}."
        )
    years = np.expand_dims(np.atleast_1d(numbers(contribution, "contribution")), -2)
    years, one, two = same_shape(contribution=years, first_rates=one, second_rates=two)
    apart = two - one
    total, size = apart.sum(axis=-2, keepdims=True), np.abs(apart).sum(axis=-2, keepdims=True)
    shared = years * apart / np.where(np.abs(total) > CANCELLED * size, total, np.nan)
    return np.where(size == 0, 0 * years, shared)


@dataclass(frozen=True, eq=False, slots=True)
class _Path:
    """The columns of a life table from one band on, for those who reach it."""

    surviving: Floats
    """Probability of surviving each band."""
    reached: Floats
    """Share who reach each band."""
    expectancy: Floats
    stake: Floats
    """Derivative of the expectancy at the start of each band by the probability of surviving it."""
    variance: Floats

    @classmethod
    def of(cls, table: LifeTable, start: int) -> _Path:
        """The columns from this band on."""
        surviving, ahead = 1 - table.probability, table.expectancy.value
        reached = np.ones_like(surviving[..., start:])
        reached[..., 1:] = np.cumprod(surviving[..., start:-1], axis=-1)
        return cls(
            surviving[..., start:],
            reached,
            ahead[..., start:],
            table.bands.stake(ahead)[..., start:],
            table.variance[..., start:],
        )

    def parts_towards(self, other: _Path) -> Floats:
        """What each band contributes to the other's expectancy less this one's, the mean of both bases."""
        return _less_next((self.reached + other.reached) / 2 * (other.expectancy - self.expectancy))

    def variance_of_parts(self, other: _Path) -> Floats:
        """What chance in these deaths adds to the variance of each band's contribution, by the delta method.

        The contribution of a band depends on the probability of surviving any band: by the expectancy of the bands
        before it, and by how many reach those after it.
        """
        weight, ahead = (self.reached + other.reached) / 2, self.expectancy - other.expectancy
        found = np.zeros(ahead.shape)
        for band in range(ahead.shape[-1]):
            slope = weight * self._surviving_to(band) * self.stake[..., band, None] + ahead / 2 * self._beyond(band)
            found += self.variance[..., band, None] * _less_next(slope) ** 2
        return found

    def _surviving_to(self, band: int) -> Floats:
        """The chance of reaching a band from the start of each one before it; nought from later ones."""
        found = np.zeros_like(self.surviving)
        found[..., band] = 1
        found[..., :band] = np.cumprod(self.surviving[..., :band][..., ::-1], axis=-1)[..., ::-1]
        return found

    def _beyond(self, band: int) -> Floats:
        """The derivative of the share who reach each band by the chance of surviving this one."""
        found = np.zeros_like(self.surviving)
        found[..., band + 1 :] = self.reached[..., band, None]
        found[..., band + 2 :] *= np.cumprod(self.surviving[..., band + 1 : -1], axis=-1)
        return found


def _less_next(values: Floats) -> Floats:
    """Each value less the one of the next band; the last stays as it is."""
    found = values.copy()
    found[..., :-1] -= values[..., 1:]
    return found
