"""Years of life in good health, by Sullivan: a life table of which each year counts as far as people are well in it.

The life table itself is in `abridged`. Shares and their errors from a survey with weights are in `survey`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from newlyn.foundation.errors import InputError
from newlyn.stats.argument import Floats, counts, normal_quantile, same_shape, shares
from newlyn.stats.estimate import Estimate
from newlyn.stats.life_table.abridged import LifeTable
from newlyn.stats.life_table.bands import AgeBands

WITH_MORTALITY = "Sullivan, variance of health and mortality"
HEALTH_ALONE = "Sullivan, variance of health"


@dataclass(frozen=True, eq=False, slots=True)
class HealthyLife:
    """Years in and out of health that those who reach each age band may expect; the last axis is the bands."""

    bands: AgeBands
    """The age bands of the last axis: `bands.starts` has the ages at which they start."""
    expectancy: Estimate
    """Years in good health from the start of each band on."""
    se: Floats
    """Standard error of those years, of the parts that the method of `expectancy` names."""
    unhealthy: Floats
    """Years not in good health: life expectancy less the years in good health."""
    healthy_share: Floats
    """The part of the remaining life that is in good health, from 0 to 1."""

    def at(self, age: float) -> Estimate:
        """Years in good health from an age at which a band starts: 0 is at birth.

        Raises
        ------
        InputError
            If no band starts there.
        """
        return self.bands.pick(self.expectancy, age)


def healthy_life_expectancy(
    table: LifeTable,
    healthy: ArrayLike,
    *,
    respondents: ArrayLike | None = None,
    se: ArrayLike | None = None,
    mortality_varies: bool = True,
    level: float = 0.95,
) -> HealthyLife:
    """Healthy life expectancy at the start of each age band, by the method of Sullivan, as ONS uses it.

    It serves any state that people are asked about: good health, freedom from disability, from pain. It reads the
    health of people of all ages now as the future of one of them; where health changes fast, it follows late. Give
    `respondents` for a simple random sample: the variance is then p (1 - p) / n, nought where all answer alike. Give
    `se` for any other, of a survey with weights or of a model. The shares of the bands are taken to be independent:
    rather than spread one wide band of a survey over several of the table, make the table of the survey's bands.

    Parameters
    ----------
    table : LifeTable
        From `life_expectancy`, of the same areas and age bands.
    healthy : array of proportions, shape (…, bands)
        Share of the people in each band who are in good health. One row may stand for many areas.
    respondents : array of counts, of a shape that goes with it, optional
        How many were asked in each band. Where nobody was asked the result is missing.
    se : array of numbers, of a shape that goes with it, optional
        Standard error of each share. Either this or `respondents`.
    mortality_varies : bool
        Whether the limits allow for chance in the deaths too. Without it they are those of the Sullivan guide, which
        leaves that part out as small; in small areas it is not.
    level : float in (0, 1)
        Two-sided confidence level as a proportion: 0.95, never 95.

    Returns
    -------
    HealthyLife, in years, each array of the shape of the table
        Missing at the start of a band of which a value is missing, and of every earlier one. No lower limit is below
        0.

    Raises
    ------
    InputError
        If a share is outside 0 to 1, a count or an error is negative, the shapes do not go together, both or neither
        of `respondents` and `se` are given, or `level` is not strictly between 0 and 1.

    References
    ----------
    Sullivan (1971), A single index of mortality and morbidity, HSMHA Health Reports 86: 347–354.
    Mathers (1991), Health Expectancies in Australia 1981 and 1988, Australian Institute of Health.
    Jagger, Van Oyen and Robine (2014), Health Expectancy Calculation by the Sullivan Method: A Practical Guide, 4th
    edition, section on the standard error.

    Examples
    --------
    >>> from newlyn.stats.life_table.abridged import life_expectancy
    >>> table = life_expectancy([21, 9, 850, 2400], [5000, 70000, 340000, 31000], band_starts=[0, 1, 65, 75])
    >>> found = healthy_life_expectancy(table, [0.97, 0.94, 0.7, 0.5], respondents=[200, 2500, 800, 500])
    >>> found.expectancy.value.round(1).tolist(), found.healthy_share.round(2).tolist()
    ([73.7, 73.0, 13.2, 6.5], [0.85, 0.85, 0.59, 0.5])
    """
    z = normal_quantile(level)
    share, spread = _shares_and_errors(healthy, respondents, se, like=table.rate)
    surviving = 1 - table.probability
    lived = table.expectancy.value.copy()
    lived[..., :-1] -= surviving[..., :-1] * table.expectancy.value[..., 1:]
    expectancy = table.bands.gather(share * lived, surviving)
    variance = (lived * spread) ** 2
    if mortality_varies:
        variance += table.variance * table.bands.stake(expectancy, share) ** 2
    error = np.sqrt(table.bands.gather(variance, surviving**2))
    return HealthyLife(
        table.bands,
        Estimate(
            expectancy,
            np.maximum(expectancy - z * error, 0),
            expectancy + z * error,
            "healthy life expectancy",
            WITH_MORTALITY if mortality_varies else HEALTH_ALONE,
            level,
        ),
        error,
        table.expectancy.value - expectancy,
        expectancy / table.expectancy.value,
    )


def _shares_and_errors(
    healthy: ArrayLike, respondents: ArrayLike | None, se: ArrayLike | None, *, like: Floats
) -> tuple[Floats, Floats]:
    """The share in good health in each band and its standard error, both of the shape of the table."""
    share = shares(healthy, "healthy")
    if (respondents is None) == (se is None):
        raise InputError(
            f"healthy_life_expectancy needs either respondents or se to know how sure the shares are; "
            f"got {'neither' if se is None else 'both'}."
        )
    if se is None:
        asked = counts(np.asarray(respondents), "count of respondents")
        share, asked, _ = same_shape(healthy=share, respondents=asked, table=like)
        asked = np.where(asked > 0, asked, np.nan)
        return share, np.sqrt(share * (1 - share) / asked)
    share, error, _ = same_shape(healthy=share, se=counts(se, "standard error"), table=like)
    return share, error
