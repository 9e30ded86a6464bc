"""Making replicate weights: jackknife, balanced repeated replication with Fay's method, and the Rao–Wu bootstrap.

What variance they give is `replicate`; how the sample was drawn is `sample`.
"""

from __future__ import annotations

import numpy as np
from scipy.linalg import hadamard

from newlyn.foundation.errors import InputError
from newlyn.stats.argument import Floats, chance, one_number, refuse_where, whole_number
from newlyn.stats.survey.replicate import Replicates
from newlyn.stats.survey.sample import Ints, Sample

MOST_NUMBERS = 250_000_000
"""Replicate weights held at once, two gigabytes of them; more are asked for by mistake."""


def jackknife_replicates(sample: Sample) -> Replicates:
    """Replicate weights of the delete-one jackknife: each leaves out one unit (JK1, or JKn with strata).

    Good for smooth figures, such as means, ratios and regressions; for medians and other quantiles take a bootstrap or
    balanced replication. There is a replicate for each unit: where every respondent is a unit, make some hundred
    random groups of them units instead.

    Parameters
    ----------
    sample : Sample
        How the respondents were drawn: `Sample.of(weight, stratum=..., unit=..., fraction=...)`.

    Returns
    -------
    Replicates, one for each unit
        Units that were certain to be drawn have none: they do not vary.

    Raises
    ------
    InputError
        If a stratum has one unit, or there would be more replicate weights than memory should hold.

    References
    ----------
    Wolter (2007), Introduction to Variance Estimation, 2nd ed., Springer, section 4.5.
    Rust and Rao (1996), Variance estimation for complex surveys using replication techniques, Statistical Methods in
    Medical Research 5: 283–310.

    Examples
    --------
    >>> made = jackknife_replicates(Sample.of([1, 1, 1]))
    >>> made.replicate.tolist(), made.scale.round(3).tolist()
    ([[0.0, 1.5, 1.5], [1.5, 0.0, 1.5], [1.5, 1.5, 0.0]], [0.667, 0.667, 0.667])
    """
    _refuse_lonely(sample)
    left_out = np.flatnonzero(sample.fraction[sample.stratum] < 1)
    stratum, n = sample.stratum[left_out], sample.unit_count
    _refuse_too_many(len(left_out), sample)
    gain = n[stratum] / np.maximum(n[stratum] - 1, 1)
    factor = np.where(stratum[:, None] == sample.stratum, gain[:, None], 1.0)
    factor[np.arange(len(left_out)), left_out] = 0
    scale = (1 - sample.fraction[stratum]) / gain
    return _made(sample, factor, scale, "JK1" if len(n) == 1 else "JKn")


def balanced_replicates(sample: Sample, *, fay: float = 0.0) -> Replicates:
    """Replicate weights of balanced repeated replication, for two units in each stratum; with Fay's method.

    Each replicate takes one unit of every stratum at double weight, in a pattern in which the strata balance out. It
    serves medians too. Fay's coefficient keeps a part of the other unit in, so that small groups never run empty.

    Parameters
    ----------
    sample : Sample
        How the respondents were drawn, with two units in each stratum. A sampling fraction is allowed for by moving
        the weights less.
    fay : float, from 0 to below 1
        Fay's coefficient: 0 is plain replication; 0.3 and 0.5 are the custom.

    Returns
    -------
    Replicates, as many as the power of two above the number of strata

    Raises
    ------
    InputError
        If a stratum has not two units, or `fay` is not from 0 to below 1.

    References
    ----------
    McCarthy (1969), Pseudo-replication: half samples, Review of the International Statistical Institute 37: 239–264.
    Judkins (1990), Fay's method for variance estimation, Journal of Official Statistics 6: 223–239.
    Wolter (2007), Introduction to Variance Estimation, 2nd ed., Springer, sections 3.2 to 3.5.

    Examples
    --------
    >>> made = balanced_replicates(Sample.of([1, 1], stratum=[0, 0]))
    >>> made.replicate.tolist(), made.scale.tolist()
    ([[2.0, 0.0], [0.0, 2.0]], [0.5, 0.5])
    """
    fay = one_number(fay, "fay")
    if not 0 <= fay < 1:
        raise InputError(f"fay must be from 0 to below 1, such as 0.3; got {fay:g}.")
    refuse_where(sample.unit_count != 2, sample.unit_count, "each stratum must have two units")
    strata = len(sample.unit_count)
    replicates = 2 ** int(strata).bit_length()
    _refuse_too_many(replicates, sample)
    # The first column has no minus: it would leave the units of its stratum as they are in every replicate.
    sign = hadamard(replicates)[:, 1 : strata + 1].astype(np.float64)
    second = np.empty(len(sample.stratum))
    second[np.argsort(sample.stratum, kind="stable")] = np.tile([1.0, -1.0], strata)
    move = (1 - fay) * np.sqrt(1 - sample.fraction)[sample.stratum] * second
    scale = np.full(replicates, 1 / (replicates * (1 - fay) ** 2))
    return _made(sample, 1 + move * sign[:, sample.stratum], scale, f"BRR, Fay {fay:g}" if fay else "BRR")


