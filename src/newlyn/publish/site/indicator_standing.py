"""How the districts of a place stand: among each other, among all of England, and to England itself.

Pure arithmetic on figures that were gathered; what is said of it is `indicator_sentence`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from newlyn.publish.site.indicator_measure import Measure, Measured
from newlyn.publish.site.reading import Verdict, judge


@dataclass(frozen=True)
class Standing:
    """One area: its place among those of the place and of England; 1 is the worst, or the highest."""

    measured: Measured
    place: int | None
    england: int | None
    verdict: Verdict
    """To England, by 95% limits."""


@dataclass(frozen=True)
class Standings:
    """All areas of one type in one period."""

    kind: str
    """Type of area: `lad`, or `cty` where a figure exists for counties and unitary authorities alone."""
    period: str
    rows: tuple[Standing, ...]
    """First in order, those without a figure last."""
    whole: Measured | None
    """The place itself, where it is one authority with a figure and not among the rows."""
    compared: tuple[Measured, ...]
    """A larger county, the region and the country."""
    pool: int
    """Areas of England among which they are ranked."""
    amounts: bool = False
    """Whether figures are amounts: then larger areas are listed, and nothing is held against them."""

    @property
    def known(self) -> tuple[Standing, ...]:
        """Those with a figure."""
        return tuple(row for row in self.rows if row.measured.value is not None)

    @property
    def benchmark(self) -> Measured | None:
        """England, if it has a figure that districts can be held against."""
        if self.amounts:
            return None
        return next((one for one in self.compared if one.kind == "country" and one.value is not None), None)

    def first(self) -> tuple[Standing, ...]:
        """The area that comes first, or all that share that place."""
        return tuple(row for row in self.known if row.place == 1)


def stand(
    measured: Sequence[Measured], pool: Sequence[float], benchmark: Measured | None, measure: Measure
) -> list[Standing]:
    """Put areas in order and say where each stands.

    Parameters
    ----------
    measured : figures of the areas of the place
    pool : values of all areas of England of that type, those of the place among them
    benchmark : the figure of England
    """
    own = [one.value for one in measured if one.value is not None]
    against = benchmark.value if benchmark is not None else None
    rows = [
        Standing(
            one,
            rank_of(one.value, own, high_first=measure.high_first),
            rank_of(one.value, pool, high_first=measure.high_first),
            judge(one.value, one.lower, one.upper, against, measure.polarity),
        )
        for one in measured
    ]
    return sorted(rows, key=lambda row: (row.place is None, row.place or 0, row.measured.name))


def rank_of(value: float | None, among: Sequence[float], *, high_first: bool) -> int | None:
    """The place of a value in an order; equal values share the better-known, smaller number.

    Examples
    --------
    >>> rank_of(4.0, [1.0, 4.0, 4.0, 9.0], high_first=True), rank_of(1.0, [1.0, 4.0], high_first=False)
    (2, 1)
    """
    if value is None:
        return None
    before = sum(other > value if high_first else other < value for other in among)
    return before + 1


def position(value: float, among: Sequence[float], *, high_first: bool) -> float:
    """The share of the others that come before a value in an order, ties counted by half: 0 is first, 1 is last.

    Examples
    --------
    >>> position(9.0, [1.0, 4.0, 9.0], high_first=True), position(4.0, [1.0, 4.0, 9.0], high_first=True)
    (0.0, 0.5)
    """
    if len(among) < 2:
        return 0.5
    before = sum(other > value if high_first else other < value for other in among)
    ties = sum(other == value for other in among) - 1
    return (before + max(ties, 0) / 2) / (len(among) - 1)
