"""How areas nest: links from child to parent, composed into the shortest path between two area types.

A link is between two area types that carry their vintage, so it never goes out of date; which
administrative areas are in force in a year is `geography.register`.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from types import MappingProxyType
from typing import Literal

import numpy as np
import pyarrow as pa

from newlyn.foundation.errors import InputError, NotFoundError, did_you_mean
from newlyn.geography.code import area_type, kind_of_code
from newlyn.geography.column import Codes, as_codes, positions

Fit = Literal["exact", "best"]
COLUMNS = ("child_type", "child", "parent_type", "parent", "fit")
"""The columns of a table of links; `fit` is `exact` where the child lies wholly in its parent, else `best`."""


@dataclass(frozen=True, eq=False)
class _Level:
    """The links between two area types: `children` ascending and without repeats, `parents` beside them."""

    children: Codes
    parents: Codes
    fit: Fit


@dataclass(frozen=True, eq=False)
class Hierarchy:
    """Which larger area each area belongs to."""

    _levels: Mapping[tuple[str, str], _Level]

    @classmethod
    def from_links(cls, links: pa.Table) -> Hierarchy:
        """Read a table of links with the columns `child_type`, `child`, `parent_type`, `parent`, `fit`.

        Raises
        ------
        InputError
            If a column or a value is missing, a type is unknown, or a child has two parents of one type.
        """
        absent = [name for name in COLUMNS if name not in links.column_names]
        if absent:
            raise InputError(f"links: no column {absent[0]!r}. A table of links has {', '.join(COLUMNS)}.")
        columns = [_texts(links[name].combine_chunks(), name) for name in COLUMNS]
        child_types, children, parent_types, parents, fits = columns
        levels = {}
        for child_type in np.unique(child_types):
            for parent_type in np.unique(parent_types[child_types == child_type]):
                here = (child_types == child_type) & (parent_types == parent_type)
                pair = (area_type(str(child_type)).id, area_type(str(parent_type)).id)
                levels[pair] = _level(children[here], parents[here], fits[here], pair)
        return cls(MappingProxyType(levels))

    @property
    def types(self) -> tuple[str, ...]:
        """The area types that are linked, in alphabetical order."""
        return tuple(sorted({one for pair in self._levels for one in pair}))

    def codes(self, of_type: str) -> Codes:
        """The codes of one area type that occur in the links, ascending."""
        self._known(of_type)
        found = [level.children for (child, _), level in self._levels.items() if child == of_type]
        found += [level.parents for (_, parent), level in self._levels.items() if parent == of_type]
        return np.unique(np.concatenate(found))

    def path(self, child_type: str, parent_type: str) -> tuple[str, ...]:
        """The area types from child to parent: the fewest steps, then the fewest best-fit steps.

        Raises
        ------
        NotFoundError
            If the links do not lead from one to the other.
        """
        self._known(child_type)
        self._known(parent_type)
        heap: list[tuple[int, int, tuple[str, ...]]] = [(0, 0, (child_type,))]
        done = set()
        while heap:
            steps, guesses, path = heapq.heappop(heap)
            if path[-1] == parent_type:
                return path
            if path[-1] in done:
                continue
            done.add(path[-1])
            for (below, above), level in self._levels.items():
                if below == path[-1]:
                    heapq.heappush(heap, (steps + 1, guesses + (level.fit == "best"), (*path, above)))
        raise NotFoundError(
            f"no links lead from {child_type} up to {parent_type}. Linked types: {', '.join(self.types)}."
        )

    def fit(self, child_type: str, parent_type: str) -> Fit:
        """`exact` if every step of the path nests exactly, else `best`."""
        steps = self._steps(child_type, parent_type)
        return "best" if any(level.fit == "best" for level in steps) else "exact"

    def parents(self, child_codes: Iterable[str], child_type: str, parent_type: str) -> pa.Array:
        """The parent of each child, in the order given; null where a known child has none.

        A unitary authority, for one, lies in no county.

        Raises
        ------
        NotFoundError
            If a child does not occur in the links.
        """
        codes = as_codes(child_codes)
        self._check_known(codes, child_type)
        steps = self._steps(child_type, parent_type)
        has = np.ones(len(codes), bool)
        for level in steps:
            at, found = positions(level.children, codes)
            has &= found
            codes = np.where(has, level.parents[at], "")
        return pa.array(codes, pa.string(), mask=~has)

    def children(self, parent_codes: Iterable[str] | str, parent_type: str, child_type: str) -> pa.Array:
        """Every child of the given parents, ascending.

        Raises
        ------
        NotFoundError
            If a parent does not occur in the links.
        """
        codes = as_codes([parent_codes] if isinstance(parent_codes, str) else parent_codes)
        self._check_known(codes, parent_type)
        for level in reversed(self._steps(child_type, parent_type)):
            codes = level.children[np.isin(level.parents, codes)]
        return pa.array(np.unique(codes), pa.string())

    def _steps(self, child_type: str, parent_type: str) -> list[_Level]:
        path = self.path(child_type, parent_type)
        return [self._levels[pair] for pair in pairwise(path)]

    def _known(self, one: str) -> None:
        if one not in self.types:
            raise NotFoundError(f"no links have the area type {one!r}. {did_you_mean(one, self.types)}".rstrip())

    def _check_known(self, codes: Codes, of_type: str) -> None:
        known = self.codes(of_type)
        unknown = codes[~positions(known, codes)[1]]
        if len(unknown):
            raise NotFoundError(_unknown(str(unknown[0]), of_type, len(known)))


def _texts(column: pa.Array, name: str) -> Codes:
    if column.null_count:
        raise InputError(f"links, column {name!r}: {column.null_count:,} values are missing. Leave such rows out.")
    return np.asarray(column.cast(pa.string()).to_pylist(), dtype=np.str_)


def _level(children: Codes, parents: Codes, fits: Codes, pair: tuple[str, str]) -> _Level:
    wrong = np.setdiff1d(fits, ["exact", "best"])
    if len(wrong):
        raise InputError(f"links {pair[0]} to {pair[1]}: fit {str(wrong[0])!r} is not known. Accepted: exact, best.")
    # Lookups repeat a pair once for every smaller area below it, so repeats are dropped, not refused.
    both = np.unique(np.stack([children, parents]), axis=1)
    twice = np.flatnonzero(both[0][1:] == both[0][:-1])
    if len(twice):
        child, first, second = both[0][twice[0]], both[1][twice[0]], both[1][twice[0] + 1]
        raise InputError(
            f"links {pair[0]} to {pair[1]}: {child} has two parents, {first} and {second}. "
            "Keep the one it fits best, and mark it fit=best."
        )
    return _Level(both[0], both[1], "best" if (fits == "best").any() else "exact")


def _unknown(code: str, of_type: str, count: int) -> str:
    try:
        kind = kind_of_code(code)
    except InputError as error:
        return str(error)
    wanted = area_type(of_type)
    if code[:3] not in wanted.prefixes:
        return f"{code} is of kind {kind!r}, and {wanted.plural} are asked for."
    return f"{code} is not among the {count:,} {wanted.plural} in the links. It may belong to another vintage."