def bootstrap_replicates(sample: Sample, *, rng: np.random.Generator, replicates: int = 500) -> Replicates:
    """Replicate weights of the rescaled bootstrap of Rao and Wu: one unit fewer than drawn, with replacement.

    Serves any design with two units or more in each stratum and any figure, medians and ranks among them.

    Parameters
    ----------
    sample : Sample
        How the respondents were drawn: `Sample.of(weight, stratum=..., unit=..., fraction=...)`.
    rng : numpy.random.Generator
        The source of chance.
    replicates : whole number, 2 or more
        How many; 500 leave some 3% of chance in a standard error.

    Returns
    -------
    Replicates

    Raises
    ------
    InputError
        If a stratum has one unit, there are fewer than two replicates, or there would be more replicate weights than
        memory should hold.

    References
    ----------
    Rao and Wu (1988), Resampling inference with complex survey data, JASA 83: 231–241.
    Rao, Wu and Yue (1992), Some recent work on resampling methods for complex surveys, Survey Methodology 18: 209–217.

    Examples
    --------
    >>> made = bootstrap_replicates(Sample.of([1, 1, 1]), rng=np.random.default_rng(1), replicates=2)
    >>> made.replicate.tolist(), made.scale.tolist()
    ([[0.0, 3.0, 0.0], [0.0, 0.0, 3.0]], [0.5, 0.5])
    """
    replicates = whole_number(replicates, "replicates")
    _refuse_lonely(sample)
    if replicates < 2:
        raise InputError(f"replicates must be 2 or more; got {replicates}.")
    _refuse_too_many(replicates, sample)
    n = sample.unit_count.astype(np.intp)
    units = len(sample.stratum)
    # Units stand stratum by stratum while they are drawn.
    order = np.argsort(sample.stratum, kind="stable")
    of_draw = np.repeat(np.arange(len(n)), np.maximum(n - 1, 0))
    start = np.cumsum(n) - n
    drawn = start[of_draw] + chance(rng).integers(0, n[of_draw], size=(replicates, len(of_draw)))
    row = np.arange(replicates)[:, None] * units
    times = np.empty((replicates, units))
    times[:, order] = np.bincount((row + drawn).ravel(), minlength=replicates * units).reshape(replicates, units)
    gain = n / np.maximum(n - 1, 1)
    kept = np.sqrt(1 - sample.fraction)
    factor = 1 - kept[sample.stratum] + (kept * gain)[sample.stratum] * times
    return _made(sample, factor, np.full(replicates, 1 / replicates), "Rao–Wu bootstrap")


def _made(sample: Sample, factor: Floats, scale: Floats, method: str) -> Replicates:
    weights = sample.weight * factor[:, sample.unit]
    return Replicates(sample.weight, weights, scale, sample.degrees_of_freedom, method)


def _refuse_lonely(sample: Sample) -> None:
    lonely: Ints = np.flatnonzero((sample.unit_count == 1) & (sample.fraction < 1))
    if len(lonely):
        raise InputError(
            f"replicates need two units or more in each stratum; {len(lonely)} of {len(sample.unit_count)} have one. "
            "Join it to another stratum."
        )


def _refuse_too_many(replicates: int, sample: Sample) -> None:
    if replicates * sample.respondents > MOST_NUMBERS:
        raise InputError(
            f"{replicates} replicates of {sample.respondents} respondents are more than {MOST_NUMBERS} weights. Take "
            "fewer replicates, or join respondents into units."
        )
