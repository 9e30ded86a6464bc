"""Change of vintage: carry counts, rates and scores from one set of small areas to the one that replaced it.

The people in each piece that two areas share are estimated in `geography.intersection`; which areas nest in
which is `geography.hierarchy`. The method is told in plain words in docs/explanation/change-of-vintage.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from scipy import sparse

from newlyn.foundation.errors import InputError
from newlyn.geography.carried import Carried
from newlyn.geography.column import Codes, Flags, Numbers, as_codes, as_numbers, first_repeated, positions, sums
from newlyn.geography.intersection import shares_of_old
from newlyn.geography.pairs import Pairs

Matrix: TypeAlias = Any
"""A `scipy.sparse.csr_array` with a row for each new and a column for each old area."""


@dataclass(frozen=True, eq=False)
class ChangeOfVintage:
    """How old areas become new ones: for counts, for averages, in both directions and in chains.

    References
    ----------
    ONS Geography, LSOA (2011) to LSOA (2021) to Local Authority District (2022) Exact Fit Lookup for EW (V2),
    Open Geography Portal: the description defines the change indicator U, S, M, X and warns that X cannot be
    compared like for like.

    Examples
    --------
    Area A was split into C and D; E is unchanged.

    >>> change = ChangeOfVintage.from_pairs(
    ...     ["A", "A", "E"], ["C", "D", "E"], indicator=["S", "S", "U"],
    ...     old_population={"A": 100, "E": 50}, new_population={"C": 30, "D": 90, "E": 60})
    >>> carried = change.apportion([40, 7], areas=["A", "E"])
    >>> carried.values.tolist(), carried.estimated_share.tolist()
    ([10.0, 30.0, 7.0], [1.0, 1.0, 0.0])
    """

    old: Codes
    """Codes of the old areas, ascending."""
    new: Codes
    """Codes of the new areas, ascending."""
    shares: Matrix
    """The share of each old area's people (column) who are in each new area (row). Columns sum to 1."""
    mixing: Matrix
    """The share of each new area's people (row) who came from each old area (column). Rows sum to 1."""
    exact: Matrix
    """The part of `mixing` that is carried exactly from old to new: unchanged and merged areas."""
    exact_back: Matrix
    """The part of `shares` that is carried exactly from new to old: unchanged and split areas."""
    old_weight: Numbers
    new_weight: Numbers
    """People in each area, which weigh the totals of the estimated share."""

    @classmethod
    def from_pairs(
        cls,
        old: Iterable[str],
        new: Iterable[str],
        *,
        indicator: Iterable[str] | None = None,
        old_population: Mapping[str, float] | None = None,
        new_population: Mapping[str, float] | None = None,
    ) -> ChangeOfVintage:
        """Build a change of vintage from the pairs of areas that have land in common.

        Parameters
        ----------
        old, new : (m,) codes
            One row for each pair. Keep all pairs of an area, or its count cannot be conserved.
        indicator : (m,) of U, S, M, X; optional
            The published change indicator. Left out, it is told from the pairs; the difference is an area
            that was redrawn although it pairs with one area only, which the publisher marks X.
        old_population, new_population : people by code; at least one of them
            Where one is left out, the other is shared equally among the areas it pairs with.

        Raises
        ------
        InputError
            If a pair is repeated, its indicator contradicts the pairs, or a population is absent or negative.
        """
        pairs = Pairs.read(old, new, indicator)
        before, after = pairs.people(old_population, new_population)
        share = shares_of_old(pairs.old_at, pairs.new_at, before, after)
        people = share * before[pairs.old_at]
        mix = _share_of_new(people, share, pairs)
        return cls(
            old=pairs.old,
            new=pairs.new,
            shares=_matrix(share, pairs, "USMX"),
            mixing=_matrix(mix, pairs, "USMX"),
            exact=_matrix(mix, pairs, "UM"),
            exact_back=_matrix(share, pairs, "US"),
            old_weight=before,
            new_weight=sums(pairs.new_at, people),
        )

    @property
    def unreached(self) -> Codes:
        """New areas that no old area leads to; they stay missing."""
        return np.asarray(self.new[self._unreached], np.str_)

    @property
    def _unreached(self) -> Flags:
        # Told from `mixing`, not from `shares`: an area that was built where nobody lived is reached, by no one.
        return np.asarray(np.diff(self.mixing.indptr) == 0)

    @property
    def estimated_share(self) -> Numbers:
        """(k,) share of each new area's people who came by a split or an irregular change; NaN where unreached."""
        share = np.clip(1.0 - self.exact.sum(axis=1), 0.0, 1.0)
        share[share < 1e-12] = 0.0  # rounding of a sum of shares, not an estimate
        share[self._unreached] = np.nan
        return np.asarray(share, float)

    @property
    def total_estimated_share(self) -> float:
        """The estimated share of all new areas together, weighed by their people."""
        known = ~np.isnan(self.estimated_share)
        weight = self.new_weight[known]
        return float(self.estimated_share[known] @ weight / weight.sum()) if weight.sum() > 0 else 0.0

    def apportion(self, counts: Any, *, areas: Iterable[str] | None = None) -> Carried:
        """Carry counts (people, households, events) to the new areas.

        Parameters
        ----------
        counts : (n,) or (n, columns) array
            Missing values are NaN or null.
        areas : (n,) codes, optional
            The old areas that the counts stand beside, in any order; an old area left out is missing.
            Without it the counts stand in the order of `old`.

        Returns
        -------
        Carried
            The total is that of `counts` less what is held back, to 1e-9 of itself.

        Raises
        ------
        InputError
            If a code is unknown or repeated, a value is infinite, or the lengths differ.
        """
        given = self._aligned(counts, areas)
        carried = self._carry(self.shares, given)
        held_back = np.nansum(given, axis=0) - np.nansum(carried, axis=0)
        # Rounding is cleared so that a test against zero is a test for missing areas.
        size = np.nansum(np.abs(given), axis=0)
        return self._carried(carried, given, np.where(np.abs(held_back) <= 1e-9 * size, 0.0, held_back))

    def average(self, values: Any, *, areas: Iterable[str] | None = None) -> Carried:
        """Carry rates or scores to the new areas, as means weighted by the people in each part.

        Parameters and errors are those of `apportion`. A field that is the same everywhere stays the same.
        Ranks and deciles are not to be averaged: carry the score and rank it again.
        """
        given = self._aligned(values, areas)
        return self._carried(self._carry(self.mixing, given), given, np.zeros(given.shape[1:]))

    def then(self, other: ChangeOfVintage) -> ChangeOfVintage:
        """The change followed by another, such as 2001 to 2011 and then 2011 to 2021.

        Raises
        ------
        InputError
            If an area that comes out of this change is not one that the other starts from.
        """
        at, found = positions(other.old, self.new)
        if not found.all():
            raise InputError(
                f"{self.new[~found][0]} comes out of the first change but is not among the {len(other.old):,} areas "
                f"that the second starts from ({(~found).sum():,} such). Chain changes of the same vintage and nation."
            )
        mixing = other.mixing[:, at] @ self.mixing
        # Rows fall short of 1 where a middle area is reached from no old area.
        whole = mixing.sum(axis=1)
        scale = sparse.diags_array(np.divide(1.0, whole, out=np.zeros_like(whole), where=whole > 0))
        return ChangeOfVintage(
            old=self.old,
            new=other.new,
            shares=_csr(other.shares[:, at] @ self.shares),
            mixing=_csr(scale @ mixing),
            exact=_csr(scale @ (other.exact[:, at] @ self.exact)),
            exact_back=_csr(other.exact_back[:, at] @ self.exact_back),
            old_weight=self.old_weight,
            new_weight=other.new_weight,
        )

    def reversed(self) -> ChangeOfVintage:
        """The way back, from the new areas to the old.

        The share of a new area's people who came from an old area is the share that goes back to it, so the
        two matrices change places; what was split merges, and the other way round.
        """
        return ChangeOfVintage(
            old=self.new,
            new=self.old,
            shares=_csr(self.mixing.T),
            mixing=_csr(self.shares.T),
            exact=_csr(self.exact_back.T),
            exact_back=_csr(self.exact.T),
            old_weight=self.new_weight,
            new_weight=self.old_weight,
        )

    def _aligned(self, values: Any, areas: Iterable[str] | None) -> Numbers:
        given = as_numbers(values)
        if np.isinf(given).any():
            raise InputError("a value is infinite. Give a number, or leave it missing.")
        codes = self.old if areas is None else as_codes(areas)
        if given.ndim not in (1, 2) or len(given) != len(codes):
            raise InputError(f"{len(given):,} values stand beside {len(codes):,} areas. Give one row for each area.")
        at, found = positions(self.old, codes)
        if not found.all():
            raise InputError(
                f"{codes[~found][0]} is not among the {len(self.old):,} areas of this change of vintage "
                f"({(~found).sum():,} such). Check the vintage of the values, and leave out other nations."
            )
        twice = first_repeated(codes)
        if twice is not None:
            raise InputError(f"{twice} is given twice. Give one value for each area.")
        aligned = np.full((len(self.old), *given.shape[1:]), np.nan)
        aligned[at] = given
        return aligned

    def _carry(self, matrix: Matrix, given: Numbers) -> Numbers:
        absent = np.isnan(given)
        carried = np.asarray(matrix @ np.where(absent, 0.0, given))
        touched = np.asarray((matrix != 0).astype(float) @ absent.astype(float)) > 0
        carried[touched] = np.nan
        carried[self._unreached] = np.nan
        return carried

    def _carried(self, carried: Numbers, given: Numbers, held_back: Numbers) -> Carried:
        absent = np.isnan(given).reshape(len(given), -1).any(axis=1)
        return Carried(
            self.new, carried, self.estimated_share, self.total_estimated_share, self.old[absent], np.asarray(held_back)
        )


def _matrix(cells: Numbers, pairs: Pairs, marks: str) -> Matrix:
    """The cells of the pairs whose indicator is among `marks`, new areas by old areas."""
    kept = np.where(np.isin(pairs.indicator, list(marks)), cells, 0.0)
    return _csr(sparse.coo_array((kept, (pairs.new_at, pairs.old_at)), shape=(len(pairs.new), len(pairs.old))))


def _share_of_new(people: Numbers, share: Numbers, pairs: Pairs) -> Numbers:
    """The share of each new area's people in each piece."""
    at = pairs.new_at
    # Where nobody lived, a mean still needs weights: the shares of the old areas, and if they too are zero, equal.
    weight = np.where(sums(at, people)[at] > 0, people, share)
    weight = np.where(sums(at, weight)[at] > 0, weight, 1.0)
    return weight / sums(at, weight)[at]


def _csr(matrix: Matrix) -> Matrix:
    made = sparse.csr_array(matrix)
    made.eliminate_zeros()
    return made
