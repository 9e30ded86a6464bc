"""How unevenly groups of people are spread over places, and how much they meet: dissimilarity, isolation, information.

What small numbers alone would bring about, and confidence limits, are in `inequality.segregation_chance`. Inequality
of what people have is in `inequality.gini` and `inequality.theil`.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import xlogy

from newlyn.foundation.errors import InputError
from newlyn.stats.argument import Floats, at_least, counts, part_of_whole, same_shape


def dissimilarity(minority: ArrayLike, majority: ArrayLike) -> Floats:
    """Index of dissimilarity D: the share of one group that would have to move for both to be spread alike.

    Small groups in small places are uneven by chance alone: see
    `segregation_chance`.

    Parameters
    ----------
    minority : (…, places) array of counts
        People of one group in each place. A row with a missing count (NaN) is missing.
    majority : (…, places) array of counts
        People of the other group, or all others.

    Returns
    -------
    (…,) float64, from 0 (spread alike) to 1 (nowhere together)
        Missing where one of the groups has nobody.

    Raises
    ------
    InputError
        If a count is negative, there are no places, or the shapes do not go together.

    References
    ----------
    Duncan and Duncan (1955), A methodological analysis of segregation indexes, American Sociological Review 20:
    210–217.

    Examples
    --------
    >>> float(dissimilarity([30, 10], [20, 40]).round(3))
    0.417
    """
    x, y = _two(minority, majority)
    return _spread_apart(x, y)


def isolation(group: ArrayLike, total: ArrayLike) -> Floats:
    """Isolation index xP*x: the share of their own group among the neighbours of its average member.

    Parameters
    ----------
    group : (…, places) array of counts
        People of the group in each place. A row with a missing count (NaN) is missing.
    total : (…, places) array of counts
        All people of each place, the group included.

    Returns
    -------
    (…,) float64, from the group's share of all people to 1
        Missing where the group has nobody.

    Raises
    ------
    InputError
        If a count is negative or exceeds its total, there are no places, or the shapes do not go together.

    References
    ----------
    Lieberson (1981), An asymmetrical approach to segregation, in Peach, Robinson and Smith (eds), Ethnic segregation in
    cities, Croom Helm, pp. 61–82.
    Massey and Denton (1988), The dimensions of residential segregation, Social Forces 67: 281–315.

    Examples
    --------
    >>> float(isolation([30, 10], [50, 50]))
    0.5
    """
    return interaction(group, group, total)


def interaction(group: ArrayLike, other: ArrayLike, total: ArrayLike) -> Floats:
    """Interaction index xP*y, or exposure: the share of another group among the neighbours of one's average member.

    Parameters
    ----------
    group : (…, places) array of counts
        People of the group whose neighbours are asked about. A row with a missing count (NaN) is missing.
    other : (…, places) array of counts
        People of the group that they may meet. Over all groups, the own one included, shares add up to 1.
    total : (…, places) array of counts
        All people of each place.

    Returns
    -------
    (…,) float64, from 0 to 1
        Missing where the group has nobody.

    Raises
    ------
    InputError
        If a count is negative or exceeds its total, there are no places, or the shapes do not go together.

    References
    ----------
    Lieberson (1981), An asymmetrical approach to segregation, in Peach, Robinson and Smith (eds), Ethnic segregation in
    cities, Croom Helm, pp. 61–82.
    Massey and Denton (1988), The dimensions of residential segregation, Social Forces 67: 281–315.

    Examples
    --------
    >>> float(interaction([30, 10], [20, 40], [50, 50]))
    0.5
    """
    x, _ = part_of_whole(group, total, part_name="count of the group", whole_name="total")
    y, _ = part_of_whole(other, total, part_name="count of the other group", whole_name="total")
    x, y, n = same_shape(group=x, other=y, total=counts(total, "total"))
    # Where nobody lives nobody meets anybody; a total that is missing leaves its row missing.
    met = np.divide(y, at_least(1, n, "total"), out=np.where(n == 0, 0, np.nan), where=n > 0)
    found: Floats = (x * met).sum(axis=-1) / _whole(x)
    return found


def multigroup_dissimilarity(count: ArrayLike) -> Floats:
    """Index of dissimilarity of several groups at once: the share who would have to move, of those who could have to.

    Parameters
    ----------
    count : (…, places, groups) array of counts
        People of each group in each place. A table with a missing count (NaN) is missing.

    Returns
    -------
    (…,) float64, from 0 to 1
        For two groups the same as `dissimilarity`. Missing where fewer than two groups have anybody.

    Raises
    ------
    InputError
        If a count is negative, or there is no table of places and groups.

    References
    ----------
    Morgan (1975), The segregation of socioeconomic groups in urban areas, Urban Studies 12: 47–60.
    Reardon and Firebaugh (2002), Measures of multigroup segregation, Sociological Methodology 32: 33–67, table 2.

    Examples
    --------
    >>> float(multigroup_dissimilarity([[10, 0, 0], [0, 10, 10]]).round(3))
    0.667
    """
    mix, group_share, place_share = _mixes(count)
    away = (place_share * np.abs(mix - group_share[..., np.newaxis, :]).sum(axis=-1)).sum(axis=-1)
    room = 2 * (group_share * (1 - group_share)).sum(axis=-1)
    return _over(away, room)


def information_theory_index(count: ArrayLike) -> Floats:
    """Theil's information theory index H: how much less mixed the places are than all people together.

    Unlike dissimilarity it adds up: H over neighbourhoods is H over districts plus what is left within them.

    Parameters
    ----------
    count : (…, places, groups) array of counts
        People of each group in each place. A table with a missing count (NaN) is missing.

    Returns
    -------
    (…,) float64, from 0 (every place mixed like the whole) to 1 (every place has one group only)
        Missing where fewer than two groups have anybody.

    Raises
    ------
    InputError
        If a count is negative, or there is no table of places and groups.

    References
    ----------
    Theil and Finizza (1971), A note on the measurement of racial integration of schools by means of informational
    concepts, Journal of Mathematical Sociology 1: 187–193.
    Reardon and Firebaugh (2002), Measures of multigroup segregation, Sociological Methodology 32: 33–67, table 2.

    Examples
    --------
    >>> float(information_theory_index([[30, 20], [10, 40]]).round(4))
    0.1282
    """
    mix, group_share, place_share = _mixes(count)
    entropy = -xlogy(group_share, group_share).sum(axis=-1)
    left = (place_share * (entropy[..., np.newaxis] + xlogy(mix, mix).sum(axis=-1))).sum(axis=-1)
    # Rounding may leave places that are all mixed alike a hair below nought.
    return np.maximum(_over(left, entropy), 0)


def _two(minority: ArrayLike, majority: ArrayLike) -> tuple[Floats, Floats]:
    x, y = same_shape(minority=counts(minority, "minority count"), majority=counts(majority, "majority count"))
    return at_least(1, x, "minority"), y


def _whole(people: Floats) -> Floats:
    """All people of a group, missing where there are none."""
    whole = people.sum(axis=-1)
    return np.where(whole > 0, whole, np.nan)


def _spread_apart(x: Floats, y: Floats) -> Floats:
    apart: Floats = np.abs(x / _whole(x)[..., np.newaxis] - y / _whole(y)[..., np.newaxis]).sum(axis=-1) / 2
    return apart


def _mixes(count: ArrayLike) -> tuple[Floats, Floats, Floats]:
    """The share of each group in each place and over all, and the share of all people in each place."""
    people = counts(count)
    if people.ndim < 2 or 0 in people.shape[-2:]:
        raise InputError(f"count must be a table of places by groups on the last two axes; got shape {people.shape}.")
    places = people.sum(axis=-1)
    whole = _whole(places)[..., np.newaxis]
    filled = places[..., np.newaxis]
    mix = np.divide(people, filled, out=np.zeros(people.shape), where=filled != 0)
    return mix, people.sum(axis=-2) / whole, places / whole


def _over(part: Floats, most: Floats) -> Floats:
    share: Floats = np.divide(part, most, out=np.full(np.shape(part), np.nan), where=most > 0)
    return share
