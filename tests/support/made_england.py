"""England around Saltmarch, the county that does not exist: two regions, thirty districts elsewhere, and its tiles."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from shapely import box, total_bounds, union_all
from shapely.affinity import translate

from newlyn.geography.tile import write_tiles
from newlyn.publish.site.england_area import EnglandArea
from newlyn.workflows.site.england import AREAS, EDITION, RECIPE, TILES
from newlyn.workflows.site.england_prepare import write_areas
from newlyn.workflows.site.opened import Site

HOME_REGION, FAR_REGION = "E12999001", "E12999002"
ELSEWHERE = 30
AREAS_ELSEWHERE = 100


def write_england(site: Site, *, recipe: str = "made up") -> None:
    """Write England beside the pages of Saltmarch, as a build would."""
    site.england.mkdir(parents=True, exist_ok=True)
    areas = tuple(england_around(site))
    write_areas(site.england / AREAS, areas)
    _write_tiles(site)
    (site.england / RECIPE).write_text(recipe, encoding="utf-8")


def england_around(site: Site) -> Iterator[EnglandArea]:
    """The districts of Saltmarch as its picture counts them, others more and more deprived, two regions, England."""
    picture = site.picture(EDITION.id)
    shapes = site.outlines["lad"]
    near = [
        EnglandArea("lad", one.code, one.name, HOME_REGION, one.areas, one.bands[0].areas, one.bands[1].areas,
                    shapes[one.code])
        for one in picture.districts
    ]  # fmt: skip
    west, south, east, _ = total_bounds(list(shapes.values())).tolist()
    step = (east - west) / 5
    far = [
        EnglandArea("lad", f"X0600{at:04d}", f"Farland {at}", FAR_REGION, AREAS_ELSEWHERE, 2 * at, 3 * at,
                    box(west + at % 6 * step, south - (1 + at // 6) * step, west + (at % 6 + 1) * step,
                        south - at // 6 * step))
        for at in range(ELSEWHERE)
    ]  # fmt: skip
    yield from (*near, *far)
    for code, name, inside in ((HOME_REGION, "North Saltings", near), (FAR_REGION, "Farland", far)):
        yield _together("rgn", code, name, inside)
    whole = _together("ctry", "E92000001", "England", [*near, *far])
    yield EnglandArea("ctry", whole.code, whole.name, "", whole.areas, whole.tenth, whole.fifth)


def _together(kind: str, code: str, name: str, inside: list[EnglandArea]) -> EnglandArea:
    counts = (sum(getattr(one, part) for one in inside) for part in ("areas", "tenth", "fifth"))
    return EnglandArea(kind, code, name, "", *counts, union_all([one.shape for one in inside]))


def _write_tiles(site: Site) -> None:
    """The neighbourhoods of Saltmarch, and as many again to the south that have no page here."""
    own = {area.code: site.outlines["lsoa21"][area.code] for area in site.of_type("lsoa21")}
    west, south, _, north = total_bounds(list(own.values())).tolist()
    del west
    other = {f"Y{code[1:]}": translate(shape, yoff=south - north) for code, shape in own.items()}
    codes = [*own, *other]
    write_tiles(
        site.england / TILES,
        {
            "code": codes,
            "name": [site.areas[code].name if code in site.areas else f"Farland {code[-4:]}" for code in codes],
            "lad": [site.areas[code].district if code in site.areas else "X06000000" for code in codes],
            f"{EDITION.id}_rank": list(range(1, len(codes) + 1)),
            f"{EDITION.id}_tenth": [1 + at % 10 for at in range(len(codes))],
        },
        np.array([*own.values(), *other.values()], dtype=object),
        layer="areas",
        min_zoom=4,
        max_zoom=11,
    )
