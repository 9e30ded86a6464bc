"""The classes of an indicator's map: fifths of the place's own areas, or the national tenths where figures are tenths.

Fifths are by rank, so each colour covers about as many areas; equal figures are never put into different classes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from newlyn.publish.colour import TENTHS
from newlyn.publish.site.indicator_measure import LEVELS, Measure, Measured, written

STEPS = (1, 3, 5, 7, 9)
"""Steps of the ramp of ten that the five classes take, darkest first: far enough apart to be told from each other."""

_FIFTHS = ("first", "second", "third", "fourth", "last")


@dataclass(frozen=True)
class Class:
    """One class: its colour, what it covers, how many areas are in it."""

    step: int
    """Step of the ramp of ten, from 1, the darkest."""
    mark: str
    label: str
    areas: int

    @property
    def colour(self) -> str:
        """Its ground."""
        return TENTHS[self.step - 1]


@dataclass(frozen=True)
class Classing:
    """All classes, which area is in which, and how they came about."""

    title: str
    note: str
    classes: tuple[Class, ...]
    of: Mapping[str, int]
    """By code of an area: the number of its class, from 1. Areas without a figure are not in it."""


def classed(areas: Sequence[Measured], measure: Measure, *, level: str, place: str) -> Classing:
    """Put areas into classes, the worst, or the highest, in the darkest."""
    known = [(one.code, one.value) for one in areas if one.value is not None]
    if measure.scale == "tenth":
        return _tenths(known)
    of = _fifths(known, high_first=measure.high_first)
    values: dict[int, list[float]] = {}
    for code, value in known:
        values.setdefault(of[code], []).append(value)
    classes = tuple(
        Class(STEPS[at - 1], str(at), _range(values.get(at, []), measure), len(values.get(at, [])))
        for at in range(1, 6)
    )
    many = LEVELS[level][1]
    end = {"rank": "most deprived", "plain": measure.first}[measure.scale]
    worst = ", which is the worst" if measure.judged and measure.scale == "plain" else ""
    note = (
        f"Each colour holds about a fifth of the {many} of {place}, in order of their figures; the darkest is the "
        f"{end} fifth{worst}. The steps are of {place} alone and say nothing of England."
    )
    return Classing(f"Fifths of {place}", note, classes, of)


def _tenths(known: Sequence[tuple[str, float]]) -> Classing:
    of = {code: round(value) for code, value in known}
    ends = {1: "most deprived", 10: "least deprived"}
    counted = list(of.values())
    classes = tuple(Class(at, str(at), ends.get(at, ""), counted.count(at)) for at in range(1, 11))
    note = "Each colour is one tenth of all neighbourhoods of England; darker is more deprived."
    return Classing("Tenths of England", note, classes, of)


def _fifths(known: Sequence[tuple[str, float]], *, high_first: bool) -> dict[str, int]:
    """The fifth in which the middle of each run of equal values falls, so that equal values stay together."""
    ordered = sorted((-value if high_first else value, code) for code, value in known)
    found: dict[str, int] = {}
    start = 0
    while start < len(ordered):
        end = start
        while end < len(ordered) and ordered[end][0] == ordered[start][0]:
            end += 1
        fifth = min(int(5 * ((start + end) / 2) / len(ordered)), 4) + 1
        for _, code in ordered[start:end]:
            found[code] = fifth
        start = end
    return found


def _range(values: Sequence[float], measure: Measure) -> str:
    if not values:
        return "no area"
    low, high = written(min(values), measure), written(max(values), measure)
    return low if low == high else f"{low} to {high}"


def class_words(classing: Classing, number: int) -> str:
    """A class as the line below the moving map says it."""
    one = classing.classes[number - 1]
    if len(classing.classes) == 5:
        return f"{_FIFTHS[number - 1]} fifth, {one.label}"
    return f"tenth {number} of England{f', {one.label}' if one.label else ''}"
