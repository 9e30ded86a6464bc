"""A made-up place: the county of Saltmarch, whose names and codes belong to nowhere.

Its numbers are drawn at random but hang together: bands add up, ranks agree with tenths, districts cover
the county. Nothing here is real.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from shapely import MultiPoint, Point, Polygon, union_all, voronoi_polygons
from shapely.geometry.base import BaseGeometry

from newlyn.indices.picture import (
    BANDS,
    Band,
    Change,
    DeprivationPicture,
    DistrictChange,
    DomainProfile,
    EditionPoint,
    Group,
    Neighbourhood,
    SourceNote,
    Standing,
    Summary,
)

ENGLAND = 32_844
DOMAINS = {
    "imd": "Index of Multiple Deprivation",
    "income": "Income deprivation",
    "employment": "Employment deprivation",
    "education": "Education, skills and training deprivation",
    "health": "Health deprivation and disability",
    "crime": "Crime",
    "barriers": "Barriers to housing and services",
    "living": "Living environment deprivation",
}
DISTRICTS = (
    "Wrackham", "Ebbing Vale", "Great Dunlin", "Curlew Point", "Harrowmere", "Sandling", "Oxlip", "Thistleford",
    "Marram Coast", "Pellbrook", "Quernstone", "Upper Reed",
)  # fmt: skip
SURROUNDINGS = ("Town", "Quay", "Park", "North", "Heath", "Market", "Bridge", "Green & Common", "St Osric", "Fields")


@dataclass(frozen=True)
class MadeUpPlace:
    picture: DeprivationPicture
    shapes: Mapping[str, BaseGeometry]
    outlines: Mapping[str, BaseGeometry]


def make_place(
    *, areas: int = 120, districts: int = 6, population: bool = True, change: bool = True, seed: int = 7
) -> MadeUpPlace:
    """A place with everything that a page can show; the same arguments give the same place."""
    rng = np.random.default_rng(seed)
    shapes, home = _land(rng, areas, districts)
    hoods = _neighbourhoods(rng, shapes, home, population=population)
    names = DISTRICTS[:districts]
    groups = tuple(
        _group(
            f"X0700{at:04d}", name, "district", [one for one in hoods if one.district_name == name], standing=at + 20
        )
        for at, name in enumerate(names)
    )
    place = _group("X10000001", "Saltmarch", "place", hoods)
    picture = DeprivationPicture(
        place_id="saltmarch",
        place_name="Saltmarch",
        index="imd2019",
        edition=2019,
        title="English Indices of Deprivation 2019",
        area_type="lsoa11",
        england_areas=ENGLAND,
        population="a made-up count of residents" if population else "no population on these areas",
        place=place,
        comparators=_comparators(population),
        districts=groups,
        neighbourhoods=tuple(hoods),
        profile=tuple(_profile(domain, label, hoods) for domain, label in DOMAINS.items()),
        change=_change(rng, place, groups) if change else None,
        caveats=(
            "Made-up numbers, for trying out pages.",
            "A neighbourhood is not its residents: people differ within it.",
        ),
        sources=(
            SourceNote(
                "Ministry of Made-up Figures",
                "Indices of a county that does not exist, file 7",
                "Open Government Licence v3.0",
                "https://example.org/file-7.csv",
                "2026-03-04T09:30:00Z",
                "5f3a" * 16,
            ),
            SourceNote("House of Invented Names", "Names of areas", "Open Parliament Licence", None, None, "09bc" * 16),
        ),
        build="c0ffee" * 10 + "beef",
    )
    codes = {one.code: one.district for one in hoods}
    outlines = {
        group.code: union_all([shapes[code] for code, district in codes.items() if district == group.code])
        for group in groups
    }
    return MadeUpPlace(picture, shapes, outlines)


def with_names(picture: DeprivationPicture, name: str) -> DeprivationPicture:
    """The same picture with `name` wherever a name stands: for names that are not to be trusted."""

    def renamed(group: Group) -> Group:
        return replace(group, name=name)

    return replace(
        picture,
        place_name=name,
        title=name,
        population=name,
        place=renamed(picture.place),
        comparators=tuple(map(renamed, picture.comparators)),
        districts=tuple(map(renamed, picture.districts)),
        neighbourhoods=tuple(
            replace(one, name=name, msoa_name=name, district_name=name, lineage=name) for one in picture.neighbourhoods
        ),
        profile=tuple(replace(one, label=name) for one in picture.profile),
        change=picture.change
        and replace(
            picture.change,
            population=name,
            districts=tuple(replace(one, name=name) for one in picture.change.districts),
        ),
        caveats=(name,),
        sources=tuple(replace(one, publisher=name, title=name, licence=name) for one in picture.sources),
    )


def _land(rng: np.random.Generator, areas: int, districts: int) -> tuple[dict[str, BaseGeometry], dict[str, int]]:
    """Cells of a Voronoi diagram inside a coast, denser around a few towns, with the nearest town of each."""
    around = np.linspace(0, 2 * np.pi, 80, endpoint=False)
    reach = 0.4 + 0.05 * np.sin(3 * around) + 0.04 * np.sin(7 * around + 1) + 0.02 * rng.random(80)
    coast = Polygon(np.column_stack((0.6 + 1.5 * reach * np.cos(around), 51.8 + 0.8 * reach * np.sin(around))))
    angle = np.linspace(0, 2 * np.pi, districts, endpoint=False) + 0.3
    spread = np.where(np.arange(districts) % 2, 0.55, 0.28) if districts > 1 else np.zeros(1)
    towns = np.column_stack((0.6 + 0.75 * spread * np.cos(angle), 51.8 + 0.42 * spread * np.sin(angle)))
    points: list[tuple[float, float]] = []
    while len(points) < areas:
        town = towns[rng.integers(districts)]
        x, y = town + rng.normal(0, rng.choice((0.03, 0.12)), 2) * (1.5, 0.9)
        if coast.contains(Point(x, y)):
            points.append((x, y))
    cells = [cell.intersection(coast) for cell in voronoi_polygons(MultiPoint(points), extend_to=coast).geoms]
    cells = [cell for cell in cells if not cell.is_empty]
    codes = [f"X0100{at:04d}" for at in range(len(cells))]
    centres = np.array([(cell.centroid.x, cell.centroid.y) for cell in cells])
    nearest = np.argmin(((centres[:, None, :] - towns[None]) ** 2).sum(axis=2), axis=1)
    return dict(zip(codes, cells, strict=True)), dict(zip(codes, nearest.tolist(), strict=True))


def _neighbourhoods(
    rng: np.random.Generator, shapes: Mapping[str, BaseGeometry], home: Mapping[str, int], *, population: bool
) -> list[Neighbourhood]:
    codes = list(shapes)
    small = np.array([shapes[code].area for code in codes])
    hardship = -np.log(small) * 0.35 + np.array([(home[code] * 5) % 7 for code in codes]) * 0.25
    hardship = hardship - hardship.mean() - 0.5 + rng.normal(0, 0.7, len(codes))
    ranks = {"imd": _ranks(rng, hardship)}
    for domain in list(DOMAINS)[1:]:
        weight = -0.6 if domain == "barriers" else 0.8
        ranks[domain] = _ranks(rng, weight * hardship + rng.normal(-0.1, 0.6, len(codes)))
    order = np.argsort(ranks["imd"], kind="stable")
    residents = rng.integers(1_050, 2_900, len(codes))
    return [
        Neighbourhood(
            code=codes[at],
            name=f"{DISTRICTS[home[codes[at]]]} {at // 6 + 1:03d}{'ABCDEF'[at % 6]}",
            msoa=f"X0200{at // 6:04d}",
            msoa_name=f"{DISTRICTS[home[codes[at]]]} {SURROUNDINGS[(at // 6) % len(SURROUNDINGS)]}",
            district=f"X0700{home[codes[at]]:04d}",
            district_name=DISTRICTS[home[codes[at]]],
            residents=float(residents[at]) if population else None,
            local_rank=place + 1,
            domains={domain: _standing(int(found[at])) for domain, found in ranks.items()},
            lineage=f"deprivation.imd.rank:{codes[at]}:2019",
        )
        for place, at in enumerate(order.tolist())
    ]


def _ranks(rng: np.random.Generator, hardship: np.ndarray) -> np.ndarray:
    """National ranks from a standing on the normal scale: no two areas share one."""
    share = 1 / (1 + np.exp(1.7 * hardship))
    ranks = np.clip((share * ENGLAND).astype(int), 1, ENGLAND)
    taken: set[int] = set()
    for at in rng.permutation(len(ranks)).tolist():
        while int(ranks[at]) in taken:
            ranks[at] = ranks[at] % ENGLAND + 1
        taken.add(int(ranks[at]))
    return ranks


def _standing(rank: int) -> Standing:
    return Standing(rank, min(10, 1 + (rank - 1) * 10 // ENGLAND), round(60 * (1 - rank / ENGLAND) ** 2 + 1, 3))


def _group(code: str, name: str, kind: str, hoods: Sequence[Neighbourhood], standing: int = 0) -> Group:
    known = [one.residents for one in hoods if one.residents is not None]
    residents = sum(known) if len(known) == len(hoods) else None
    ranks = [one.domains["imd"].rank for one in hoods]
    worst = sum(one.domains["imd"].decile == 1 for one in hoods) / max(len(hoods), 1)
    score = sum(one.domains["imd"].score or 0 for one in hoods) / max(len(hoods), 1)
    average = ENGLAND + 1 - sum(ranks) / max(len(ranks), 1)
    summary = (
        Summary(None, None, None, None, worst)
        if residents is None
        else Summary(score, average, worst + 0.06, ENGLAND - min(ranks) - 700.25, worst)
    )
    places = ("average_score", "average_rank", "extent", "local_concentration", "share_worst_tenth")
    measures = {name: standing * 7 + at for at, name in enumerate(places)} if kind == "district" else {}
    return Group(code, name, kind, len(hoods), residents, _bands("imd", hoods), summary, measures)


def _bands(domain: str, hoods: Sequence[Neighbourhood]) -> tuple[Band, ...]:
    bands = []
    for top in BANDS:
        inside = [one for one in hoods if one.domains[domain].decile <= round(top * 10)]
        known = all(one.residents is not None for one in hoods)
        bands.append(Band(top, len(inside), sum(one.residents or 0 for one in inside) if known else None))
    return tuple(bands)


def _profile(domain: str, label: str, hoods: Sequence[Neighbourhood]) -> DomainProfile:
    deciles = tuple(sum(one.domains[domain].decile == tenth for one in hoods) for tenth in range(1, 11))
    return DomainProfile(domain, label, deciles, _bands(domain, hoods))


def _comparators(population: bool) -> tuple[Group, ...]:
    def group(code: str, name: str, kind: str, areas: int, shares: tuple[float, float, float]) -> Group:
        residents = areas * 1_650.0 if population else None
        bands = tuple(
            Band(top, round(areas * part), residents and round(residents * part * 1.01))
            for top, part in zip(BANDS, shares, strict=True)
        )
        summary = Summary(None, None, None, None, shares[0])
        return Group(code, name, kind, areas, residents, bands, summary, {})

    return (
        group("X12000001", "East of Nowhere", "region", 3_614, (0.045, 0.118, 0.212)),
        group("neighbours", "Nearest neighbours of Saltmarch", "neighbours", 7_870, (0.051, 0.121, 0.207)),
        group("X92000001", "England", "country", ENGLAND, (0.1, 0.2, 0.3)),
    )


def _change(rng: np.random.Generator, place: Group, districts: Sequence[Group]) -> Change:
    editions = (2004, 2007, 2010, 2015, 2019)
    drift = np.cumsum(rng.normal(-0.02, 0.05, len(editions)))[::-1]
    points = []
    for edition, by in zip(editions, drift - drift[-1], strict=True):
        bands = tuple(
            Band(one.top, max(0, round(one.areas * (1 + by))), one.residents and one.residents * (1 + by))
            for one in place.bands
        )
        points.append(
            EditionPoint(
                f"imd{edition}", edition, place.areas, place.residents or 0.0, bands, 0.0 if edition > 2010 else 0.031
            )
        )
    rows = []
    for group in districts:
        fifth = group.bands[1]
        share = None if group.residents is None else (fifth.residents or 0) / group.residents
        walk = 1 + np.cumsum(rng.normal(0, 0.12, len(editions)))
        shares = tuple(None if share is None else float(np.clip(share * one, 0, 1)) for one in walk / walk[-1])
        rows.append(DistrictChange(group.code, group.name, shares))
    moved = {"worse": place.areas // 5, "better": place.areas // 6}
    moved["same"] = place.areas - moved["worse"] - moved["better"]
    return Change("lsoa11", place.name and "a made-up count of residents", tuple(points), tuple(rows), moved)
