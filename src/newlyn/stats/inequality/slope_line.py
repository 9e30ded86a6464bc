"""The weighted line through the quantiles of each area, and the scale on which the errors of their figures are normal.

The indices that are read off the line are in `slope`; their limits from draws at random are in `slope_simulation`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import logit

from newlyn.foundation.errors import InputError
from newlyn.stats.argument import (
    Bools,
    Floats,
    at_least,
    counts,
    first,
    normal_quantile,
    numbers,
    one_of,
    same_shape,
    shares,
)

LEAST = 3
"""A line through two quantiles always fits: from three on, it says something."""

ENDS = np.array([[-0.5], [0.5]])
"""Where the two ends of society lie on the mid-ranks, counted from the middle."""


AT_ONCE = 8192
"""Draws worked on at a time, so that those of ten quantiles stay near the processor."""


@dataclass(frozen=True, slots=True)
class Scale:
    """A scale on which figures of one kind have normal errors."""

    to: Callable[[Floats], Floats]
    back: Callable[[Floats], Floats]
    spread: Callable[[Floats], Floats]
    """By how much a figure changes when it moves by one on the scale."""
    above: float
    below: float
    """The figures strictly between these two have a place on the scale."""

    def holds(self, figure: Floats) -> Floats:
        """The figures, missing where they have no place on the scale."""
        return np.where((figure > self.above) & (figure < self.below), figure, np.nan)


SCALES = {
    "mean": Scale(lambda x: x, lambda x: x, np.ones_like, -np.inf, np.inf),
    "rate": Scale(np.log, np.exp, lambda x: x, 0, np.inf),
    "proportion": Scale(logit, lambda x: 1 / (1 + np.exp(-x)), lambda x: x * (1 - x), 0, 1),
}


@dataclass(frozen=True, eq=False, slots=True)
class Line:
    """A line through each area's quantiles, as weights on their figures; the last axis is the quantiles."""

    figure: Floats
    centre: Floats
    """The figures on the scale of their errors."""
    error: Floats
    """Their standard errors on that scale."""
    weight: Floats
    """What each quantile adds to the fitted ends, (…, 2, quantiles): the most deprived end, the least deprived."""
    scale: Scale
    linear: bool
    """Whether the line is fitted on the scale of the errors, which makes its ends linear in what is normal."""

    @classmethod
    def through(
        cls,
        value: ArrayLike,
        population: ArrayLike,
        *,
        kind: str,
        se: ArrayLike | None,
        lower: ArrayLike | None,
        upper: ArrayLike | None,
        limits_level: float,
        transform: bool,
    ) -> Line:
        """The line through figures of one kind, with what is known of their uncertainty.

        Raises
        ------
        InputError
            If the figures, their people or their uncertainty are not what `slope.slope_index` accepts.
        """
        scale = SCALES[one_of(kind, SCALES, "kind")]
        if transform and kind == "mean":
            raise InputError("only rates and proportions are transformed; got transform for kind mean.")
        given = {"value": _figures(value, kind), "population": counts(population, "population")}
        given |= _uncertainty(se, lower, upper)
        whole = dict(zip(given, same_shape(**given), strict=True))
        figure, people = at_least(LEAST, whole.pop("value"), "value"), whole.pop("population")
        _refuse_crossed(whole, figure)
        # A figure this small or an error this large has no use on the scale, and becomes missing below.
        with np.errstate(over="ignore", invalid="ignore"):
            error = _finite(_error(scale, figure, whole, normal_quantile(limits_level)))
        empty = people == 0
        # A quantile where nobody lives has no weight, whatever figure stands there, even a missing one.
        figure = np.where(empty, 0.5, figure)
        return cls(
            figure,
            scale.to(scale.holds(figure)),
            np.where(empty, 0.0, error),
            _weights(people),
            scale,
            transform or kind == "mean",
        )

    def ends(self) -> Floats:
        """The fitted figures at the most and the least deprived end, along the last axis."""
        if not self.linear:
            return _total(self.weight, self.figure)
        with np.errstate(over="ignore"):  # a steep line on the log scale leaves the numbers; that end is missing
            return _finite(self.scale.back(_total(self.weight, self.centre)))

    def pull(self, ends: Floats) -> Floats:
        """By how much one standard error of each quantile moves each end: (…, 2, quantiles)."""
        if self.linear:
            return self.weight * self.error[..., None, :] * self.scale.spread(ends)[..., None]
        return self.weight * (self.error * self.scale.spread(self.figure))[..., None, :]

    @property
    def complete(self) -> Bools:
        """Which areas have a figure, an error and people in enough quantiles."""
        return np.asarray(~np.isnan(_total(self.weight, self.centre + self.error)).any(axis=-1))

    def of(self, areas: Bools | slice) -> Line:
        """The lines of some of the areas."""
        return replace(
            self,
            figure=self.figure[areas],
            centre=self.centre[areas],
            error=self.error[areas],
            weight=self.weight[areas],
        )

    def drawn(self, normals: Floats) -> Floats:
        """The two ends when each quantile errs as told, (areas, 2, draws), from (quantiles, draws) standard normals."""
        ends = np.empty((*self.weight.shape[:2], normals.shape[1]))
        for start in range(0, normals.shape[1], AT_ONCE):
            some = slice(start, start + AT_ONCE)
            ends[..., some] = self._drawn(normals[:, some])
        return ends

    def _drawn(self, normals: Floats) -> Floats:
        # A product of matrices for each area by itself, so that no area's answer depends on its neighbours.
        if self.linear:
            moved = (self.weight * self.error[:, None, :]) @ normals
            return self.scale.back(moved + _total(self.weight, self.centre)[..., None])
        return self.weight @ self.scale.back(self.error[..., None] * normals + self.centre[..., None])


