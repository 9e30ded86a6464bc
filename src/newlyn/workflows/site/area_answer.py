"""The sentence and the numbers at the top of an area's page, from its profile and the picture of the place."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from newlyn.indices.picture import DeprivationPicture, Group
from newlyn.publish import number
from newlyn.publish.deprivation.measure import FIFTH, band_of, residents_share
from newlyn.publish.site import area_sentence as sentence
from newlyn.publish.site.area import Headline
from newlyn.publish.site.area_profile import Profile
from newlyn.publish.site.link import Links
from newlyn.workflows.lineage import PICTURE, picture_figures
from newlyn.workflows.site.area_list import SMALL, Area
from newlyn.workflows.site.area_profile import newest_picture, ranked, tenths_of
from newlyn.workflows.site.opened import Site

CENSUS_COUNTS = ("census.children", "census.women", "census.disabled")
"""Indicators that the last census has for every district of England."""

AVERAGE = "average_score"
"""The measure by which districts are ranked: the publisher's first."""


def answer_of(site: Site, area: Area, profile: Profile | None) -> str:
    """The one sentence that answers how deprived an area is."""
    if profile is None:
        return sentence.not_ranked(area.title)
    if area.type == SMALL and profile.whole:
        before = [one for one in tenths_of(site, area) if one.year < profile.year]
        whole = profile.whole
        return sentence.small_area(area.title, whole.rank, whole.tenth, profile.england, profile.year, before)
    spread = profile.spread
    if spread is None:
        return sentence.not_ranked(area.title)
    if area.type != "lad":
        return sentence.larger_area(area.title, spread.worst, spread.areas, profile.year)
    group = group_of(site, area)
    return sentence.district(
        area.title,
        residents_share(group, FIFTH) if group else None,
        spread.worst,
        spread.areas,
        profile.year,
        rank=group.standing.get(AVERAGE) if group else None,
        of=_districts_of_england(site),
    )


RESIDENTS = "population.usual_residents"
"""The indicator that counts what an area's residents are said to be."""


def headlines_of(site: Site, area: Area, profile: Profile | None, link: Links) -> tuple[Headline, ...]:
    """The numbers at the top of the page."""
    return tuple(_headlines(site, area, profile, link))


def _headlines(site: Site, area: Area, profile: Profile | None, link: Links) -> Iterator[Headline]:
    picture = newest_picture(site)
    if profile is not None and picture is not None:
        if area.type == SMALL:
            yield from _small(site, area, profile, picture, link)
        else:
            yield from _larger(site, area, profile, picture, link)
    if area.residents is not None:
        counted = site.series(RESIDENTS, area.code)
        href = link.figure(counted[-1].id) if counted else ""
        yield Headline("Residents", number.count(area.residents), "", href, ("at Census 2021",))


def _small(site: Site, area: Area, profile: Profile, picture: DeprivationPicture, link: Links) -> Iterator[Headline]:
    whole, hood = profile.whole, ranked(site)[area.code]
    if whole is None:
        return
    href = link.figure(whole.figure)
    yield Headline("Rank in England", f"{whole.rank:,}", f"of {whole.of:,}", href, ("1 is the most deprived",))
    yield Headline(
        f"Rank in {site.name}", f"{hood.local_rank:,}", f"of {len(picture.neighbourhoods):,}", href,
        ("1 is the most deprived",),
    )  # fmt: skip
    income = next((one for one in profile.standings if one.note), None)
    if income is not None:
        share, _, rest = income.note.partition(" ")
        year = (f"Indices of Deprivation {profile.year}",)
        yield Headline(income.label, share, rest, link.figure(income.note_figure), year)


def _larger(site: Site, area: Area, profile: Profile, picture: DeprivationPicture, link: Links) -> Iterator[Headline]:
    spread, group = profile.spread, group_of(site, area)
    if spread is None:
        return
    share = residents_share(group, FIFTH) if group else None
    if group is not None and share is not None:
        yield Headline(
            "Residents in the most deprived fifth",
            number.percent(share),
            "of its residents",
            _traced(site, picture, f"residents-{FIFTH}-{area.code}", link),
            (f"{number.count(band_of(group.bands, FIFTH).residents)} people",),
            share,
            FIFTH,
        )
    yield Headline(
        "Neighbourhoods in the most deprived fifth",
        str(spread.worst),
        f"of {spread.areas}",
        _traced(site, picture, f"areas-{FIFTH}-{area.code}", link),
        (),
        None if share is not None else spread.worst / max(spread.areas, 1),
        None if share is not None else FIFTH,
    )
    if group is not None and AVERAGE in group.standing:
        of = _districts_of_england(site)
        yield Headline(
            "Rank by average score", str(group.standing[AVERAGE]), f"of {of} districts" if of else "among districts",
            "", ("1 is the most deprived",),
        )  # fmt: skip


def group_of(site: Site, area: Area) -> Group | None:
    """What the newest edition says of a district; None for other areas."""
    picture = newest_picture(site)
    return next((one for one in picture.districts if one.code == area.code), None) if picture else None


def _traced(site: Site, picture: DeprivationPicture, name: str, link: Links) -> str:
    known = name in _figure_names(site)
    return link.figure(f"{PICTURE}{picture.place_id}:{picture.index}:{name}") if known else ""


@lru_cache(maxsize=8)
def _figure_names(site: Site) -> frozenset[str]:
    picture = newest_picture(site)
    return frozenset(picture_figures(picture)) if picture else frozenset()


@lru_cache(maxsize=8)
def _districts_of_england(site: Site) -> int | None:
    """How many districts England has: those counted in the last census; None where it is not at hand."""
    for indicator in CENSUS_COUNTS:
        period = site.latest(indicator, "lad")
        if period is not None:
            return len(site.column(indicator, "lad", period))
    return None
