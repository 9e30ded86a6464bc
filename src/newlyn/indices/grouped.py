"""Measures of many groups of small areas in one pass over arrays; NaN in a group makes missing that group only.

What the measures mean, and who defined them, is told where they are public: `indices.summary`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from newlyn.foundation.errors import InputError

Floats = NDArray[np.float64]
Groups = NDArray[np.intp]

CONCENTRATED = 0.1
"""Share of a larger area's people whose small areas make its local concentration."""


@dataclass(frozen=True)
class SmallAreas:
    """Small areas and the group of each; an input that was not given is NaN throughout."""

    group: Groups
    count: int
    score: Floats
    rank: Floats
    population: Floats
    areas: int

    @classmethod
    def checked(
        cls,
        group: Groups,
        count: int,
        *,
        areas: int,
        score: ArrayLike | None = None,
        rank: ArrayLike | None = None,
        population: ArrayLike | None = None,
    ) -> SmallAreas:
        """Arrays as columns of one length, with people and ranks that can be."""
        length = len(group)
        if not length:
            raise InputError("a larger area has at least one small area; got none.")
        small = cls(
            group,
            count,
            _column("score", score, length),
            _column("rank", rank, length),
            _column("population", population, length),
            areas,
        )
        if np.any(small.population < 0):
            raise InputError(f"population must be zero or more; got {np.nanmin(small.population):g}.")
        outside = (small.rank < 1) | (small.rank > areas)
        if np.any(outside):
            raise InputError(
                f"rank must be 1 to {areas:,}, the small areas in England; got {small.rank[outside][0]:g}. "
                "Give the number of areas of the edition that the ranks are from."
            )
        return small

    @property
    def reversed_rank(self) -> Floats:
        """Ranks counted so that the most deprived is highest."""
        return self.areas + 1 - self.rank

    def weighted_mean(self, values: Floats) -> Floats:
        """Mean of `values` by group, weighted by people; NaN for a group without people."""
        people = self.total(self.population)
        with np.errstate(invalid="ignore"):
            return np.asarray(self.total(values * self.population) / np.where(people > 0, people, np.nan))

    def total(self, values: Floats) -> Floats:
        """Sum of `values` by group."""
        return np.asarray(np.bincount(self.group, weights=values, minlength=self.count), dtype=np.float64)


def _column(name: str, values: ArrayLike | None, length: int) -> Floats:
    if values is None:
        return np.full(length, np.nan)
    column = np.asarray(values, dtype=np.float64)
    if column.shape != (length,):
        raise InputError(
            f"{name} must have one value for each small area, {length:,} of them; got shape {column.shape}."
        )
    return column


def average_score(small: SmallAreas) -> Floats:
    """Mean score weighted by people."""
    return small.weighted_mean(small.score)


def average_rank(small: SmallAreas) -> Floats:
    """Mean reversed rank weighted by people."""
    return small.weighted_mean(small.reversed_rank)


def extent(small: SmallAreas) -> Floats:
    """Share of people in the most deprived three tenths, fading out past the first."""
    hundredth = np.ceil(100 * small.rank / small.areas)
    fading = 0.95 - (hundredth - 11) * (0.9 / 19)
    counted = np.select([np.isnan(hundredth), hundredth <= 10, hundredth <= 30], [np.nan, 1.0, fading], 0.0)
    return small.weighted_mean(counted)


def local_concentration(small: SmallAreas) -> Floats:
    """Mean reversed rank of the areas that hold the most deprived tenth of people.

    Sorted by group and rank, running totals say how far each tenth reaches.
    """
    missing = np.isnan(small.population) | np.isnan(small.rank)
    order = np.lexsort((small.rank, small.group))
    group = small.group[order]
    people = np.where(missing, 0.0, small.population)[order]
    wanted = CONCENTRATED * np.bincount(group, weights=people, minlength=small.count)
    running = np.cumsum(people)
    first = np.searchsorted(group, np.arange(small.count))
    before = running - people - (running[first] - people[first])[group]
    taken = np.clip(wanted[group] - before, 0.0, people)
    reversed_rank = np.where(missing, 0.0, small.reversed_rank)[order]
    found = np.bincount(group, weights=taken * reversed_rank, minlength=small.count)
    unknown = np.bincount(small.group, weights=missing, minlength=small.count) > 0
    return np.asarray(found / np.where(unknown | (wanted <= 0), np.nan, wanted))


def share_worst_tenth(small: SmallAreas) -> Floats:
    """Share of small areas in England's most deprived tenth."""
    worst = np.where(np.isnan(small.rank), np.nan, np.ceil(10 * small.rank / small.areas) == 1)
    return np.asarray(small.total(worst) / np.bincount(small.group, minlength=small.count))
