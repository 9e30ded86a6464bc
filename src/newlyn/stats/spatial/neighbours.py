"""Which areas are beside each area and what each counts for: the form in which every spatial method takes it.

Finding who shares a border is `geography.neighbour`: `Neighbours.from_rows(found.ends, found.beside)` brings it here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import sparse

from newlyn.foundation.errors import InputError
from newlyn.stats.argument import Floats, complete, numbers, positives

Positions = NDArray[np.intp]


@dataclass(frozen=True, eq=False, slots=True)
class Neighbours:
    """Who is beside each of n areas, as compressed rows: those of area i are at `starts[i]` to `starts[i + 1]`."""

    starts: Positions
    """(n + 1,), from 0 to the number of links."""
    beside: Positions
    """(links,) the areas beside, by position from 0, ascending within each row; never the area itself."""
    weights: Floats
    """(links,) what each counts for, above nought: 1 where only being beside matters."""

    @classmethod
    def from_rows(cls, starts: ArrayLike, beside: ArrayLike, weights: ArrayLike | None = None) -> Neighbours:
        """Neighbours from compressed rows, as SciPy's sparse matrices and `geography.neighbour` hold them.

        Raises
        ------
        InputError
            If the rows are not whole numbers that fit together, an area is beside itself or beside another twice, or a
            weight is not above nought.
        """
        ends, others = _whole(starts, "starts"), _whole(beside, "beside")
        if ends.ndim != 1 or len(ends) < 2 or ends[0] != 0 or ends[-1] != len(others) or (np.diff(ends) < 0).any():
            raise InputError(
                "starts must be where each row begins, from 0 to the number of links, with one more than there are "
                f"areas; got {len(ends)} of them for {len(others)} links."
            )
        return cls._linked(np.repeat(np.arange(len(ends) - 1), np.diff(ends)), others, weights, len(ends) - 1)

    @classmethod
    def from_pairs(
        cls, pairs: ArrayLike, areas: int, *, weights: ArrayLike | None = None, mutual: bool = True
    ) -> Neighbours:
        """Neighbours from (m, 2) pairs of positions; each pair is given once, and holds both ways unless told not to.

        Raises
        ------
        InputError
            As for `from_rows`, or if the pairs are not of two or `areas` is not a whole number of at least 1.
        """
        given_areas = np.asarray(areas)
        if given_areas.dtype.kind not in "iu" or given_areas.ndim or given_areas < 1:
            raise InputError(f"areas must be a whole number of at least 1; got {areas!r}.")
        links = _whole(pairs, "pairs").reshape(-1, 2) if np.size(pairs) == 0 else _whole(pairs, "pairs")
        if links.ndim != 2 or links.shape[1] != 2:
            raise InputError(f"pairs must be of shape (m, 2), two positions in each; got {links.shape}.")
        given = None if weights is None else numbers(weights, "weights")
        if mutual:
            links = np.concatenate([links, links[:, ::-1]])
            given = None if given is None else np.concatenate([given, given])
        return cls._linked(links[:, 0], links[:, 1], given, areas)

    @classmethod
    def from_lists(cls, lists: Sequence[Sequence[int]]) -> Neighbours:
        """Neighbours from a list for each area of the positions of those beside it.

        Raises
        ------
        InputError
            As for `from_rows`.
        """
        starts = np.cumsum([0, *(len(row) for row in lists)])
        return cls.from_rows(starts, [other for row in lists for other in row])

    @classmethod
    def _linked(cls, here: Positions, there: Positions, weights: ArrayLike | None, areas: int) -> Neighbours:
        """Links in any order, checked and put into rows."""
        counted = np.ones(len(there)) if weights is None else complete(positives(weights, "weights"), "weights")
        if counted.shape != there.shape:
            raise InputError(f"weights must be one for each of the {len(there)} links; got {counted.shape}.")
        for position in (here, there):
            if len(position) and not (position.min() >= 0 and position.max() < areas):
                outside = position[(position < 0) | (position >= areas)][0]
                raise InputError(f"a neighbour must be a position from 0 to {areas - 1}; got {outside}.")
        if (here == there).any():
            raise InputError(f"an area cannot be its own neighbour; area {here[here == there][0]} is.")
        order = np.lexsort((there, here))
        here, there = here[order], there[order]
        twice = (np.diff(here) == 0) & (np.diff(there) == 0)
        if twice.any():
            at = int(np.argmax(twice))
            raise InputError(f"two areas can be linked only once; {here[at]} to {there[at]} is given twice.")
        starts = np.concatenate([[0], np.cumsum(np.bincount(here, minlength=areas))])
        return cls(starts.astype(np.intp), there, counted[order])

    @property
    def areas(self) -> int:
        """How many areas there are, those without a neighbour included."""
        return len(self.starts) - 1

    @property
    def count(self) -> Positions:
        """(n,) how many neighbours each area has."""
        return np.diff(self.starts)

    @property
    def islands(self) -> Positions:
        """Positions of the areas without a neighbour, for which spatial methods have no answer."""
        return np.flatnonzero(self.count == 0)

    @property
    def here(self) -> Positions:
        """(links,) the area whose row each link is in."""
        return np.repeat(np.arange(self.areas), self.count)

    @property
    def matrix(self) -> Any:
        """The same as an (n, n) `scipy.sparse.csr_array`."""
        return sparse.csr_array((self.weights, self.beside, self.starts), shape=(self.areas, self.areas))

    @property
    def is_symmetric(self) -> bool:
        """Whether each area counts for its neighbour what the neighbour counts for it."""
        return bool(abs(self.matrix - self.matrix.T).max() <= 1e-12 * self.weights.max(initial=0))

    @property
    def is_even(self) -> bool:
        """Whether the neighbours of an area all count for the same, as where only being beside matters."""
        within = np.diff(self.here) == 0
        return bool(np.isclose(self.weights[1:], self.weights[:-1], rtol=1e-12, atol=0)[within].all())

    def row_standardised(self) -> Neighbours:
        """The same neighbours with weights that add up to 1 for each area, so that a sum over them is a mean."""
        whole = np.bincount(self.here, self.weights, minlength=self.areas)
        return replace(self, weights=self.weights / whole[self.here])

    def fitted(self, values: ArrayLike, name: str) -> Floats:
        """Numbers of which the last axis is these areas.

        Raises
        ------
        InputError
            If they are not numbers, or not one for each area.
        """
        found = numbers(values, name)
        if found.ndim == 0 or found.shape[-1] != self.areas:
            raise InputError(
                f"{name} must hold one value for each of the {self.areas} areas of the neighbours; got an array of "
                f"shape {found.shape}."
            )
        return found

    def one_row(self, values: ArrayLike) -> Floats:
        """One value for each of at least three areas, none missing: what local statistics take.

        Raises
        ------
        InputError
            As for `fitted`, or if one is missing, there is more than one row or there are fewer than three areas.
        """
        found = complete(self.fitted(values, "values"), "values")
        if found.ndim != 1 or self.areas < 3:
            raise InputError(f"values must be one row of at least 3 areas; got an array of shape {found.shape}.")
        return found

    def summed(self, values: Floats) -> Floats:
        """The weighed sum over the neighbours of each area, along the last axis; 0 for an area without any."""
        rows = values.reshape(-1, self.areas)
        return np.asarray(self.matrix @ rows.T).T.reshape(values.shape)


def spatial_lag(values: ArrayLike, neighbours: Neighbours) -> Floats:
    """The weighed sum of the values of the neighbours of each area, which is their mean when rows are standardised.

    Parameters
    ----------
    values : (…, n) array of numbers
        One for each area. An area beside one with a missing value (NaN) is missing.
    neighbours : Neighbours of n areas
        Row-standardised (`neighbours.row_standardised()`) for means, as they come for sums.

    Returns
    -------
    (…, n) float64, in the unit of `values`
        Missing for an area without neighbours.

    Raises
    ------
    InputError
        If there is not one value for each area.

    References
    ----------
    Anselin (1988), Spatial Econometrics: Methods and Models, Kluwer, chapter 3.

    Examples
    --------
    >>> row_of_three = Neighbours.from_pairs([[0, 1], [1, 2]], 3)
    >>> spatial_lag([10, 20, 40], row_of_three.row_standardised()).tolist()
    [20.0, 25.0, 20.0]
    """
    lag = neighbours.summed(neighbours.fitted(values, "values"))
    return np.where(neighbours.count > 0, lag, np.nan)


def _whole(values: ArrayLike, name: str) -> Positions:
    """Whole numbers, also where they come as floats."""
    found = complete(numbers(values, name), name)
    if (found != np.floor(found)).any():
        raise InputError(f"{name} must be whole numbers; got {found[found != np.floor(found)][0]:g}.")
    return found.astype(np.intp)
