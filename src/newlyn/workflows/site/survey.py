"""Which areas the pages of a place are about: found in the evidence at build, with their outlines and neighbours.

What is kept of each is `workflows.site.area_list`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import shapely

from newlyn.evidence.warehouse.reader import Warehouse
from newlyn.geography.boundary import Boundaries
from newlyn.geography.neighbour import find_neighbours
from newlyn.packs.library import Chosen
from newlyn.workflows.areas import has_population, names_of, neighbourhood_names, parents_of, population
from newlyn.workflows.maps import outlines
from newlyn.workflows.places import members
from newlyn.workflows.site.area_list import SMALL, Area

DETAIL_M = 60.0
"""Detail of the outlines on pages, in metres: finer lines are not seen at the width of a screen."""

TOUCHING_M = 30.0
"""Outlines that were generalised by their publisher may gape by this much where areas adjoin."""


@dataclass(frozen=True, eq=False)
class Ground:
    """All areas of the pages of one place, with the outlines of those inside it."""

    areas: tuple[Area, ...]
    """Those inside the place, by type from small to large, then what it is compared with."""
    outlines: Mapping[str, Boundaries]
    """By type: the outlines, simplified; `lsoa11` too, for editions on those areas."""
    comparators: tuple[str, ...]
    """Codes of the county, the region and the country that the place lies in, smallest first."""


def survey(warehouse: Warehouse, place: Chosen) -> Ground:
    """The areas of a place from evidence."""
    small = members(warehouse, place.areas, SMALL).tolist()
    drawn = _outlines(warehouse, place, small)
    above = {level: parents_of(warehouse, SMALL, level) for level in ("msoa21", "wd", "lad", "cty", "rgn", "ctry")}
    inside = {SMALL: {code: [code] for code in small}}
    inside |= {level: _grouped(small, above[level]) for level in ("msoa21", "wd", "lad")}
    comparators = tuple(
        code for level in ("cty", "rgn", "ctry") if (code := _shared(small, above[level])) and code not in inside["lad"]
    )
    names = names_of(warehouse, [*(code for held in inside.values() for code in held), *comparators])
    people = population(warehouse, SMALL) if has_population(warehouse, SMALL) else {}
    msoa_names = neighbourhood_names(warehouse)
    areas = []
    for kind, held in inside.items():
        shapes = drawn.get(kind)
        beside = _adjoining(shapes) if shapes is not None and kind in (SMALL, "msoa21") else {}
        places = _places(shapes) if shapes is not None else {}
        for code, parts in held.items():
            msoa = above["msoa21"].get(parts[0], "") if kind == SMALL else ""
            counted = [people.get(part) for part in parts]
            point, bounds = places.get(code, (None, None))
            areas.append(
                Area(
                    code=code,
                    type=kind,
                    name=names.get(code, code),
                    also=msoa_names.get(code if kind == "msoa21" else msoa, ""),
                    district="" if kind == "lad" else above["lad"].get(parts[0], ""),
                    msoa=msoa,
                    ward=above["wd"].get(parts[0], "") if kind == SMALL else "",
                    residents=None if None in counted else float(sum(filter(None, counted))),
                    point=point,
                    bounds=bounds,
                    adjoining=beside.get(code, ()),
                )
            )
    kinds = {"E10": "cty", "E12": "rgn", "E92": "ctry"}
    areas += [Area(code=code, type=kinds[code[:3]], name=names.get(code, code)) for code in comparators]
    return Ground(tuple(areas), drawn, comparators)


def _outlines(warehouse: Warehouse, place: Chosen, small: list[str]) -> Mapping[str, Boundaries]:
    """Outlines of small areas as published, of larger ones as these make them up; none where no table has them."""
    drawn: dict[str, Boundaries] = {}
    if warehouse.has_table("boundary_lsoa11"):
        older = members(warehouse, place.areas, "lsoa11").tolist()
        drawn["lsoa11"] = outlines(warehouse, "boundary_lsoa11", older, "lsoa11", DETAIL_M)
    if not warehouse.has_table("boundary_lsoa21"):
        return drawn
    drawn[SMALL] = outlines(warehouse, "boundary_lsoa21", small, SMALL, DETAIL_M)
    for level in ("msoa21", "wd", "lad"):
        parents = parents_of(warehouse, SMALL, level)
        groups = {code: parents[code] for code in drawn[SMALL].codes.tolist() if code in parents}
        if groups:
            drawn[level] = drawn[SMALL].dissolved(groups, level).made_valid()
    return drawn


def _grouped(small: Iterable[str], parents: Mapping[str, str]) -> dict[str, list[str]]:
    grouped: dict[str, list[str]] = {}
    for code in small:
        if code in parents:
            grouped.setdefault(parents[code], []).append(code)
    return dict(sorted(grouped.items()))


def _shared(small: Iterable[str], parents: Mapping[str, str]) -> str:
    """The one area in which all lie, or nothing; a place of several counties is compared with none of them."""
    found = {parents.get(code, "") for code in small}
    return found.pop() if len(found) == 1 else ""


def _adjoining(shapes: Boundaries) -> dict[str, tuple[str, ...]]:
    beside = find_neighbours(shapes, distance_m=TOUCHING_M)
    return {code: tuple(beside.of(code).tolist()) for code in shapes.codes.tolist()}


def _places(shapes: Boundaries) -> dict[str, tuple[tuple[float, float], tuple[float, float, float, float]]]:
    """A point inside each area, and its bounds; five decimals of a degree are about a metre."""
    points = np.round(shapely.get_coordinates(shapely.point_on_surface(shapes.shapes)), 5).tolist()
    boxes = np.round(shapely.bounds(shapes.shapes), 5).tolist()
    return {
        code: ((point[0], point[1]), (box[0], box[1], box[2], box[3]))
        for code, point, box in zip(shapes.codes.tolist(), points, boxes, strict=True)
    }
