"""The picture of deprivation: what is said of one place under one edition of an index.

These are values only. They are computed in `indices.deprivation`, gathered from evidence in
`workflows.deprivation` and drawn in `publish.deprivation`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

BANDS: tuple[float, ...] = (0.1, 0.2, 0.3)
"""Shares of England's small areas that count as most deprived: the tenth, the fifth and three tenths."""


@dataclass(frozen=True)
class Band:
    """Areas and residents among the most deprived share of England."""

    top: float
    """Upper limit of the band as a share of England's small areas: 0.1, 0.2 or 0.3."""
    areas: int
    residents: float | None
    """None where no population on the same areas is known."""


@dataclass(frozen=True)
class Summary:
    """The summary measures of a larger area as MHCLG defines them; None where an input is not published."""

    average_score: float | None
    average_rank: float | None
    """Population-weighted, with the most deprived small area ranked highest, as MHCLG publishes it."""
    extent: float | None
    local_concentration: float | None
    share_worst_tenth: float


@dataclass(frozen=True)
class Group:
    """A set of small areas spoken of together: the place, a district, a comparator."""

    code: str
    name: str
    kind: str
    """`place`, `district`, `county`, `region`, `country` or `neighbours`."""
    areas: int
    residents: float | None
    bands: tuple[Band, ...]
    summary: Summary
    standing: Mapping[str, int]
    """Rank of each summary measure among all districts (1 = most deprived); empty for other kinds."""


@dataclass(frozen=True)
class Standing:
    """How one small area stands in one domain."""

    rank: int
    decile: int
    score: float | None


@dataclass(frozen=True)
class Neighbourhood:
    """One small area (LSOA)."""

    code: str
    name: str
    """As ONS numbers it, such as `Tendring 018A`."""
    msoa: str
    msoa_name: str
    """As the House of Commons Library names it, such as `Jaywick & St Osyth`."""
    district: str
    district_name: str
    residents: float | None
    local_rank: int
    """1 = the most deprived of this place; ties share the better rank."""
    domains: Mapping[str, Standing]
    """By domain id; `imd` is the whole index."""
    lineage: str
    """ID that `newlyn lineage` explains."""


@dataclass(frozen=True)
class DomainProfile:
    """How the small areas of the place spread over England's tenths in one domain."""

    domain: str
    label: str
    deciles: tuple[int, ...]
    """Areas in each national tenth, most deprived first: ten counts."""
    bands: tuple[Band, ...]


@dataclass(frozen=True)
class EditionPoint:
    """The place in one edition, carried to one common set of small areas."""

    index: str
    edition: int
    areas: int
    residents: float
    """The same in every edition: people are counted once, so that a share changes only when ranks do."""
    bands: tuple[Band, ...]
    estimated_share: float
    """Share of residents whose rank had to be estimated because their small area was redrawn."""


@dataclass(frozen=True)
class DistrictChange:
    """Share of a district's residents in the most deprived fifth of England, edition by edition."""

    code: str
    name: str
    shares: tuple[float | None, ...]


@dataclass(frozen=True)
class Change:
    """Editions on one set of boundaries and one denominator.

    Ranks are relative: a place that stays as deprived as before moves when others move.
    """

    area_type: str
    population: str
    """What the residents are counted from, in words."""
    editions: tuple[EditionPoint, ...]
    districts: tuple[DistrictChange, ...]
    moved: Mapping[str, int]
    """Areas whose national tenth is `worse`, `same` or `better` than in the edition before."""


@dataclass(frozen=True)
class SourceNote:
    """One file that the picture rests on."""

    publisher: str
    title: str
    licence: str
    url: str | None
    retrieved: str | None
    sha256: str


@dataclass(frozen=True)
class DeprivationPicture:
    """Everything said of one place under one edition; the command line, the page and the API show this."""

    place_id: str
    place_name: str
    index: str
    edition: int
    title: str
    area_type: str
    england_areas: int
    population: str
    """What residents are counted from, in words, such as `mid-2015, without prisoners`."""
    place: Group
    comparators: tuple[Group, ...]
    districts: tuple[Group, ...]
    neighbourhoods: tuple[Neighbourhood, ...]
    """Most deprived first."""
    profile: tuple[DomainProfile, ...]
    change: Change | None
    caveats: tuple[str, ...]
    sources: tuple[SourceNote, ...]
    build: str
    """Digest of the evidence that the picture was made from."""
