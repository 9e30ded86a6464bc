"""Areas cut into quantiles: as UKHSA does, as MHCLG does the Indices of Deprivation, and by equal numbers of people.

Places alone, without a cut, are in `rank`. Quantiles of a distribution, such as a median, are NumPy's `quantile`.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np
from numpy.typing import ArrayLike

from newlyn.foundation.errors import InputError
from newlyn.stats.argument import Bools, Floats, counts, in_one_row, numbers, positives, refuse_where, whole_number
from newlyn.stats.grouping import Grouping

QUANTILE_NAMES: Mapping[int, str] = MappingProxyType(
    {
        2: "Half",
        3: "Tertile",
        4: "Quartile",
        5: "Quintile",
        6: "Sextile",
        7: "Septile",
        8: "Octile",
        10: "Decile",
        12: "Duo-decile",
        16: "Hexadecile",
        20: "Ventile",
    }
)
"""What one of so many parts is called, as UKHSA names them."""


def ukhsa_quantiles(
    values: ArrayLike, number: int, *, highest_first: bool | ArrayLike, group: ArrayLike | None = None
) -> Floats:
    """The quantile of each area as UKHSA assigns it: by place, counted from the far end.

    With r the place of an area among N, ties sharing the best, its quantile among q is q + 1 − ⌈(N + 1 − r) q / N⌉.
    Where N is no multiple of q, the last quantiles are filled first; MHCLG fills the first ones (`mhclg_quantiles`).

    Parameters
    ----------
    values : (n,) array of numbers
        A missing value (NaN) has no quantile and is not counted among the areas.
    number : int, 2 or more
        How many quantiles: 10 for deciles. `QUANTILE_NAMES` says what they are called.
    highest_first : bool, or (n,) array of bool
        Whether quantile 1 holds the highest values. An array gives it for each area, alike within a group.
    group : (n,) array of whole numbers, or None
        The group within which each area is placed, such as a region within an indicator; None places all together.

    Returns
    -------
    (n,) float64, whole numbers from 1 to `number`
        Missing (NaN) for all areas of a group that has fewer areas than there are quantiles.

    Raises
    ------
    InputError
        If `number` is below 2, `highest_first` differs within a group, or `group` is not a whole number for each area.

    References
    ----------
    Office for Health Improvement and Disparities (2023), PHEindicatormethods 2.0: phe_quantile, reference manual.

    Examples
    --------
    Four areas fall into thirds: the last third gets the odd one's room.

    >>> ukhsa_quantiles([40, 30, 20, 10], 3, highest_first=True).tolist()
    [1.0, 1.0, 2.0, 3.0]
    """
    parts = _parts(number)
    given, within = _areas(values, group)
    place, size = _placed(given, highest_first, within)
    return np.where(size >= parts, parts + 1 - np.ceil((size + 1 - place) * parts / size), np.nan)


def mhclg_quantiles(
    values: ArrayLike, number: int, *, highest_first: bool | ArrayLike, group: ArrayLike | None = None
) -> Floats:
    """The quantile of each area as MHCLG assigns the deciles of the Indices of Deprivation: by place, from the first.

    With r the place of an area among N, ties sharing the best, its quantile among q is ⌈q r / N⌉. For ranks that are
    published already take `quantiles_of_ranks`.

    Parameters
    ----------
    values : (n,) array of numbers
        A missing value (NaN) has no quantile and is not counted among the areas.
    number : int, 2 or more
        How many quantiles: 10 for deciles.
    highest_first : bool, or (n,) array of bool
        Whether quantile 1 holds the highest values, as it does for scores of deprivation, which puts the most deprived
        first. An array gives it for each area, alike within a group.
    group : (n,) array of whole numbers, or None
        The group within which each area is placed, such as its district; None places all together.

    Returns
    -------
    (n,) float64, whole numbers from 1 to `number`
        Missing (NaN) for all areas of a group that has fewer areas than there are quantiles.

    Raises
    ------
    InputError
        If `number` is below 2, `highest_first` differs within a group, or `group` is not a whole number for each area.

    References
    ----------
    MHCLG (2019), English Indices of Deprivation 2019, File 7: all ranks, scores and deciles, with notes.

    Examples
    --------
    >>> mhclg_quantiles([40, 30, 20, 10], 3, highest_first=True).tolist()
    [1.0, 2.0, 3.0, 3.0]
    """
    parts = _parts(number)
    given, within = _areas(values, group)
    place, size = _placed(given, highest_first, within)
    return np.where(size >= parts, np.ceil(place * parts / size), np.nan)


def quantiles_of_ranks(rank: ArrayLike, number: int, *, areas: int) -> Floats:
    """The quantile of each area from its published rank, as MHCLG cuts ranks: ⌈q r / N⌉.

    Parameters
    ----------
    rank : array of ranks
        1 is first. A tie given as the mean of its places counts as the best of two. Missing ranks (NaN) stay missing.
    number : int, 2 or more
        How many quantiles: 10 for deciles.
    areas : int
        How many areas were ranked together, whether or not all are given: 32,844 for 2011 areas of England.

    Returns
    -------
    float64 of that shape, whole numbers from 1 to `number`

    Raises
    ------
    InputError
        If `number` is below 2, or a rank is not from 1 to `areas`.

    References
    ----------
    MHCLG (2019), English Indices of Deprivation 2019, File 7: all ranks, scores and deciles, with notes.

    Examples
    --------
    >>> quantiles_of_ranks([1, 3284, 3285, 32844], 10, areas=32844).tolist()
    [1.0, 1.0, 2.0, 10.0]
    """
    areas = whole_number(areas, "areas")
    parts = _parts(number)
    given = positives(rank, "rank")
    refuse_where((given < 1) | (given > areas), given, f"a rank must be from 1 to the number of areas, {areas:,}")
    return np.ceil(np.floor(given) * parts / areas)


def population_quantiles(
    values: ArrayLike,
    population: ArrayLike,
    number: int,
    *,
    highest_first: bool | ArrayLike,
    group: ArrayLike | None = None,
) -> Floats:
    """The quantile of each area where quantiles hold equal numbers of people, as Public Health Scotland cuts them.

    Areas stay whole: each is in the quantile of its middle resident, which moves every cut to the nearest boundary
    between areas. Take these where areas differ in size, or to say "the fifth of people in the most deprived areas".

    Parameters
    ----------
    values : (n,) array of numbers
        What areas are ordered by; equal values share one middle. A missing value (NaN) has no quantile and its people
        are not counted.
    population : (n,) array of counts
        People in each area. Where it is missing there is no quantile.
    number : int, 2 or more
        How many quantiles: 5 for fifths.
    highest_first : bool, or (n,) array of bool
        Whether quantile 1 holds the highest values. An array gives it for each area, alike within a group.
    group : (n,) array of whole numbers, or None
        The group within which each area is placed; None places all together.

    Returns
    -------
    (n,) float64, whole numbers from 1 to `number`
        A quantile may be empty where one area holds more people than a quantile. Missing (NaN) for a group with fewer
        areas than quantiles, or without people.

    Raises
    ------
    InputError
        If `number` is below 2, a population is negative, `highest_first` differs within a group, or `group` is not a
        whole number for each area.

    References
    ----------
    Public Health Scotland (2019), Deprivation guidance for analysts, version 3.2: population-weighted categories.
    Bross (1958), How to use ridit analysis, Biometrics 14: 18–38 (the middle of a unit).

    Examples
    --------
    The first area holds half of all people, and so does the rest together.

    >>> population_quantiles([9, 7, 5, 3], [500, 100, 150, 250], 2, highest_first=True).tolist()
    [1.0, 2.0, 2.0, 2.0]
    """
    parts = _parts(number)
    given, within = _areas(values, group)
    people = in_one_row(counts(population, "population"), "population")
    if people.shape != given.shape:
        raise InputError(f"population must hold one count for each of the {given.size} areas; got {people.size}.")
    given = np.where(np.isnan(people), np.nan, given)
    people = np.where(np.isnan(given), 0, people)
    place, size = _placed(given, highest_first, within)
    # In the order of the places, people up to each area; a place is where a run of equal values begins.
    order = within.ascending(place)
    reached = np.concatenate([[0.0], np.cumsum(people[order])])
    start = within.starts[within.of]
    first = start + np.where(np.isnan(place), size, place - 1).astype(np.int64)
    last = first + np.bincount(first, minlength=given.size)[first]
    total = within.total(people)[within.of]
    # Whole numbers up to the one division, so that an area whose middle is on a cut is never past it by rounding.
    middle = reached[first] + reached[last] - 2 * reached[start]
    found = np.divide(middle * parts, 2 * total, out=np.full(given.shape, np.nan), where=total > 0)
    return np.where(np.isnan(place) | (size < parts), np.nan, np.clip(np.ceil(found), 1, parts))


def _parts(number: int) -> int:
    if whole_number(number, "number") < 2:
        raise InputError(f"number must be a whole number of quantiles, 2 or more; got {number!r}.")
    return int(number)


def _placed(values: Floats, highest_first: bool | ArrayLike, within: Grouping) -> tuple[Floats, Floats]:
    """The place of each area within its group, missing where its value is, and how many areas the group has."""
    places = within.best_places(np.where(_downwards(highest_first, within), -values, values))
    size: Floats = np.bincount(within.of, ~np.isnan(values), len(within.codes)).astype(np.float64)[within.of]
    return np.where(np.isnan(values), np.nan, places), size


def _areas(values: ArrayLike, group: ArrayLike | None) -> tuple[Floats, Grouping]:
    given = in_one_row(numbers(values, "values"), "values")
    return given, Grouping.checked(group, given.size)


def _downwards(highest_first: bool | ArrayLike, within: Grouping) -> Bools:
    """Whether areas are placed from the highest value, once or for each; one rule for each group."""
    given = np.asarray(highest_first)
    if given.dtype.kind != "b" or given.shape not in ((), within.of.shape):
        raise InputError(
            f"highest_first must be True or False, once or for each of the {within.of.size} areas; got {given.dtype} "
            f"of shape {given.shape}."
        )
    if given.ndim:
        mixed = within.mixed(given)
        if mixed.any():
            raise InputError(
                f"highest_first must be alike for all areas of a group; it is both True and False in group "
                f"{within.codes[mixed][0]}."
            )
    return given
