"""Contiguity: which areas share a border or a corner.

Shapes come from `geography.boundary`. Nearest neighbours in the statistical sense (places alike in character)
are evidence, not geometry, and are not here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from scipy import sparse

from newlyn.foundation.errors import InputError, NotFoundError
from newlyn.geography.boundary import Boundaries
from newlyn.geography.column import Codes, Positions, as_codes, positions
from newlyn.geography.metre import middle_latitude, to_local_metres


@dataclass(frozen=True, eq=False)
class Neighbours:
    """The areas next to each area, as compressed rows: those of `codes[i]` are at `ends[i]` to `ends[i + 1]`."""

    codes: Codes
    """Ascending."""
    ends: Positions
    beside: Positions
    """Positions in `codes`, ascending within each row; an area is never beside itself."""

    def of(self, code: str) -> Codes:
        """The codes next to one area, ascending.

        Raises
        ------
        NotFoundError
            If the area is not among those compared.
        """
        at, found = positions(self.codes, as_codes([code]))
        if not found[0]:
            raise NotFoundError(f"{code} is not among the {len(self.codes):,} areas whose neighbours are known.")
        return np.asarray(self.codes[self.beside[self.ends[at[0]] : self.ends[at[0] + 1]]], np.str_)

    @property
    def count(self) -> Positions:
        """(n,) number of neighbours of each area, beside `codes`."""
        return np.diff(self.ends)

    @property
    def islands(self) -> Codes:
        """Areas without a neighbour."""
        return np.asarray(self.codes[self.count == 0], np.str_)

    @property
    def matrix(self) -> Any:
        """The same as a symmetric `scipy.sparse.csr_array` of zeros and ones."""
        ones, size = np.ones(len(self.beside)), len(self.codes)
        return sparse.csr_array((ones, self.beside, self.ends), shape=(size, size))

    def within(self, codes: Iterable[str]) -> list[Codes]:
        """Split some areas into groups that hang together, the largest first, then by code.

        Raises
        ------
        NotFoundError
            If an area is not among those compared.
        """
        wanted = np.unique(as_codes(codes))
        at, found = positions(self.codes, wanted)
        if not found.all():
            raise NotFoundError(
                f"{wanted[~found][0]} is not among the {len(self.codes):,} areas whose neighbours are known."
            )
        count, label = sparse.csgraph.connected_components(self.matrix[at][:, at], directed=False)
        groups = [np.asarray(wanted[label == one], np.str_) for one in range(count)]
        return sorted(groups, key=lambda group: (-len(group), str(group[0])))


def find_neighbours(boundaries: Boundaries, *, distance_m: float = 0.0) -> Neighbours:
    """Areas that share at least one point (queen contiguity), or lie within a small distance.

    Parameters
    ----------
    boundaries : Boundaries
        Shapes that were generalised one by one no longer touch; a distance bridges the cracks.
    distance_m : float, metres
        0 asks for a shared point. Metres are those of a flat map around the middle latitude.

    Raises
    ------
    InputError
        If the distance is negative.
    """
    if not distance_m >= 0:
        raise InputError(f"distance_m must be zero or more metres; got {distance_m}.")
    shapes = boundaries.shapes
    if distance_m == 0:
        here, there = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    else:
        flat = to_local_metres(shapes, middle_latitude(shapes))
        here, there = shapely.STRtree(flat).query(flat, predicate="dwithin", distance=distance_m)
    others = here != there
    here, there = here[others], there[others]
    order = np.lexsort((there, here))
    ends = np.concatenate([[0], np.cumsum(np.bincount(here, minlength=len(shapes)))])
    return Neighbours(boundaries.codes, ends.astype(np.intp), there[order].astype(np.intp))
