"""The variance of any figure of a survey from replicate weights, given with the survey or made.

They are made in `replicate_weight`; means and proportions by their formulae are in `weighted`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import stdtrit

from newlyn.foundation.errors import InputError
from newlyn.stats.argument import (
    Floats,
    checked_level,
    complete,
    counts,
    numbers,
    one_number,
    one_of,
    positives,
)
from newlyn.stats.estimate import Estimate

CENTRES = ("full sample", "replicates")


@dataclass(frozen=True, eq=False, slots=True)
class ReplicateEstimate:
    """A figure with limits from replicates."""

    estimate: Estimate
    standard_error: Floats
    degrees_of_freedom: float


@dataclass(frozen=True, eq=False, slots=True)
class Replicates:
    """Weights of the full sample and of its replicates, and what the squared differences are multiplied by."""

    weight: Floats
    """(n,) weights of the full sample."""
    replicate: Floats
    """(R, n) weights of each replicate."""
    scale: Floats
    """(R,) factor of each squared difference."""
    degrees_of_freedom: float
    method: str

    @classmethod
    def given(
        cls,
        weight: ArrayLike,
        replicate: ArrayLike,
        *,
        scale: ArrayLike,
        degrees_of_freedom: float,
        method: str = "replicates",
    ) -> Replicates:
        """Replicate weights that were published with a survey.

        Parameters
        ----------
        weight : (n,) array of numbers, nought or more
            Weights of the full sample.
        replicate : (R, n) array of numbers, nought or more
            Weights of each replicate, for the whole population: where a publisher gives factors, multiply them by the
            weights.
        scale : number, or (R,) array of numbers, above nought
            Factor of each squared difference, as the publisher tells it: 1/R for a bootstrap and for balanced repeated
            replication, 1/(R(1 − k)²) with Fay's k, (R − 1)/R for a delete-one jackknife.
        degrees_of_freedom : number
            As the publisher tells them; else units less strata, or R − 1 at the most.
        method : words
            What the replicates are called.

        Raises
        ------
        InputError
            If a weight is missing or negative, or the arrays do not go together.
        """
        base = complete(counts(weight, "weight"), "weight")
        sets = complete(counts(replicate, "replicate weight"), "replicate weight")
        if base.ndim != 1 or sets.ndim != 2 or sets.shape[1:] != base.shape:
            raise InputError(
                f"replicate must hold a row for each replicate and a column for each weight; got {sets.shape} for "
                f"weights {base.shape}."
            )
        freedom = float(positives(degrees_of_freedom, "degrees_of_freedom"))
        return cls(base, sets, _scales(scale, len(sets)), freedom, method)

    def reweighted(self, fit: Callable[[Floats], Floats]) -> Replicates:
        """The same replicates once the weights are fitted to something, such as raked, each set by itself.

        `fit` takes weights (..., n) and returns as many: `lambda weight: rake(weight, codes, targets).weight`.
        """
        return replace(self, weight=fit(self.weight), replicate=fit(self.replicate))

    def estimate(
        self,
        statistic: Callable[[Floats], ArrayLike],
        *,
        name: str = "statistic",
        at_once: bool = False,
        centre: str = "full sample",
        level: float = 0.95,
    ) -> ReplicateEstimate:
        """Any figure, or array of figures, with its limits.

        `statistic` takes weights (n,) and returns a figure or an array; with `at_once` it takes (R, n) and returns
        (R,) or (R, ...), which is faster. `name` is what it is in the words of the field.
        """
        value = np.asarray(statistic(self.weight), np.float64)
        each = statistic(self.replicate) if at_once else [statistic(one) for one in self.replicate]
        made = replicate_estimate(
            value,
            np.moveaxis(np.asarray(each, np.float64), 0, -1),
            scale=self.scale,
            degrees_of_freedom=self.degrees_of_freedom,
            centre=centre,
            level=level,
        )
        return replace(made, estimate=replace(made.estimate, statistic=name, method=f"{self.method}, t"))


def replicate_estimate(
    value: ArrayLike,
    replicate_value: ArrayLike,
    *,
    scale: ArrayLike,
    degrees_of_freedom: float,
    centre: str = "full sample",
    level: float = 0.95,
) -> ReplicateEstimate:
    """A figure with limits from what it came to in each replicate.

    Parameters
    ----------
    value : array of numbers
        The figure by the weights of the full sample. Missing values (NaN) stay missing.
    replicate_value : (..., R) array of numbers
        The figure by each set of replicate weights. A figure with a missing replicate has no standard error.
    scale : number, or (R,) array of numbers, above nought
        Factor of each squared difference.
    degrees_of_freedom : number above nought
        Of the t distribution for the limits.
    centre : `full sample` or `replicates`
        What differences are taken from. From the full sample errs on the safe side, and is the custom of surveys.
    level : float in (0, 1)
        Two-sided confidence level as a proportion: 0.95, never 95.

    Returns
    -------
    ReplicateEstimate of the shape of `value`

    Raises
    ------
    InputError
        If the shapes do not go together, a scale or the degrees of freedom are not above nought, or `level` is not
        strictly between 0 and 1.

    References
    ----------
    Wolter (2007), Introduction to Variance Estimation, 2nd ed., Springer, chapters 3 to 5.
    Lohr (2019), Sampling: Design and Analysis, 2nd ed. (reissued), CRC Press, section 9.3.

    Examples
    --------
    >>> found = replicate_estimate(10.0, [9.0, 11.0, 10.5, 9.5], scale=0.75, degrees_of_freedom=3)
    >>> round(float(found.standard_error), 4), round(float(found.estimate.upper), 2)
    (1.3693, 14.36)
    """
    degrees_of_freedom = one_number(degrees_of_freedom, "degrees_of_freedom")
    whole, each = numbers(value, "value"), numbers(replicate_value, "replicate_value")
    if each.ndim == 0 or each.shape[:-1] != whole.shape:
        raise InputError(
            f"replicate_value must have the shape of value and the replicates along its last axis; got {each.shape} "
            f"for {whole.shape}."
        )
    scales = _scales(scale, each.shape[-1])
    freedom = float(positives(degrees_of_freedom, "degrees_of_freedom"))
    middle = whole if one_of(centre, CENTRES, "centre") == "full sample" else each.mean(axis=-1)
    error = np.sqrt(np.sum(scales * (each - middle[..., None]) ** 2, axis=-1))
    reach = stdtrit(freedom, (1 + checked_level(level)) / 2) * error
    made = Estimate(whole, whole - reach, whole + reach, "statistic", "replicates, t", level)
    return ReplicateEstimate(made, error, freedom)


def _scales(scale: ArrayLike, replicates: int) -> Floats:
    found = complete(positives(scale, "scale"), "scale")
    if found.shape not in ((), (replicates,)):
        raise InputError(f"scale must be one number, or one for each of {replicates} replicates; got {found.shape}.")
    return np.broadcast_to(found, (replicates,))
