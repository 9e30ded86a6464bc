"""Life expectancy from deaths and population by age band: Chiang's abridged life table, as ONS and OHID use it.

Years in good health are in `healthy`; which ages make the gap between two places is in `decomposition`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from newlyn.stats.argument import Floats, counts, normal_quantile, one_number, same_shape
from newlyn.stats.estimate import Estimate
from newlyn.stats.life_table.bands import ABRIDGED, AgeBands

METHOD = "Chiang, last band by Silcocks"


@dataclass(frozen=True, eq=False, slots=True)
class LifeTable:
    """A life table for each area: what would become of people who met the death rates of now at every age.

    Every array has the shape of the deaths that it was made from; the last axis is the age bands.
    """

    bands: AgeBands
    """The age bands of the last axis: `bands.starts` has the ages at which they start."""
    rate: Floats
    """Deaths per person and year in each band."""
    probability: Floats
    """Of dying within the band for those who reach it (q); 1 in the last."""
    survivors: Floats
    """Share of those who enter the first band who reach each band (l)."""
    years: Floats
    """Years lived within the band, per person who enters the first (L)."""
    years_beyond: Floats
    """Years lived from the start of the band on, per person who enters the first (T)."""
    expectancy: Estimate
    """Years that those who reach the band may expect to live from its start."""
    se: Floats
    """Standard error of the life expectancy at the start of each band."""
    variance: Floats
    """Variance of the probability of dying; in the last band, of the years that remain."""

    def at(self, age: float) -> Estimate:
        """Life expectancy at an age at which a band starts: 0 is at birth.

        Raises
        ------
        InputError
            If no band starts there.
        """
        return self.bands.pick(self.expectancy, age)


def life_expectancy(
    deaths: ArrayLike,
    population: ArrayLike,
    *,
    band_starts: ArrayLike = ABRIDGED,
    a0: float = 0.1,
    level: float = 0.95,
) -> LifeTable:
    """Life expectancy at the start of each age band, with the abridged life table that it comes from.

    The method of ONS and OHID for local areas. It sums up the death rates of a few years as if someone met them all:
    it forecasts nobody's life. Rates of small areas vary much from year to year. Take several years together; Eayres
    and Williams advise a population of 5,000 or more over those years, below which the limits are no longer to be
    trusted. Nothing is withheld here for that: what is published is decided elsewhere.

    Parameters
    ----------
    deaths : array of counts, shape (…, bands)
        Deaths in each age band, zero or more. Missing values (NaN) are allowed.
    population : array of counts, of the same shape
        Person-years in each band: the mid-year population, added up over the years whose deaths are counted. A band
        without people has no death rate and counts as missing.
    band_starts : array of ages, shape (bands,)
        Age in years at which each band starts; the last band is open. By default 0, 1, 5, 10, … 90.
    a0 : float in (0, 1)
        Share of the band from birth that those who die in it have lived; one half is taken in every other band.
    level : float in (0, 1)
        Two-sided confidence level as a proportion: 0.95, never 95.

    Returns
    -------
    LifeTable, in years, each array of the shape of the deaths
        `expectancy` has the life expectancy at the start of each band with its limits, `at(age)` that at one age. It
        is missing at the start of a band that is missing and of every earlier one, and everywhere if nobody died in
        the last band, whose length is then unknown. Where so many died that the formula gives a probability above 1,
        it is 1 and adds nothing to the variance. A band without deaths adds nothing either. No lower limit is below 0.

    Raises
    ------
    InputError
        If a count is negative, the bands do not ascend or are not as many as the arrays have, or `a0` or `level` is
        not strictly between 0 and 1.

    References
    ----------
    Chiang (1968), Introduction to Stochastic Processes in Biostatistics, Wiley, pp. 189–214.
    Silcocks, Jenner and Reza (2001), Life expectancy as a summary of mortality in a population: statistical
    considerations and suitability for use by health authorities, J Epidemiol Community Health 55: 38–43.
    Eayres and Williams (2004), Evaluation of methodologies for small area life expectancy estimation, J Epidemiol
    Community Health 58: 243–249.

    Examples
    --------
    >>> table = life_expectancy([21, 9, 850, 2400], [5000, 70000, 340000, 31000], band_starts=[0, 1, 65, 75])
    >>> table.expectancy.value.round(1).tolist()
    [86.7, 86.0, 22.5, 12.9]
    >>> at_birth = table.at(0)
    >>> [round(float(limit), 1) for limit in (at_birth.lower, at_birth.upper)]
    [86.1, 87.3]
    """
    a0 = one_number(a0, "a0")
    died, people = same_shape(deaths=counts(deaths, "count of deaths"), population=counts(population, "population"))
    bands = AgeBands.of(band_starts, count=died.shape[-1] if died.ndim else 1, a0=a0)
    z = normal_quantile(level)
    rate = died / np.where(people > 0, people, np.nan)
    probability = _probability(rate, bands)
    variance = _variance(died, rate, probability)
    lived = np.empty_like(rate)
    lived[..., :-1] = bands.widths * (1 - (1 - bands.lived) * probability[..., :-1])
    lived[..., -1] = 1 / np.where(rate > 0, rate, np.nan)[..., -1]
    expectancy = bands.gather(lived, 1 - probability)
    se = np.sqrt(bands.gather(variance * bands.stake(expectancy) ** 2, (1 - probability) ** 2))
    survivors = _survivors(probability)
    return LifeTable(
        bands,
        rate,
        probability,
        survivors,
        survivors * lived,
        survivors * expectancy,
        Estimate(
            expectancy,
            np.maximum(expectancy - z * se, 0),
            expectancy + z * se,
            "life expectancy",
            METHOD,
            level,
        ),
        se,
        variance,
    )


def _probability(rate: Floats, bands: AgeBands) -> Floats:
    """Of dying within each band: the rate turned into a probability by Chiang; all who reach the last die in it."""
    found = np.where(np.isnan(rate), np.nan, 1.0)
    risk = bands.widths * rate[..., :-1]
    found[..., :-1] = np.minimum(risk / (1 + (1 - bands.lived) * risk), 1)
    return found


def _variance(died: Floats, rate: Floats, probability: Floats) -> Floats:
    """Of the probability in each band, and of the years that remain in the last, 1 ÷ its rate, by the delta method."""
    some = np.where(died == 0, np.nan, died)
    found = np.where(died == 0, 0 * probability, probability**2 * (1 - probability) / some)
    found[..., -1] = 1 / (some * rate**2)[..., -1]
    return found


def _survivors(probability: Floats) -> Floats:
    """The share who reach each band of those who enter the first."""
    found = np.ones_like(probability)
    found[..., 1:] = np.cumprod(1 - probability[..., :-1], axis=-1)
    return found
