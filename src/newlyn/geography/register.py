"""The register of administrative areas: names, the years in which each was in force, and what replaced it.

Areas that follow each other keep no common code, so a series that crosses a reorganisation is joined here.
Which area lies in which is `geography.hierarchy`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from newlyn.foundation.errors import InputError, NotFoundError, did_you_mean
from newlyn.geography.code import area_type, kind_of_code


@dataclass(frozen=True)
class RegisteredArea:
    """One administrative area and its life.

    It is in force in a year if it is at the end of that year: an area abolished on 1 April 2021 has `end`
    2021 and is in force in 2020, and its successor has `start` 2021.
    """

    code: str
    name: str
    start: int | None = None
    """First year in force; None where that is before the register begins."""
    end: int | None = None
    """First year no longer in force; None for an area that still is."""
    successors: tuple[str, ...] = ()

    def in_force(self, year: int) -> bool:
        """Whether the area exists at the end of `year`."""
        return (self.start is None or self.start <= year) and (self.end is None or year < self.end)


@dataclass(frozen=True)
class AreaRegister:
    """Areas by code, with their successors."""

    areas: tuple[RegisteredArea, ...]
    _by_code: dict[str, RegisteredArea] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        for area in self.areas:
            kind_of_code(area.code)
            if area.code in self._by_code:
                raise InputError(f"register: {area.code} is entered twice. Enter each area once.")
            self._by_code[area.code] = area
        for area in self.areas:
            self._check_succession(area)

    @classmethod
    def from_trails(cls, trails: Iterable[Mapping[int, str]], names: Mapping[str, str]) -> AreaRegister:
        """Read the codes that each piece of land has had, year by year.

        Parameters
        ----------
        trails : iterable of mappings from year to code
            One for each piece of land; years ascending. A year may be left out.
        names : mapping from code to name
        """
        starts: dict[str, int | None] = {}
        ends: dict[str, int] = {}
        successors: dict[str, set[str]] = {}
        for trail in trails:
            years = sorted(trail)
            starts.setdefault(trail[years[0]], None)
            for before, after in pairwise(years):
                old, new = trail[before], trail[after]
                if old != new:
                    ends[old] = after
                    starts.setdefault(new, after)
                    successors.setdefault(old, set()).add(new)
        return cls(
            tuple(
                RegisteredArea(
                    code, names.get(code, code), start, ends.get(code), tuple(sorted(successors.get(code, ())))
                )
                for code, start in sorted(starts.items())
            )
        )

    def area(self, code: str) -> RegisteredArea:
        """The area of that code.

        Raises
        ------
        NotFoundError
            If the register does not hold it.
        """
        if code not in self._by_code:
            near = [known for known in self._by_code if known[:3] == code[:3]]
            raise NotFoundError(f"{code!r} is not in the register of areas. {did_you_mean(code, near)}".rstrip())
        return self._by_code[code]

    def find(self, name: str, *, year: int) -> RegisteredArea:
        """The area that bears a name in a year; capitals do not matter.

        Raises
        ------
        NotFoundError
            If none does, or the name is not enough to tell two areas apart.
        """
        standing = [area for area in self.areas if area.in_force(year)]
        found = [area for area in standing if area.name.casefold() == name.casefold()]
        if len(found) == 1:
            return found[0]
        if found:
            codes = " and ".join(area.code for area in found)
            raise NotFoundError(f"{name!r} names {codes} in {year}. Give the code instead.")
        hint = did_you_mean(name, [area.name for area in standing])
        raise NotFoundError(f"no area is named {name!r} in {year}. {hint}".rstrip())

    def in_force(self, year: int, kind: str) -> tuple[str, ...]:
        """Codes of the areas of a kind (`lad`, `cty`, …) that exist at the end of `year`, ascending."""
        prefixes = area_type(kind).prefixes
        return tuple(sorted(a.code for a in self.areas if a.code[:3] in prefixes and a.in_force(year)))

    def successors(self, code: str, *, at: int) -> tuple[str, ...]:
        """The areas in force in the year `at` that cover what `code` covered; itself where it still stands.

        Raises
        ------
        NotFoundError
            If the register does not hold the code, or not what followed it.
        InputError
            If the area did not exist yet.
        """
        area = self.area(code)
        if area.start is not None and at < area.start:
            raise InputError(f"{code} ({area.name}) began in {area.start}, after {at}. Ask for {area.start} or later.")
        if area.in_force(at):
            return (code,)
        if not area.successors:
            raise NotFoundError(f"{code} ({area.name}) ended in {area.end} and no successor is registered.")
        return tuple(sorted({last for one in area.successors for last in self.successors(one, at=at)}))

    def _check_succession(self, area: RegisteredArea) -> None:
        if area.successors and area.end is None:
            raise InputError(f"register: {area.code} has successors but no end. Give the year in which it ended.")
        for code in area.successors:
            after = self._by_code.get(code)
            if after is None:
                raise InputError(f"register: {area.code} is followed by {code}, which is not entered. Enter it too.")
            # A successor may have stood before (an enlarged neighbour), but must outlive its predecessor;
            # this also keeps successions from running in a circle.
            if after.end is not None and area.end is not None and after.end <= area.end:
                raise InputError(f"register: {code} is to follow {area.code} but ended no later. Check the years.")
