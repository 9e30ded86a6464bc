"""The prepared pages of Saltmarch, a county that does not exist: every part that the real ones have, in a second."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np
import pyarrow as pa
import shapely
from shapely.geometry.base import BaseGeometry
from tests.publish.factory import DOMAINS, MadeUpPlace, make_place

from newlyn.evidence.order import in_order
from newlyn.evidence.warehouse.observation import EVERYONE, KEY, SCHEMA
from newlyn.foundation.period import Period
from newlyn.foundation.settings import Settings
from newlyn.packs.place import Areas, Brand, Place
from newlyn.publish.deprivation.export import render_deprivation_json
from newlyn.workflows.site.area_list import Area
from newlyn.workflows.site.cut import write_cut
from newlyn.workflows.site.folder import CURRENT, FORMAT, MANIFEST
from newlyn.workflows.site.opened import Site, open_site
from newlyn.workflows.succession import Succession

DIGEST = "5a17" * 16
COUNTY, ENGLAND = "E10999999", "E92000001"

CENSUS = Period.day(2021, 3, 21)
COUNTED = ("census.no_qualifications", "census.disabled", "census.unpaid_care")
"""Indicators with limits that exist for areas of every size."""
GROUPED = ("census.age", ("0-15", "16-64", "65+"))
YEARLY = ("outcomes.school.persistent_absence", "outcomes.health.life_expectancy", "outcomes.digital.gigabit")
"""Indicators of districts and what is larger, with a series; the first has a withheld value, the second has limits."""

RETIRED_ONE, RETIRED_SPLIT = "E01999001", "E01999002"


def write_site(home: Path, *, digest: str = DIGEST, seed: int = 7) -> Site:
    """Write the pages of Saltmarch into a home of Newlyn and open them."""
    place = make_place(areas=60, districts=4, seed=seed)
    folder = home / "pictures" / "saltmarch" / digest
    folder.mkdir(parents=True, exist_ok=True)
    areas = tuple(_areas(place))
    hoods = [area.code for area in areas if area.type == "lsoa21"]
    for index, year in (("imd2019", 2019), ("imd2025", 2025)):
        small = "lsoa21" if year == 2025 else "lsoa11"
        title = f"English Indices of Deprivation {year}"
        picture = replace(place.picture, index=index, edition=year, title=title, area_type=small)
        (folder / f"{index}.json").write_text(render_deprivation_json(picture), encoding="utf-8")
    write_cut(folder / "observations.arrow", in_order(_observations(areas, place, seed), KEY))
    _write_outlines(folder / "outlines.arrow", place, areas)
    pack = Place(
        id="saltmarch",
        name="Saltmarch",
        areas=Areas(lad=("E07000066",)),
        brand=Brand(name="Saltmarch County Council"),
        fictional=True,
    )
    retired = {
        RETIRED_ONE: Succession(RETIRED_ONE, "Old Quay 001A", "lsoa11", (hoods[0],), 2021, "recoded", ("made_up",)),
        RETIRED_SPLIT: Succession(RETIRED_SPLIT, "", "lsoa11", tuple(hoods[1:3]), 2021, "split", ("made_up",)),
    }
    content = {
        "format": FORMAT,
        "place": "saltmarch",
        "name": "Saltmarch",
        "digest": digest,
        "evidence": "e1de" * 16,
        "pack": pack.model_dump(mode="json"),
        "areas_of": pack.areas.model_dump(mode="json"),
        "editions": ["imd2019", "imd2025"],
        "indicators": [*COUNTED, GROUPED[0], *YEARLY],
        "comparators": [COUNTY, ENGLAND],
        "areas": [asdict(area) for area in areas],
        "retired": {code: asdict(one) for code, one in retired.items()},
        "tenths": {code: {"imd2019": [1 + at % 10, 0.25 * (at == 3)], "imd2025": [1 + (at + 1) % 10, 0.0]}
                   for at, code in enumerate(hoods)},
        "tiles": [],
    }  # fmt: skip
    (folder / MANIFEST).write_text(json.dumps(content, sort_keys=True), encoding="utf-8")
    (folder.parent / CURRENT).write_text(digest, encoding="utf-8")
    return open_site(folder.parent, Settings.from_environ({"NEWLYN_HOME": str(home)}))


def _areas(place: MadeUpPlace) -> Iterator[Area]:
    hoods = sorted(place.picture.neighbourhoods, key=lambda one: one.code)
    wards = {one.code: f"{one.district}W{at // 3 % 2}" for at, one in enumerate(hoods)}
    for at, one in enumerate(hoods):
        shape = place.shapes[one.code]
        beside = tuple(other.code for other in hoods[max(at - 2, 0) : at + 3] if other is not one)
        yield Area(
            one.code, "lsoa21", one.name, one.msoa_name, one.district, one.msoa, wards[one.code], one.residents,
            _point(shape), _bounds(shape), beside,
        )  # fmt: skip
    for code in sorted({one.msoa for one in hoods}):
        inside = [one for one in hoods if one.msoa == code]
        shape = shapely.union_all([place.shapes[one.code] for one in inside])
        yield Area(
            code, "msoa21", f"{inside[0].district_name} {code[-3:]}", inside[0].msoa_name, inside[0].district, "", "",
            sum(one.residents or 0 for one in inside), _point(shape), _bounds(shape),
        )  # fmt: skip
    for code in sorted(set(wards.values())):
        inside = [one for one in hoods if wards[one.code] == code]
        shape = shapely.union_all([place.shapes[one.code] for one in inside])
        name = f"{inside[0].district_name} {'East' if code.endswith('1') else 'West'}"
        yield Area(
            code, "wd", name, "", inside[0].district, "", "", sum(one.residents or 0 for one in inside),
            _point(shape), _bounds(shape),
        )  # fmt: skip
    for group in place.picture.districts:
        shape = place.outlines[group.code]
        yield Area(group.code, "lad", group.name, residents=group.residents, point=_point(shape), bounds=_bounds(shape))
    yield Area(COUNTY, "cty", "Saltmarch")
    yield Area(ENGLAND, "ctry", "England")


def _point(shape: BaseGeometry) -> tuple[float, float]:
    inside = shape.representative_point()
    return (round(inside.x, 5), round(inside.y, 5))


def _bounds(shape: BaseGeometry) -> tuple[float, float, float, float]:
    west, south, east, north = (round(one, 5) for one in shape.bounds)
    return (west, south, east, north)


def _observations(areas: tuple[Area, ...], place: MadeUpPlace, seed: int) -> pa.Table:
    rng = np.random.default_rng(seed)
    rows = [row for area in areas for row in (*_counted(area, rng), *_yearly(area, rng), *_ranked(area, place))]
    return pa.Table.from_pylist(rows, schema=SCHEMA)


def _counted(area: Area, rng: np.random.Generator) -> Iterator[Mapping[str, object]]:
    people = float(area.residents or 90_000)
    for code in COUNTED:
        part = float(rng.integers(5, 30)) / 100
        yield _row(area, code, CENSUS, 100 * part, (100 * part - 1, 100 * part + 1), numerator=people * part)
    shares = rng.dirichlet((3, 9, 4))
    for group, share in zip(GROUPED[1], shares.tolist(), strict=True):
        yield _row(area, GROUPED[0], CENSUS, 100 * share, (99 * share, 101 * share), group=group)


def _yearly(area: Area, rng: np.random.Generator) -> Iterator[Mapping[str, object]]:
    if area.type not in ("lad", "cty", "ctry"):
        return
    for code in YEARLY:
        for year in range(2019, 2025):
            value = float(rng.integers(200, 900)) / 10
            withheld = code == YEARLY[0] and year == 2020 and area.type == "lad"
            limits = (value - 2, value + 2) if code == YEARLY[1] else None
            yield _row(area, code, Period.year(year), None if withheld else value, limits)


def _ranked(area: Area, place: MadeUpPlace) -> Iterator[Mapping[str, object]]:
    if area.type != "lsoa21":
        return
    hood = next(one for one in place.picture.neighbourhoods if one.code == area.code)
    for domain in DOMAINS:
        standing = hood.domains[domain]
        yield _row(area, f"deprivation.{domain}.rank", Period.year(2025), float(standing.rank))
        yield _row(area, f"deprivation.{domain}.decile", Period.year(2025), float(standing.decile))


def _row(
    area: Area,
    indicator: str,
    period: Period,
    value: float | None,
    limits: tuple[float, float] | None = None,
    *,
    group: str = EVERYONE,
    numerator: float | None = None,
) -> Mapping[str, object]:
    return {
        "area": area.code,
        "indicator": indicator,
        "period": str(period),
        "group": group,
        "area_type": area.type,
        "value": value,
        "lower": limits[0] if limits and value is not None else None,
        "upper": limits[1] if limits and value is not None else None,
        "numerator": numerator,
        "denominator": area.residents if numerator is not None else None,
        "status": "suppressed" if value is None else ("computed" if numerator is not None else "published"),
    }


def _write_outlines(path: Path, place: MadeUpPlace, areas: tuple[Area, ...]) -> None:
    rows = [("lsoa21", code, shape) for code, shape in sorted(place.shapes.items())]
    rows += [("lsoa11", code, shape) for _, code, shape in rows]
    rows += [("lad", code, shape) for code, shape in sorted(place.outlines.items())]
    for area_type, field in (("msoa21", "msoa"), ("wd", "ward")):
        for area in (one for one in areas if one.type == area_type):
            inside = [one.code for one in areas if one.type == "lsoa21" and getattr(one, field) == area.code]
            rows.append((area_type, area.code, shapely.union_all([place.shapes[code] for code in inside])))
    table = pa.table(
        {
            "type": [row[0] for row in rows],
            "code": [row[1] for row in rows],
            "shape": pa.array([shapely.to_wkb(row[2]) for row in rows], pa.binary()),
        }
    )
    with pa.OSFile(str(path), "wb") as sink, pa.ipc.new_file(sink, table.schema) as writer:
        writer.write_table(table)
