"""Units told apart by the group that each belongs to, such as small areas by district, so that no group needs a loop.

Ranks within groups are in `rank`, quantiles within groups in `quantile`, parts of inequality in `inequality.theil`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from newlyn.foundation.errors import InputError
from newlyn.stats.argument import Bools, Floats

Whole = NDArray[np.int64]


@dataclass(frozen=True, eq=False, slots=True)
class Grouping:
    """The groups of n units, and the order in which units of one group stand together."""

    codes: Whole
    """(g,) the code of each group, ascending."""
    of: Whole
    """(n,) the position in `codes` of the group of each unit."""
    order: Whole
    """(n,) the units group by group, and within a group in the order given."""
    starts: Whole
    """(g,) where each group begins in `order`."""

    @classmethod
    def checked(cls, group: ArrayLike | None, units: int) -> Grouping:
        """The grouping of so many units by their codes; None puts all in one group.

        Raises
        ------
        InputError
            If the codes are not whole numbers, one for each unit.
        """
        given = np.zeros(units, dtype=np.int64) if group is None else np.asarray(group)
        if given.dtype.kind == "f" and np.array_equal(given, np.floor(given)):
            given = given.astype(np.int64)
        if given.dtype.kind not in "iu" or given.shape != (units,):
            raise InputError(
                f"group must be whole numbers, one for each of the {units} units; got {given.dtype} of shape "
                f"{given.shape}. Labels become numbers with numpy.unique(labels, return_inverse=True)."
            )
        codes, of = np.unique(given, return_inverse=True)
        order = np.argsort(of, kind="stable")
        return cls(codes.astype(np.int64), of, order, np.searchsorted(of[order], np.arange(len(codes))))

    def total(self, values: Floats) -> Floats:
        """The sum over each group of (…, n) values: (…, g)."""
        return np.add.reduceat(values[..., self.order], self.starts, axis=-1)

    def mixed(self, flags: Bools) -> Bools:
        """Whether each group has units of both kinds."""
        yes = self.total(flags.astype(np.float64))
        return (yes > 0) & (yes < np.bincount(self.of, minlength=len(self.codes)))
