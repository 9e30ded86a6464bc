"""Units told apart by the group that each belongs to, such as small areas by district, so that no group needs a loop.

Ranks within groups are in `rank`, quantiles within groups in `quantile`, parts of inequality in `inequality.theil`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from newlyn.foundation.errors import InputError
from newlyn.stats.argument import MOST_COUNTED, Bools, Floats

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
        if given.dtype.kind == "f" and np.array_equal(given, np.floor(given)) and (abs(given) <= MOST_COUNTED).all():
            given = given.astype(np.int64)
        if given.dtype.kind not in "iu" or given.shape != (units,):
            raise InputError(
                f"group must be whole numbers, one for each of the {units} units; got {given.dtype} of shape "
                f"{given.shape}. Labels become numbers with numpy.unique(labels, return_inverse=True)."
            )
        codes, of = _positions(given.astype(np.int64))
        order = np.argsort(_narrow(of, len(codes)), kind="stable")
        starts = np.concatenate([[0], np.cumsum(np.bincount(of, minlength=len(codes)))])[: len(codes)]
        return cls(codes, of, order, starts)

    @classmethod
    def rows(cls, shape: tuple[int, ...]) -> Grouping:
        """The grouping of the units of (…, k) rows, laid end to end, by row."""
        length = shape[-1]
        number = int(np.prod(shape[:-1]))
        row = np.arange(number)
        return cls(row, np.repeat(row, length), np.arange(number * length), row * length)

    def total(self, values: Floats) -> Floats:
        """The sum over each group of (…, n) values: (…, g)."""
        return np.add.reduceat(values[..., self.order], self.starts, axis=-1)

    def mixed(self, flags: Bools) -> Bools:
        """Whether each group has units of both kinds."""
        yes = self.total(flags.astype(np.float64))
        return (yes > 0) & (yes < np.bincount(self.of, minlength=len(self.codes)))

    def ascending(self, values: Floats) -> Whole:
        """(n,) the units group by group, and within a group by value; missing values come last."""
        # Twice as fast as sorting by both keys at once, and many times where the groups fit a narrow type.
        by_value = np.argsort(values)
        return by_value[np.argsort(_narrow(self.of[by_value], len(self.codes)), kind="stable")]

    def best_places(self, values: Floats) -> Whole:
        """(n,) the place of each value within its group, from 1; equal values share the best of their places."""
        order = self.ascending(values)
        ordered, at = values[order], np.arange(values.size)
        begins = np.ones(values.size, dtype=bool)
        begins[1:] = ordered[1:] != ordered[:-1]
        begins[self.starts] = True
        places = np.empty(values.size, dtype=np.int64)
        places[order] = np.maximum.accumulate(np.where(begins, at, 0)) - self.starts[self.of[order]] + 1
        return places


def _positions(given: Whole) -> tuple[Whole, Whole]:
    """The codes there are, ascending, and the position of each unit's among them."""
    least, most = (int(given.min()), int(given.max())) if given.size else (0, 0)
    if most - least > 8 * given.size:
        return np.unique(given, return_inverse=True)
    # Codes that lie close, as positions do, are counted: that takes a tenth of the time of sorting them.
    there = np.bincount(given - least) > 0
    return np.flatnonzero(there) + least, (np.cumsum(there) - 1)[given - least]


def _narrow(positions: Whole, groups: int) -> NDArray[np.integer]:
    """Positions in a type for which NumPy sorts by counting, where they fit one."""
    return positions.astype(np.uint16) if groups <= np.iinfo(np.uint16).max else positions
