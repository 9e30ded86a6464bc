"""How many people live in each piece that an old and a new area have in common, estimated from both totals.

This is the arithmetic under `geography.vintage`, which says what the pieces are used for.
"""

from __future__ import annotations

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from newlyn.geography.column import Numbers, Positions, counts, sums

_MOST_STEPS = 1_000
# Fitting stops when no share moves by more than this: a tenth of a person in the population of the world.
_STILL = 1e-11


def shares_of_old(old_at: Positions, new_at: Positions, old_population: Numbers, new_population: Numbers) -> Numbers:
    """The share of each old area's people who live in each piece.

    Pieces are fitted in proportion to both totals in turn (iterative proportional fitting), within each
    connected group of areas and with the old totals fitted last. Four cases fall out of this one rule:
    an unchanged or merged area goes whole; a split area is shared by the populations of the new areas; in an
    irregular group the pieces meet both totals as closely as they can.

    Parameters
    ----------
    old_at, new_at : (m,) arrays of positions
        Which old and which new area each piece belongs to.
    old_population : (n,) array, people
        Not negative. Where the two sides disagree, as two dates do, this side is kept.
    new_population : (k,) array, people
        Not negative. Scaled to the old total of its group.

    Returns
    -------
    (m,) array of proportions
        They sum to 1 over the pieces of each old area, also where nobody lives.

    References
    ----------
    Deming and Stephan (1940), On a least squares adjustment of a sampled frequency table when the expected
    marginal totals are known, Annals of Mathematical Statistics 11(4), 427-444.

    Examples
    --------
    A split of 100 people into areas that hold 30 and 90 people at the later date:

    >>> shares_of_old(np.array([0, 0]), np.array([0, 1]), np.array([100.0]), np.array([30.0, 90.0])).tolist()
    [0.25, 0.75]
    """
    old_group, new_group = _groups(old_at, new_at, len(old_population), len(new_population))
    target = _scaled_to_old(old_group, new_group, old_population, new_population)
    share = _normalised(target[new_at], old_at)
    # All but the irregular groups meet both totals already; only what is left over is fitted in steps.
    received = sums(new_at, old_population[old_at] * share, len(target))
    left = np.isin(old_group[old_at], new_group[~np.isclose(received, target)])
    if left.any():
        share[left] = _fitted(share[left], old_at[left], new_at[left], old_population, target)
    return share


def _fitted(share: Numbers, old_at: Positions, new_at: Positions, old: Numbers, target: Numbers) -> Numbers:
    old_used, old_at = np.unique(old_at, return_inverse=True)
    new_used, new_at = np.unique(new_at, return_inverse=True)
    people, target = old[old_used][old_at], target[new_used]
    for _ in range(_MOST_STEPS):
        received = sums(new_at, people * share)
        factor = np.divide(target, received, out=np.ones_like(target), where=received > 0)
        before, share = share, _normalised(share * factor[new_at], old_at)
        if np.abs(share - before).max() <= _STILL:
            break
    return share


def _scaled_to_old(old_group: Positions, new_group: Positions, old: Numbers, new: Numbers) -> Numbers:
    """The new populations, scaled so that each connected group has the total of its old areas."""
    empty = sums(new_group, new)[new_group] == 0
    new = np.where(empty, 1.0, new)  # a group that became empty shares its past equally
    ratio = sums(old_group, old) / sums(new_group, new)
    return new * ratio[new_group]


def _groups(old_at: Positions, new_at: Positions, n: int, k: int) -> tuple[Positions, Positions]:
    """The connected group of each old and of each new area."""
    links = sparse.coo_array((np.ones(len(old_at)), (old_at, n + new_at)), shape=(n + k, n + k))
    label = connected_components(links, directed=False)[1]
    return label[:n], label[n:]


def _normalised(weight: Numbers, old_at: Positions) -> Numbers:
    """The weights as shares of each old area; equal shares where all weights are zero."""
    total = sums(old_at, weight)[old_at]
    pieces = counts(old_at)[old_at]
    return np.divide(weight, total, out=1.0 / pieces, where=total > 0)
