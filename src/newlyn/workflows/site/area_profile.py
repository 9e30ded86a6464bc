"""The ranks of an area in the newest edition on its own small areas, and its tenths in every edition.

What they look like is `publish.site.area_profile` and `area_change`.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from newlyn.evidence.catalogue.deprivation_domains import DOMAINS, IMD, SUBDOMAINS
from newlyn.evidence.warehouse.lineage import FigureId
from newlyn.foundation.period import Period
from newlyn.indices.edition import Edition, find_edition
from newlyn.indices.picture import DeprivationPicture, Neighbourhood
from newlyn.publish.site.area_change import EditionShare, EditionTenth
from newlyn.publish.site.area_profile import DomainStanding, Profile, spread_of
from newlyn.publish.site.reading import write_value
from newlyn.workflows.site.area_list import SMALL, Area
from newlyn.workflows.site.area_within import inside
from newlyn.workflows.site.opened import Site

PARTS: Mapping[str, tuple[str, ...]] = {
    "education": ("children_young_people", "adult_skills"),
    "barriers": ("geographical_barriers", "wider_barriers"),
    "living": ("indoors", "outdoors"),
}
"""Sub-domains by the domain they are part of."""

WORST_FIFTH = 2
"""The most deprived fifth is the first two tenths."""


@lru_cache(maxsize=8)
def newest_picture(site: Site) -> DeprivationPicture | None:
    """The newest edition that ranks the small areas which have pages; None where none does."""
    for index in reversed(site.editions):
        picture = site.picture(index)
        if picture.area_type == SMALL:
            return picture
    return None


@lru_cache(maxsize=8)
def ranked(site: Site) -> Mapping[str, Neighbourhood]:
    """The neighbourhoods of that edition by code."""
    picture = newest_picture(site)
    return {one.code: one for one in picture.neighbourhoods} if picture else {}


def edition_before(site: Site) -> Edition | None:
    """The edition that the pack has chosen, where it is at hand and not the newest."""
    picture, index = newest_picture(site), site.pack.vintages.index
    if picture is None or index == picture.index or index not in site.editions:
        return None
    return find_edition(index)


def profile_of(site: Site, area: Area) -> Profile | None:
    """The domains of the newest edition for one area; None where it is in none."""
    picture = newest_picture(site)
    if picture is None:
        return None
    empty = Profile(picture.edition, picture.title, picture.index, picture.england_areas)
    if area.type == SMALL:
        hood = ranked(site).get(area.code)
        if hood is None:
            return None
        return Profile(**{**vars(empty), "standings": tuple(_standings(site, picture, hood))})
    hoods = [ranked(site)[one.code] for one in inside(site).get(area.code, ()) if one.code in ranked(site)]
    if not hoods:
        return None
    spreads = tuple(
        spread_of(
            one.label,
            [hood.domains[one.domain].decile for hood in hoods if one.domain in hood.domains],
            whole=one.domain == IMD.id,
        )
        for one in picture.profile
    )
    return Profile(**{**vars(empty), "spreads": spreads})


def rank_figure(code: str, domain: str, year: int, measure: str = "rank") -> str:
    """The ID of what the publisher gives for a small area in one domain."""
    return str(FigureId(f"deprivation.{domain}.{measure}", code, Period.year(year)))


def _standings(site: Site, picture: DeprivationPicture, hood: Neighbourhood) -> Iterator[DomainStanding]:
    shares = {domain.id for domain in DOMAINS if domain.score.startswith("share")}
    for one in picture.profile:
        standing = hood.domains.get(one.domain)
        if standing is None:
            continue
        told = one.domain in shares and standing.score is not None
        yield DomainStanding(
            label=one.label,
            rank=standing.rank,
            tenth=standing.decile,
            of=picture.england_areas,
            figure=rank_figure(hood.code, one.domain, picture.edition),
            whole=one.domain == IMD.id,
            note=f"{write_value(standing.score or 0.0, 'share', 3)} of people" if told else "",
            note_figure=rank_figure(hood.code, one.domain, picture.edition, "score") if told else "",
        )
        for part in PARTS.get(one.domain, ()):
            rank = _part_ranks(site, part, picture.edition).get(hood.code)
            if rank is not None:
                yield DomainStanding(
                    label=_PART_LABELS[part],
                    rank=rank,
                    tenth=math.ceil(10 * rank / picture.england_areas),
                    of=picture.england_areas,
                    figure=rank_figure(hood.code, part, picture.edition),
                    part=True,
                )


_PART_LABELS: Mapping[str, str] = {domain.id: domain.label for domain in SUBDOMAINS}


@lru_cache(maxsize=64)
def _part_ranks(site: Site, part: str, year: int) -> Mapping[str, int]:
    column = site.column(f"deprivation.{part}.rank", SMALL, Period.year(year))
    return {one.area: int(one.value) for one in column if one.value is not None}


def tenths_of(site: Site, area: Area) -> tuple[EditionTenth, ...]:
    """The national tenth of a small area in every edition, oldest first."""
    return tuple(
        EditionTenth(find_edition(one.edition).year, one.tenth, one.estimated) for one in site.tenths(area.code)
    )


def shares_of(site: Site, areas: Sequence[Area]) -> tuple[EditionShare, ...]:
    """The share of the residents of some small areas in the most deprived fifth of England, in every edition.

    Residents are those of the last census throughout, so that a share changes only when ranks do.
    """
    people = [area.residents for area in areas]
    if not areas or None in people:
        return ()
    whole = sum(filter(None, people))
    found: dict[int, list[tuple[float, int | None, float]]] = {}
    for area in areas:
        for one in tenths_of(site, area):
            found.setdefault(one.year, []).append((area.residents or 0.0, one.tenth, one.estimated))
    return tuple(_share(year, parts, whole) for year, parts in found.items())


def _share(year: int, parts: Sequence[tuple[float, int | None, float]], whole: float) -> EditionShare:
    if not whole or any(tenth is None for _, tenth, _ in parts):
        return EditionShare(year, None)
    worst = sum(count for count, tenth, _ in parts if tenth is not None and tenth <= WORST_FIFTH)
    return EditionShare(year, worst / whole, sum(count * estimated for count, _, estimated in parts) / whole)
