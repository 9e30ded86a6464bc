"""Fitting weights to what is known of the population: raking to several margins, and post-stratification to one.

Variances after raking come from replicate weights that are each raked (`replicate`), or from `calibrated_values`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.linalg import lstsq
from scipy.sparse import csr_array, hstack

from newlyn.foundation.errors import InputError
from newlyn.stats.argument import Bools, Floats, complete, counts, numbers, one_number, positives, whole_number
from newlyn.stats.survey.sample import Codes, Ints

TOTALS_AGREE = 1e-9
"""Relative difference between the totals of margins below which it is only rounding in the last places of a float."""


@dataclass(frozen=True, eq=False, slots=True)
class Raked:
    """Weights that were fitted to margins, and how far that went."""

    weight: Floats
    """The new weights, of the shape of those given."""
    iterations: int
    """Rounds through all margins."""
    discrepancy: Floats
    """The largest relative difference between a weighted total and its target; one figure for each set of weights."""
    converged: Bools
    """Whether that is within the tolerance. Weights that did not converge meet the last margin at most: leave them."""
    at_bound: Floats
    """Share of respondents whose weight was held by a bound."""


def rake(
    weight: ArrayLike,
    codes: Sequence[ArrayLike],
    targets: Sequence[ArrayLike],
    *,
    bounds: Sequence[float] | None = None,
    tolerance: float = 1e-8,
    iterations: int = 1000,
) -> Raked:
    """Weights raked to the margins of a population: iterative proportional fitting.

    The new weights add up to the target of each category of each margin and are as near the old ones as that allows.
    With bounds, no weight is changed by more than those factors: the weights of respondents who reach a bound stay
    there and the others carry the rest, so that margins are met all the same wherever they can be.

    Parameters
    ----------
    weight : (..., n) array of numbers, nought or more
        Weights of the respondents; leading axes are sets of replicate weights, each raked by itself.
    codes : sequence of (n,) arrays of whole numbers from 0
        For each margin, the category of each respondent.
    targets : sequence of arrays of numbers, nought or more
        For each margin, how many of the population are in each category. All margins add up to one total.
    bounds : two numbers, optional
        Least and greatest ratio of a new weight to the old one, once the old are scaled to the total: (0.3, 3).
    tolerance : number above nought
        Relative difference from a target that is near enough.
    iterations : whole number
        Rounds through all margins before giving up.

    Returns
    -------
    Raked
        Look at `converged` before using the weights: bounds may be too narrow, or margins may contradict each other
        in who is there to carry them.

    Raises
    ------
    InputError
        If a weight is missing or negative, a code is missing or has no target, the totals of margins disagree, nobody
        carries a category that has a target, or the bounds are not on both sides of 1.

    References
    ----------
    Deming and Stephan (1940), On a least squares adjustment of a sampled frequency table when the expected marginal
    totals are known, Annals of Mathematical Statistics 11: 427–444.
    Deville, Särndal and Sautory (1993), Generalized raking procedures in survey sampling, JASA 88: 1013–1020.
    Deville and Särndal (1992), Calibration estimators in survey sampling, JASA 87: 376–382, section 2 (bounds).

    Examples
    --------
    >>> raked = rake([1, 1, 1, 1], [[0, 0, 1, 1], [0, 1, 0, 1]], [[60, 40], [30, 70]])
    >>> raked.weight.round(6).tolist(), raked.iterations
    ([18.0, 42.0, 12.0, 28.0], 2)
    """
    iterations = whole_number(iterations, "iterations")
    tolerance = one_number(tolerance, "tolerance")
    old = _checked_weight(weight)
    wanted = _checked_targets(targets)
    margins = _checked_codes(codes, wanted, old.shape[-1])
    low, high = _checked_bounds(bounds)
    near = float(positives(tolerance, "tolerance"))
    sets = old.reshape(-1, old.shape[-1])
    # Respondents alike in every margin share one factor, so that factors are fitted to the kinds of respondent.
    kind, one = _kinds(margins)
    base = np.stack([kind.totals(each) for each in sets])
    base *= wanted[0].sum() / base.sum(axis=1, keepdims=True)
    held = [
        _Margin.of(Codes(margin.code[one], margin.groups), target, len(sets))
        for margin, target in zip(margins, wanted, strict=True)
    ]
    for number, margin in enumerate(held):
        margin.refuse_empty(base, number)
    factor, rounds = _fit(base, held, (low, high), near, iterations)
    fitted = np.clip(factor, low, high)
    apart = np.max([margin.apart(base * fitted) for margin in held], axis=0)
    scale = wanted[0].sum() / sets.sum(axis=1, keepdims=True)
    bound = (factor <= low) | (factor >= high) if bounds is not None else np.zeros(factor.shape, bool)
    leading = old.shape[:-1]
    return Raked(
        (sets * scale * fitted[:, kind.code]).reshape(old.shape),
        rounds,
        apart.reshape(leading),
        (apart <= near).reshape(leading),
        bound[:, kind.code].mean(axis=1).reshape(leading),
    )


def poststratify(weight: ArrayLike, code: ArrayLike, target: ArrayLike) -> Floats:
    """Weights post-stratified to one margin: those of each category add up to its target.

    Cells of several characteristics crossed with each other are one margin too; where cells are too small for that,
    rake to the characteristics one by one.

    Parameters
    ----------
    weight : (..., n) array of numbers, nought or more
        Weights of the respondents; leading axes are sets of replicate weights.
    code : (n,) array of whole numbers from 0
        The category of each respondent.
    target : (k,) array of numbers, nought or more
        How many of the population are in each category.

    Returns
    -------
    Array of the shape of `weight`

    Raises
    ------
    InputError
        As for `rake`.

    References
    ----------
    Holt and Smith (1979), Post stratification, JRSS A 142: 33–46.

    Examples
    --------
    >>> poststratify([1, 1, 2], [0, 0, 1], [30, 70]).tolist()
    [15.0, 15.0, 70.0]
    """
    return rake(weight, [code], [target]).weight


def calibrated_values(values: ArrayLike, weight: ArrayLike, codes: Sequence[ArrayLike]) -> Floats:
    """Values whose weighted mean is the same, and whose variance is that of the mean after raking.

    They are the residuals of the regression of the values on the margins, with the weighted mean added: what the
    margins explain no longer varies from sample to sample. Give them to `weighted_mean` in place of the values, with
    the raked weights. It holds for figures of everyone; for domains, rake replicate weights.

    Parameters
    ----------
    values : (n,) array of numbers
        The answer of each respondent; none may be missing.
    weight : (n,) array of numbers, nought or more
        The raked weights.
    codes : sequence of (n,) arrays of whole numbers from 0
        For each margin, the category of each respondent.

    Returns
    -------
    (n,) array of numbers

    Raises
    ------
    InputError
        If a value, weight or code is missing, or the arrays differ in length.

    References
    ----------
    Deville and Särndal (1992), Calibration estimators in survey sampling, JASA 87: 376–382, section 3.
    Särndal, Swensson and Wretman (1992), Model Assisted Survey Sampling, Springer, chapter 6.

    Examples
    --------
    >>> calibrated_values([1, 3, 8, 8], [1, 1, 1, 1], [[0, 0, 1, 1]]).round(6).tolist()
    [4.0, 6.0, 5.0, 5.0]
    """
    w = _checked_weight(weight)
    y = complete(numbers(values, "values"), "values")
    if w.ndim != 1 or y.shape != w.shape:
        raise InputError(f"values and weight must hold one number for each respondent; got {y.shape} and {w.shape}.")
    margins = [
        Codes.of(code, f"margin {at}", respondents=len(w)).without_gaps()[0] for at, code in _each(codes, "codes")
    ]
    if not margins:
        raise InputError("codes must hold at least one margin; got none.")
    known = hstack([_indicator(margin) for margin in margins], format="csr")
    weighted = csr_array(known.T.multiply(w[np.newaxis]))
    slope = lstsq((weighted @ known).toarray(), weighted @ y)[0]
    return np.asarray(y - known @ slope + np.average(y, weights=w), np.float64)


def _indicator(group: Codes) -> csr_array:
    """A row for each respondent, with a one in the column of the group."""
    n = len(group.code)
    return csr_array((np.ones(n), group.code, np.arange(n + 1)), shape=(n, group.groups))


@dataclass(frozen=True, eq=False, slots=True)
class _Margin:
    """One margin of the kinds of respondent, with its targets."""

    category: Ints
    """Category of each kind."""
    in_sets: Codes
    """Set of weights and category of each kind of each set."""
    target: Floats
    unit: Floats
    """What a difference from the target is measured in: the target, or all targets where it is nought."""

    @classmethod
    def of(cls, kind: Codes, target: Floats, sets: int) -> _Margin:
        crossed = Codes(np.repeat(np.arange(sets), len(kind.code)), sets).crossed(
            Codes(np.tile(kind.code, sets), kind.groups)
        )
        return cls(kind.code, crossed, target, np.where(target > 0, target, target.sum()))

    def totals(self, weights: Floats) -> Floats:
        return self.in_sets.totals(weights.ravel()).reshape(len(weights), -1)

    def apart(self, weights: Floats) -> Floats:
        found: Floats = np.max(np.abs(self.totals(weights) - self.target) / self.unit, axis=1)
        return found

    def refuse_empty(self, weights: Floats, number: int) -> None:
        empty = (self.totals(weights) == 0) & (self.target > 0)
        if empty.any():
            at, category = np.argwhere(empty)[0]
            one = "" if len(weights) == 1 else f" in set {at} of the weights"
            raise InputError(
                f"category {category} of margin {number} has a target of {self.target[category]:g} and no respondents "
                f"with a weight{one}. Join it to another category."
            )


def _fit(
    base: Floats, margins: Sequence[_Margin], bounds: tuple[float, float], near: float, iterations: int
) -> tuple[Floats, int]:
    """The factor of each kind of respondent, before bounds, and the rounds it took."""
    factor = np.ones(base.shape)
    worst, rounds = np.inf, 0
    while worst > near and rounds < iterations:
        worst, rounds = 0.0, rounds + 1
        for margin in margins:
            now = margin.totals(base * np.clip(factor, *bounds))
            worst = max(worst, float(np.max(np.abs(now - margin.target) / margin.unit)))
            factor *= (margin.target / np.where(now > 0, now, 1))[:, margin.category]
            # Where bounds cannot be met a factor would run away for ever; beyond these it is at its bound anyway.
            np.clip(factor, 0, 1e100, out=factor)
    return factor, rounds


def _kinds(margins: Sequence[Codes]) -> tuple[Codes, Ints]:
    """The combinations of categories that occur, and one respondent of each."""
    kind, one = margins[0].without_gaps()
    for margin in margins[1:]:
        kind, one = kind.crossed(margin).without_gaps()
    return kind, one


def _checked_weight(weight: ArrayLike) -> Floats:
    found = complete(counts(weight, "weight"), "weight")
    if found.ndim == 0 or not found.size or not found.any(axis=-1).all():
        raise InputError(f"weight must hold one weight for each respondent, some above nought; got {found.shape}.")
    return found


def _checked_targets(targets: Sequence[ArrayLike]) -> list[Floats]:
    found = [complete(counts(one, f"target of margin {at}"), "target") for at, one in _each(targets, "targets")]
    sums = [float(one.sum()) for one in found]
    if not found or min(sums) <= 0 or any(one.ndim != 1 for one in found):
        raise InputError(f"targets must hold one array for each margin, with a total above nought; got totals {sums}.")
    for at, total in enumerate(sums):
        if abs(total - sums[0]) > TOTALS_AGREE * sums[0]:
            raise InputError(
                f"the margins must add up to one total; margin 0 adds up to {sums[0]:.10g}, margin {at} to "
                f"{total:.10g}. Scale the targets to the total that you trust."
            )
    return found


def _checked_codes(codes: Sequence[ArrayLike], targets: Sequence[Floats], respondents: int) -> list[Codes]:
    given = _each(codes, "codes")
    if len(given) != len(targets):
        raise InputError(f"there must be as many margins in codes as in targets; got {len(given)} and {len(targets)}.")
    return [
        Codes.of(code, f"margin {at}", respondents=respondents, groups=len(target))
        for (at, code), target in zip(given, targets, strict=True)
    ]


def _each(margins: Sequence[ArrayLike], name: str) -> list[tuple[int, ArrayLike]]:
    """The array of each margin with its position.

    Raises
    ------
    InputError
        If it is no sequence of arrays.
    """
    try:
        return list(enumerate(margins))
    except TypeError:
        raise InputError(f"{name} must hold one array for each margin; got {margins!r}.") from None


def _checked_bounds(bounds: Sequence[float] | None) -> tuple[float, float]:
    if bounds is None:
        return 0.0, np.inf
    found = complete(counts(bounds, "bounds"), "bounds")
    if found.shape != (2,):
        raise InputError(f"bounds must be two ratios, such as (0.3, 3); got {found.size} of them.")
    low, high = found
    if not 0 <= low < 1 < high:
        raise InputError(
            f"bounds must be a ratio from 0 to 1 and one above 1, such as (0.3, 3); got ({low:g}, {high:g})."
        )
    return float(low), float(high)
