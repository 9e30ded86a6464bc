"""The published pairs of old and new areas with their change indicator and people, checked against each other.

What is computed from them is `geography.vintage`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from newlyn.foundation.errors import InputError
from newlyn.geography.column import Codes, Numbers, Positions, as_codes, counts, sums

MEANING: Mapping[str, str] = {"U": "unchanged", "S": "split", "M": "merged", "X": "irregular"}
"""The change indicator as ONS defines it in the descriptions of its exact-fit lookups."""


@dataclass(frozen=True, eq=False)
class Pairs:
    """Old and new areas that have land in common: one row for each such pair."""

    old: Codes
    new: Codes
    """The distinct codes of either side, ascending."""
    old_at: Positions
    new_at: Positions
    """Which old and which new area each pair joins."""
    indicator: npt.NDArray[np.str_]
    """U, S, M or X for each pair."""

    @classmethod
    def read(cls, old: Iterable[str], new: Iterable[str], indicator: Iterable[str] | None) -> Pairs:
        """Check the columns of a lookup; an absent indicator is told from the pairs.

        Raises
        ------
        InputError
            If the columns differ in length, a pair is repeated, or an indicator contradicts the pairs.
        """
        listed_old, listed_new = as_codes(old), as_codes(new)
        if len(listed_old) != len(listed_new):
            raise InputError(
                f"{len(listed_old):,} old and {len(listed_new):,} new codes are given. Give one of each for each pair."
            )
        if not len(listed_old):
            raise InputError("no pairs are given. A change of vintage needs the lookup from old to new areas.")
        old_codes, old_at = np.unique(listed_old, return_inverse=True)
        new_codes, new_at = np.unique(listed_new, return_inverse=True)
        ids, times = np.unique(old_at * len(new_codes) + new_at, return_counts=True)
        if len(ids) < len(old_at):
            i, j = divmod(int(ids[times > 1][0]), len(new_codes))
            raise InputError(f"the pair {old_codes[i]} to {new_codes[j]} is given twice. Give each pair once.")
        told = _told(old_at, new_at)
        marks = told if indicator is None else _checked(as_codes(indicator), told, listed_old, listed_new)
        return cls(old_codes, new_codes, old_at, new_at, marks)

    def people(self, before: Mapping[str, float] | None, after: Mapping[str, float] | None) -> tuple[Numbers, Numbers]:
        """People in each old and in each new area; one side may be left to be shared out from the other.

        Raises
        ------
        InputError
            If neither side is given, or an area has no population, or a negative one.
        """
        if before is not None and after is not None:
            return _people(before, self.old, "old"), _people(after, self.new, "new")
        if after is not None:
            new = _people(after, self.new, "new")
            return sums(self.old_at, (new / counts(self.new_at))[self.new_at]), new
        if before is not None:
            old = _people(before, self.old, "old")
            return old, sums(self.new_at, (old / counts(self.old_at))[self.old_at])
        raise InputError("no population is given. Give that of the old areas, of the new areas, or of both.")


def _told(old_at: Positions, new_at: Positions) -> npt.NDArray[np.str_]:
    many_new = counts(old_at)[old_at] > 1
    many_old = counts(new_at)[new_at] > 1
    return np.select([many_new & many_old, many_new, many_old], ["X", "S", "M"], "U")


def _checked(marks: Codes, told: Codes, old: Codes, new: Codes) -> npt.NDArray[np.str_]:
    if len(marks) != len(told):
        raise InputError(f"{len(marks):,} change indicators are given for {len(told):,} pairs. Give one for each pair.")
    unknown = np.setdiff1d(marks, list(MEANING))
    if len(unknown):
        raise InputError(f"change indicator {str(unknown[0])!r} is not known. Accepted: U, S, M, X.")
    # X is always allowed: the publisher knows of a redrawn border where the pairs show nothing. A split or a
    # merger of one area with itself may be what is left of one when a lookup is cut to a place.
    wrong = (marks != "X") & (told != marks) & (told != "U")
    if wrong.any():
        at = int(np.flatnonzero(wrong)[0])
        raise InputError(
            f"{old[at]} to {new[at]} is marked {marks[at]} ({MEANING[str(marks[at])]}), but the pairs make it "
            f"{told[at]} ({MEANING[str(told[at])]}). Use the whole exact-fit lookup, or leave the indicator out."
        )
    return marks


def _people(population: Mapping[str, float], codes: Codes, side: str) -> Numbers:
    people = np.array([population.get(str(code), np.nan) for code in codes], float)
    wrong = ~(np.isfinite(people) & (people >= 0))
    if wrong.any():
        code = str(codes[wrong][0])
        given = population.get(code, "none")
        raise InputError(
            f"population of the {side} area {code}: {given} is given ({wrong.sum():,} such). Accepted: zero or more."
        )
    return people
