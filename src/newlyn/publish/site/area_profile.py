"""How an area stands in each domain of the index: one small area by its rank, a larger one by how its parts spread.

Where the ranks come from is `workflows.site.area_profile`; the sentences are `area_sentence`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

STRIP = 200
"""Units of the width of a strip of the ten tenths."""


@dataclass(frozen=True, slots=True)
class DomainStanding:
    """The rank of one small area in one domain."""

    label: str
    rank: int
    tenth: int
    of: int
    """Small areas of England."""
    figure: str
    """ID of the rank, by which it is traced."""
    part: bool = False
    """Whether it is a part of the domain above it."""
    whole: bool = False
    """Whether it is the whole index."""
    note: str = ""
    """What the score says, where it is a share of people."""
    note_figure: str = ""

    @property
    def x(self) -> float:
        """Where it stands on the strip: the middle of its place in the order."""
        return round(STRIP * (self.rank - 0.5) / self.of, 1)


@dataclass(frozen=True, slots=True)
class DomainSpread:
    """How many of the small areas of a larger one are in each national tenth of one domain."""

    label: str
    counts: tuple[int, ...]
    whole: bool = False

    @property
    def areas(self) -> int:
        """How many small areas there are."""
        return sum(self.counts)

    @property
    def worst(self) -> int:
        """How many are in the most deprived fifth of England."""
        return sum(self.counts[:2])

    @property
    def bars(self) -> tuple[tuple[int, float, float], ...]:
        """For each tenth that occurs: the tenth, where its bar begins on the strip, and how wide it is."""
        scale = STRIP / max(self.areas, 1)
        ends = list(accumulate(self.counts))
        return tuple(
            (tenth, round((end - count) * scale, 1), round(count * scale, 1))
            for tenth, (count, end) in enumerate(zip(self.counts, ends, strict=True), start=1)
            if count
        )


@dataclass(frozen=True)
class Profile:
    """The domains of one edition, the whole index first."""

    year: int
    title: str
    index: str
    england: int
    """Small areas of England."""
    standings: tuple[DomainStanding, ...] = ()
    spreads: tuple[DomainSpread, ...] = ()

    @property
    def whole(self) -> DomainStanding | None:
        """The whole index of one small area."""
        return next((one for one in self.standings if one.whole), None)

    @property
    def spread(self) -> DomainSpread | None:
        """The whole index of a larger area."""
        return next((one for one in self.spreads if one.whole), None)


def spread_of(label: str, tenths: Sequence[int], *, whole: bool = False) -> DomainSpread:
    """Count small areas by national tenth.

    Examples
    --------
    >>> spread_of("Crime", [1, 1, 10]).counts
    (2, 0, 0, 0, 0, 0, 0, 0, 0, 1)
    """
    return DomainSpread(label, tuple(sum(tenth == one for one in tenths) for tenth in range(1, 11)), whole)
