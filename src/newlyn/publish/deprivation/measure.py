"""Small readings of a picture that every rendering needs: shares, bands and the order of domains.

Nothing is estimated here; a share is a quotient of two numbers of the picture, or None.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from newlyn.foundation.errors import InputError
from newlyn.indices.picture import Band, Change, DeprivationPicture, DistrictChange, DomainProfile, Group
from newlyn.publish.colour import TENTHS

WHOLE = "imd"
"""The id of the whole index among its domains."""

FIFTH = 0.2
"""The band that headlines use: the most deprived fifth of England."""

BAND_WORDS: dict[float, str] = {0.1: "tenth", 0.2: "fifth", 0.3: "three tenths"}

BAND_COLOURS: dict[float, str] = {0.1: TENTHS[0], 0.2: TENTHS[3], 0.3: "#4b7f88"}
"""Colours of the bands in charts, each at least 3 to 1 on white; place and words tell them apart as well."""


@dataclass(frozen=True)
class Measure:
    """A summary measure of larger areas, as MHCLG names and defines it."""

    id: str
    """Name of the field of `Summary`, and key of `Group.standing`."""
    label: str
    meaning: str


MEASURES: tuple[Measure, ...] = (
    Measure(
        "average_score",
        "Average score",
        "the average of its neighbourhoods’ scores, weighted by their populations",
    ),
    Measure(
        "average_rank",
        "Average rank",
        "the average of its neighbourhoods’ ranks, weighted by their populations; the most deprived neighbourhood of "
        "England has the highest rank, so a higher average is more deprived",
    ),
    Measure(
        "extent",
        "Extent",
        "the share of residents in the most deprived three tenths of neighbourhoods of England, counting all of the "
        "most deprived tenth and ever less of the next two",
    ),
    Measure(
        "local_concentration",
        "Local concentration",
        "the average rank of its most deprived neighbourhoods that hold exactly a tenth of its residents; higher is "
        "more deprived",
    ),
    Measure(
        "share_worst_tenth",
        "Share in worst tenth",
        "the share of its neighbourhoods that are in the most deprived tenth of England",
    ),
)


def band_of(bands: Sequence[Band], top: float) -> Band:
    """The band that ends at `top`; an `InputError` when the picture has none."""
    for band in bands:
        if abs(band.top - top) < 1e-9:
            return band
    raise InputError(f"the picture has no band of the most deprived {top:g}; it has {[band.top for band in bands]}.")


def share(part: float | None, whole: float | None) -> float | None:
    """`part` of `whole` as a proportion; None where either is unknown or the whole is nought.

    Examples
    --------
    >>> share(1, 4), share(None, 4), share(0, 0)
    (0.25, None, None)
    """
    return None if part is None or not whole else min(1.0, part / whole)


def residents_share(group: Group, top: float) -> float | None:
    """Share of the group's residents who live in the most deprived `top` of England."""
    return share(band_of(group.bands, top).residents, group.residents)


def areas_share(group: Group, top: float) -> float | None:
    """Share of the group's small areas in the most deprived `top` of England."""
    return share(band_of(group.bands, top).areas, group.areas)


@dataclass(frozen=True)
class Yardstick:
    """What groups are compared by: shares of residents where all are known, else shares of small areas."""

    who: str
    """`residents` or `neighbourhoods`."""
    share: Callable[[Group, float], float | None]

    @classmethod
    def of(cls, groups: Iterable[Group]) -> Yardstick:
        """One yardstick for all of `groups`, so that like is compared with like."""
        if all(group.residents is not None for group in groups):
            return cls("residents", residents_share)
        return cls("neighbourhoods", areas_share)

    def fifth(self, group: Group) -> float:
        """Share of the group in the most deprived fifth of England; nought for a group without areas."""
        return self.share(group, FIFTH) or 0.0


def domains_of(picture: DeprivationPicture) -> tuple[DomainProfile, ...]:
    """The domains below the whole index, in the publisher's order."""
    return tuple(profile for profile in picture.profile if profile.domain != WHOLE)


def districts_last(change: Change) -> tuple[DistrictChange, ...]:
    """Districts by their share in the last edition, the largest first, then by name."""
    return tuple(sorted(change.districts, key=lambda district: (-(district.shares[-1] or 0.0), district.name)))


def has_residents(change: Change) -> bool:
    """Whether residents are counted in every band of every edition."""
    return all(band.residents is not None for point in change.editions for band in point.bands)