def _figures(value: ArrayLike, kind: str) -> Floats:
    if kind == "proportion":
        return shares(value, "a value of kind proportion")
    return counts(value, "rate") if kind == "rate" else numbers(value, "value")


def _uncertainty(se: ArrayLike | None, lower: ArrayLike | None, upper: ArrayLike | None) -> dict[str, Floats]:
    given = [name for name, one in (("se", se), ("lower", lower), ("upper", upper)) if one is not None]
    if given not in ([], ["se"], ["lower", "upper"]):
        raise InputError(f"give se alone, or lower and upper together, or none of them; got {' and '.join(given)}.")
    if se is not None:
        return {"se": counts(se, "standard error")}
    if lower is None or upper is None:
        return {}
    return {"lower": numbers(lower, "lower"), "upper": numbers(upper, "upper")}


def _refuse_crossed(given: dict[str, Floats], figure: Floats) -> None:
    """Limits on the wrong side of their figure are columns mixed up, not rounding."""
    if "lower" not in given:
        return
    for below, low, above, high in (
        ("lower", given["lower"], "value", figure),
        ("value", figure, "upper", given["upper"]),
    ):
        wrong = low > high
        if wrong.any():
            at = first(wrong)
            place = at[0] if len(at) == 1 else at
            raise InputError(f"{below} cannot exceed {above}; at position {place}, {low[at]:g} exceeds {high[at]:g}.")


def _error(scale: Scale, figure: Floats, given: dict[str, Floats], z: float) -> Floats:
    """Standard errors on the scale; missing where nothing was given."""
    if "se" in given:
        return given["se"] / scale.spread(scale.holds(figure))
    if "lower" in given:
        return (scale.to(scale.holds(given["upper"])) - scale.to(scale.holds(given["lower"]))) / (2 * z)
    return np.full(figure.shape, np.nan)


def _weights(people: Floats) -> Floats:
    """Weighted least squares as weights on the figures, (…, 2, quantiles); missing with too few quantiles lived in."""
    enough = (people > 0).sum(axis=-1, keepdims=True) >= LEAST
    share = people / np.where(enough, people.sum(axis=-1, keepdims=True), np.nan)
    # Mid-ranks always average one half when weighted by people, so this is each quantile's distance from the mean.
    rank = np.cumsum(share, axis=-1) - share / 2 - 0.5
    slope = share * rank / (share * rank**2).sum(axis=-1, keepdims=True)
    weight: Floats = share[..., None, :] + ENDS * slope[..., None, :]
    return weight


def _total(weight: Floats, figure: Floats) -> Floats:
    total: Floats = (weight * figure[..., None, :]).sum(axis=-1)
    return total


def _finite(figure: Floats) -> Floats:
    return np.where(np.isfinite(figure), figure, np.nan)
