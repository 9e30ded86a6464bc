"""How a sample was drawn: weights, strata, primary sampling units, and the variance between units that follows.

What is estimated from it is in `weighted`; replicate weights made of it are in `replicate`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from newlyn.foundation.errors import InputError
from newlyn.stats.argument import Bools, Floats, complete, counts, numbers, one_of, refuse_where, shares

Ints = NDArray[np.intp]

LONELY = ("refuse", "grand mean")
"""What becomes of a stratum in which a single unit was drawn, so that nothing varies within it."""


@dataclass(frozen=True, eq=False, slots=True)
class Codes:
    """The group of each respondent, as a code from 0 to one less than the number of groups."""

    code: Ints
    groups: int

    @classmethod
    def of(cls, code: ArrayLike, name: str, *, respondents: int, groups: int | None = None) -> Codes:
        """Codes that are checked: whole, complete, one for each respondent, and below the number of groups.

        Raises
        ------
        InputError
            If a code is missing, negative, a fraction or too high, or there is not one for each respondent.
        """
        whole = np.asarray(code)
        if whole.dtype.kind in "iu" and whole.shape == (respondents,) and whole.min() >= 0:
            # Whole numbers, the usual case, need none of the passes that look for fractions and missing ones.
            most = int(whole.max()) + 1
            if groups is None or most <= groups:
                return cls(whole.astype(np.intp), most if groups is None else groups)
        given = complete(counts(code, f"{name} code"), f"{name} code")
        if given.shape != (respondents,):
            raise InputError(f"{name} must hold one code for each of {respondents} respondents; got {given.shape}.")
        refuse_where(given != np.floor(given), given, f"a {name} code must be a whole number")
        found = int(given.max()) + 1 if groups is None else groups
        refuse_where(given >= found, given, f"a {name} code must be below {found}, the number of groups")
        return cls(given.astype(np.intp), found)

    @classmethod
    def everyone(cls, respondents: int) -> Codes:
        """One group that holds all."""
        return cls(np.zeros(respondents, np.intp), 1)

    def totals(self, values: Floats | Bools) -> Floats:
        """The sum of the values over each group."""
        return np.asarray(np.bincount(self.code, values, minlength=self.groups), np.float64)

    def sizes(self) -> Floats:
        """How many respondents are in each group."""
        return np.bincount(self.code, minlength=self.groups).astype(np.float64)

    def crossed(self, other: Codes) -> Codes:
        """The groups within which respondents are alike in both."""
        return Codes(self.code * other.groups + other.code, self.groups * other.groups)

    def without_gaps(self) -> tuple[Codes, Ints]:
        """The groups that occur, numbered anew in the same order, and one respondent of each."""
        n = len(self.code)
        if self.groups > 4 * n:
            _, one, code = np.unique(self.code, return_index=True, return_inverse=True)
            return Codes(code, len(one)), one
        # Where codes are not far apart, looking them up is several times faster than sorting.
        last = np.full(self.groups, -1)
        last[self.code] = np.arange(n)
        there = last >= 0
        return Codes((np.cumsum(there) - 1)[self.code], int(there.sum())), last[there]


@dataclass(frozen=True, eq=False, slots=True)
class Sample:
    """Who was drawn and how: what a variance needs beside the answers.

    Units are treated as drawn with replacement within strata, which errs on the safe side; a sampling fraction takes
    off what a large fraction is worth. Stages below the first need nothing more (the ultimate cluster).
    """

    weight: Floats
    """Weight of each respondent: how many of the population he or she stands for."""
    stratum: Ints
    """Code of the stratum of each unit."""
    unit: Ints
    """Code of the primary sampling unit of each respondent, counted through all strata."""
    fraction: Floats
    """Sampling fraction of the units of each stratum; 0 leaves the correction out."""
    unit_count: Floats
    """Number of units drawn in each stratum."""

    @classmethod
    def of(
        cls,
        weight: ArrayLike,
        *,
        stratum: ArrayLike | None = None,
        unit: ArrayLike | None = None,
        fraction: ArrayLike = 0.0,
        lonely: str = "refuse",
    ) -> Sample:
        """A sample by the design variables that come with a survey.

        Parameters
        ----------
        weight : (n,) array of numbers, nought or more
            Weight of each respondent. A weight of nought leaves a respondent in the design and out of the answers.
        stratum : (n,) array of whole numbers, optional
            Code of the stratum; left out, there is one stratum.
        unit : (n,) array of whole numbers, optional
            Code of the primary sampling unit within its stratum; left out, every respondent is a unit.
        fraction : number, or (n,) array of numbers, from 0 to 1
            Share of the stratum's units that was drawn, the same for all respondents of a stratum.
        lonely : `refuse` or `grand mean`
            A stratum of one unit is refused; or its unit is set against the mean of all units, which overstates the
            variance. A unit that was certain to be drawn (fraction 1) is not lonely: it varies not at all.

        Raises
        ------
        InputError
            If a weight is missing or negative or all are nought, the arrays differ in length, a fraction varies within
            a stratum, or a stratum has one unit and `lonely` is `refuse`.
        """
        checked = _checked_weight(weight)
        n = len(checked)
        strata = Codes.everyone(n)
        if stratum is not None:
            strata, _ = Codes.of(stratum, "stratum", respondents=n).without_gaps()
        units, of_unit = np.arange(n), strata.code
        if unit is not None:
            made, one = strata.crossed(Codes.of(unit, "unit", respondents=n)).without_gaps()
            units, of_unit = made.code, strata.code[one]
        drawn = np.bincount(of_unit).astype(np.float64)
        rates = _one_for_each_stratum(fraction, strata)
        alone = (drawn == 1) & (rates < 1)
        if one_of(lonely, LONELY, "lonely") == "refuse" and alone.any():
            raise InputError(
                f"each stratum must have two units or more; {alone.sum()} of {len(drawn)} have one. Join it to another "
                "stratum, or say lonely='grand mean'."
            )
        return cls(checked, of_unit, units, rates, drawn)

    @property
    def respondents(self) -> int:
        """How many answered."""
        return len(self.weight)

    @property
    def degrees_of_freedom(self) -> float:
        """Units less strata."""
        return float(self.unit_count.sum() - len(self.unit_count))

    def answers(self, values: ArrayLike, name: str) -> tuple[Floats, Bools]:
        """The values with nought for the missing ones, and which were given.

        Raises
        ------
        InputError
            If there is not one for each respondent.
        """
        found = numbers(values, name)
        if found.shape != (self.respondents,):
            raise InputError(
                f"{name} must hold one value for each of {self.respondents} respondents; got {found.shape}."
            )
        given = ~np.isnan(found)
        return np.where(given, found, 0.0), given

    def variance(self, score: Floats, counted: Bools, group: Codes) -> tuple[Floats, Floats]:
        """Variance of the sum of a linearised score over each group, and its degrees of freedom.

        Units in which nobody of the group was counted stay in the design with a score of nought; the degrees of
        freedom are the units less the strata in which somebody was.
        """
        shape = (group.groups, len(self.unit_count))
        if len(self.stratum) == self.respondents:
            of_group, unit, total, held = group.code, self.unit, score, counted
        else:
            cell, one = group.crossed(Codes(self.unit, len(self.stratum))).without_gaps()
            of_group, unit = group.code[one], self.unit[one]
            total, held = cell.totals(score), cell.totals(counted) > 0
        where = Codes(of_group, shape[0]).crossed(Codes(self.stratum[unit], shape[1]))
        # A lonely unit is set against the mean of all units, which is nought: linearised scores add up to nought.
        centre = np.where(self.unit_count > 1, where.totals(total).reshape(shape) / self.unit_count, 0.0)
        apart = where.totals((total - centre.ravel()[where.code]) ** 2).reshape(shape)
        apart += (self.unit_count - where.sizes().reshape(shape)) * centre**2
        scale = (1 - self.fraction) * self.unit_count / np.maximum(self.unit_count - 1, 1)
        units = where.totals(held).reshape(shape)
        return apart @ scale, units.sum(axis=1) - (units > 0).sum(axis=1)


def _checked_weight(weight: ArrayLike) -> Floats:
    found = complete(counts(weight, "weight"), "weight")
    if found.ndim != 1 or not found.any():
        raise InputError(f"weight must hold one weight for each respondent, some above nought; got {found.shape}.")
    return found


def _one_for_each_stratum(fraction: ArrayLike, stratum: Codes) -> Floats:
    given = complete(shares(fraction, "fraction"), "fraction")
    if given.ndim == 0:
        return np.full(stratum.groups, float(given))
    n = len(stratum.code)
    if given.shape != (n,):
        raise InputError(f"fraction must be one number, or one for each of {n} respondents; got {given.shape}.")
    found = np.zeros(stratum.groups)
    found[stratum.code] = given
    refuse_where(found[stratum.code] != given, given, "a fraction must be the same for all of a stratum")
    return found
