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
        strata = np.zeros(n, np.intp) if stratum is None else _dense(Codes.of(stratum, "stratum", respondents=n))
        if unit is None:
            units, of_unit = np.arange(n), strata
        else:
            given = Codes.of(unit, "unit", respondents=n)
            _, at, units = np.unique(strata * given.groups + given.code, return_index=True, return_inverse=True)
            of_unit = strata[at]
        drawn = np.bincount(of_unit).astype(np.float64)
        rates = _one_for_each_stratum(fraction, strata, len(drawn))
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

    @property
    def respondent_stratum(self) -> Ints:
        """Code of the stratum of each respondent."""
        found: Ints = self.stratum[self.unit]
        return found

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
        cells, cell = self._cells(group)
        of_group, unit = np.divmod(cells, len(self.stratum))
        where = Codes(of_group * shape[1] + self.stratum[unit], shape[0] * shape[1])
        in_cell = Codes(cell, len(cells))

        def by_stratum(values: Floats | Bools) -> Floats:
            return where.totals(values).reshape(shape)

        total = in_cell.totals(score)
        units = by_stratum(np.ones(len(cells)))
        # A lonely unit is set against the mean of all units, which is nought: linearised scores add up to nought.
        centre = np.where(self.unit_count > 1, by_stratum(total) / self.unit_count, 0.0)
        apart = by_stratum((total - centre.ravel()[where.code]) ** 2) + (self.unit_count - units) * centre**2
        scale = (1 - self.fraction) * self.unit_count / np.maximum(self.unit_count - 1, 1)
        held = by_stratum(in_cell.totals(counted) > 0)
        return apart @ scale, held.sum(axis=1) - (held > 0).sum(axis=1)

    def _cells(self, group: Codes) -> tuple[Ints, Ints]:
        """The pairs of group and unit that occur, and that of each respondent."""
        key = group.code * len(self.stratum) + self.unit
        if len(self.stratum) == self.respondents:
            return key, np.arange(self.respondents)
        keys, cell = np.unique(key, return_inverse=True)
        return keys, cell


def _checked_weight(weight: ArrayLike) -> Floats:
    found = complete(counts(weight, "weight"), "weight")
    if found.ndim != 1 or not found.any():
        raise InputError(f"weight must hold one weight for each respondent, some above nought; got {found.shape}.")
    return found


def _dense(group: Codes) -> Ints:
    """Codes without gaps, in the same order."""
    return np.unique(group.code, return_inverse=True)[1]


def _one_for_each_stratum(fraction: ArrayLike, stratum: Ints, strata: int) -> Floats:
    given = complete(shares(fraction, "fraction"), "fraction")
    if given.ndim == 0:
        return np.full(strata, float(given))
    if given.shape != stratum.shape:
        raise InputError(
            f"fraction must be one number, or one for each of {len(stratum)} respondents; got {given.shape}."
        )
    found = np.zeros(strata)
    found[stratum] = given
    differs = found[stratum] != given
    refuse_where(differs, given, "a fraction must be the same for all of a stratum")
    return found
