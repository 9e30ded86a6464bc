"""The prepared pages of a place, opened: its areas, what was observed of them, its pictures and outlines.

An opened site never changes; `Sites` opens the newest when asked. What pages say is in the modules beside
this one; how a site is prepared is `workflows.site.prepare`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
import pyarrow as pa
import shapely
from pydantic import TypeAdapter, ValidationError
from shapely.geometry.base import BaseGeometry

from newlyn.evidence.catalogue.indicator import Indicator
from newlyn.evidence.catalogue.library import indicators
from newlyn.evidence.warehouse.observation import EVERYONE
from newlyn.evidence.warehouse.reader import Warehouse
from newlyn.foundation.digest import digest_value
from newlyn.foundation.errors import DefinitionError, NotFoundError, WarehouseError, did_you_mean
from newlyn.foundation.period import Period
from newlyn.foundation.settings import Settings
from newlyn.indices.picture import DeprivationPicture
from newlyn.packs.library import Chosen, load_pack, pack_folders
from newlyn.packs.place import Areas, Place
from newlyn.publish.brand import Brand
from newlyn.workflows.site.area_list import Area
from newlyn.workflows.site.cut import Cut, Observation, open_cut
from newlyn.workflows.site.england import TILES, england_home, recipe_in
from newlyn.workflows.site.folder import CURRENT, FORMAT, MANIFEST, slug_of
from newlyn.workflows.succession import Succession

_PICTURE: TypeAdapter[DeprivationPicture] = TypeAdapter(DeprivationPicture)


@dataclass(frozen=True)
class Tenth:
    """The national tenth of one small area in one edition."""

    edition: str
    tenth: int | None
    estimated: float
    """Share of its residents for whom the tenth had to be estimated, because the area was redrawn; 0 to 1."""


@dataclass(frozen=True, eq=False)
class Site:
    """The pages of one place, made from one build of the evidence."""

    folder: Path
    content: Mapping[str, Any] = field(repr=False)
    settings: Settings = field(repr=False)

    @property
    def place_id(self) -> str:
        """`essex`, or `essex/greater-essex` for a selection."""
        return str(self.content["place"])

    @property
    def slug(self) -> str:
        """The name of the place in addresses."""
        return self.folder.parent.name

    @property
    def name(self) -> str:
        """The name of the place."""
        return str(self.content["name"])

    @property
    def digest(self) -> str:
        """Changes with everything that can change a page: evidence, pack, code, and England once that is there."""
        own, england = str(self.content["digest"]), recipe_in(self.england)
        return digest_value([own, england]) if england else own

    @property
    def evidence(self) -> str:
        """Digest of the evidence that the pages were made from."""
        return str(self.content["evidence"])

    @property
    def england(self) -> Path:
        """The folder where England is, if it was made for the evidence of these pages."""
        return england_home(self.folder.parent.parent, self.evidence)

    @cached_property
    def pack(self) -> Place:
        """The pack as it was at build."""
        return Place.model_validate(self.content["pack"])

    @cached_property
    def place(self) -> Chosen:
        """The place as the other workflows know it."""
        return Chosen(self.place_id, self.name, Areas.model_validate(self.content["areas_of"]), self.pack, self.folder)

    @cached_property
    def brand(self) -> Brand:
        """Name and colours of the pages."""
        look = self.pack.brand
        return Brand(name=look.name, colour=look.colour, accent=look.accent)

    @cached_property
    def areas(self) -> Mapping[str, Area]:
        """Every area that has a page or is compared with, by code, from small to large."""
        return MappingProxyType({one["code"]: Area(**_tupled(one)) for one in self.content["areas"]})

    def of_type(self, area_type: str) -> tuple[Area, ...]:
        """The areas of one type in order of code."""
        return tuple(area for area in self.areas.values() if area.type == area_type)

    @property
    def comparators(self) -> tuple[str, ...]:
        """Codes of the county, the region and the country that the place lies in, smallest first."""
        return tuple(self.content["comparators"])

    @property
    def editions(self) -> tuple[str, ...]:
        """Editions of the index that can be shown, oldest first."""
        return tuple(self.content["editions"])

    @cached_property
    def retired(self) -> Mapping[str, Succession]:
        """Codes that areas of the place had before, and what became of them."""
        return {code: Succession(**_tupled(one)) for code, one in self.content["retired"].items()}

    @cached_property
    def indicators(self) -> Mapping[str, Indicator]:
        """The indicators that were observed for some area of these pages."""
        seen = set(self.cut.words["indicator"])
        return {code: indicator for code, indicator in indicators().items() if code in seen}

    @cached_property
    def cut(self) -> Cut:
        """All observations."""
        return open_cut(self.folder / "observations.arrow")

    def find_area(self, code: str) -> Area:
        """The area of that code that has a page here; a `NotFoundError` with the nearest codes if there is none."""
        area = self.areas.get(code)
        if area is None or area.type in ("cty", "rgn", "ctry"):
            hint = did_you_mean(code, [one.code for one in self.areas.values()])
            raise NotFoundError(f"{self.name} has no area {code!r}. {hint}".rstrip())
        return area

    def find_indicator(self, code: str) -> Indicator:
        """The indicator of that code that was observed here; a `NotFoundError` with the nearest codes if none."""
        if code not in self.indicators:
            hint = did_you_mean(code, self.indicators)
            raise NotFoundError(f"{self.name} has no indicator {code!r}. {hint}".rstrip())
        return self.indicators[code]

    def observed(self, area: str) -> tuple[Observation, ...]:
        """Everything observed of one area, in order of indicator, period and group."""
        return tuple(self.cut.observations(self.cut.of_area(area)))

    def latest(self, indicator: str, area_type: str) -> Period | None:
        """The newest period in which an indicator has a value for areas of a type."""
        return _latest(self, indicator, area_type)

    def column(self, indicator: str, area_type: str, period: Period, group: str = EVERYONE) -> tuple[Observation, ...]:
        """One indicator for all areas of a type in one period, in order of area."""
        rows = self.cut.of_indicator(indicator, area_type=area_type, period=period, group=group)
        return tuple(self.cut.observations(rows))

    def series(self, indicator: str, area: str, group: str | None = EVERYONE) -> tuple[Observation, ...]:
        """One indicator of one area through time; every group where None is given."""
        rows = np.intersect1d(self.cut.of_area(area), self.cut.of_indicator(indicator, group=group))
        return tuple(self.cut.observations(rows))

    def picture(self, index: str) -> DeprivationPicture:
        """The picture of deprivation of the place in one edition."""
        return _picture(self, index)

    @cached_property
    def outlines(self) -> Mapping[str, Mapping[str, BaseGeometry]]:
        """By type of area: outlines in degrees by code."""
        with pa.memory_map(str(self.folder / "outlines.arrow")) as source:
            table = pa.ipc.open_file(source).read_all()
        shapes = shapely.from_wkb(table["shape"].to_numpy(zero_copy_only=False))
        found: dict[str, dict[str, BaseGeometry]] = {}
        for kind, code, shape in zip(table["type"].to_pylist(), table["code"].to_pylist(), shapes, strict=True):
            found.setdefault(kind, {})[code] = shape
        return found

    def tenths(self, code: str) -> tuple[Tenth, ...]:
        """The national tenth of a small area in each edition, oldest first."""
        found = self.content["tenths"].get(code, {})
        return tuple(
            Tenth(edition, None if tenth is None else int(tenth), share)
            for edition in self.editions
            if edition in found
            for tenth, share in (found[edition],)
        )

    def tiles(self) -> Mapping[str, Path]:
        """The vector tiles by file name, such as `lsoa21.pmtiles`; those of England if it was made."""
        found = {f"{name}.pmtiles": self.folder / f"{name}.pmtiles" for name in self.content["tiles"]}
        return found | ({f"england-{TILES}": self.england / TILES} if recipe_in(self.england) else {})

    @cached_property
    def warehouse(self) -> Warehouse:
        """The evidence, to trace figures in; a `WarehouseError` where it has been taken away."""
        return Warehouse.open(self.settings.warehouse)


def _tupled(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in values.items()}


@lru_cache(maxsize=4096)
def _latest(site: Site, indicator: str, area_type: str) -> Period | None:
    rows = site.cut.of_indicator(indicator, area_type=area_type, group=None)
    rows = rows[~np.isnan(site.cut.numbers["value"][rows])]
    held = np.unique(site.cut.at["period"][rows]).tolist()
    return max((site.cut.periods[at] for at in held), key=lambda period: (period.end, period.start), default=None)


@lru_cache(maxsize=32)
def _picture(site: Site, index: str) -> DeprivationPicture:
    if index not in site.editions:
        raise NotFoundError(f"{site.name} has no picture of {index!r}. {did_you_mean(index, site.editions)}".rstrip())
    try:
        return _PICTURE.validate_json((site.folder / f"{index}.json").read_bytes())
    except (OSError, ValidationError):
        raise WarehouseError(f"the picture {index} cannot be read. Run `newlyn build PLACE` again.") from None


def open_site(home: Path, settings: Settings) -> Site:
    """The pages in use of the place whose folder is `home`.

    Raises
    ------
    WarehouseError
        If they were not prepared yet, or are damaged, or were prepared by another version.
    """
    pointer = home / CURRENT
    try:
        folder = home / pointer.read_text(encoding="utf-8").strip()
        content = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise WarehouseError("the pages of this place are not built yet. Run `newlyn build PLACE`.") from None
    except (OSError, ValueError):
        raise WarehouseError("the pages of this place are damaged. Run `newlyn build PLACE` again.") from None
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        raise WarehouseError("the pages of this place were built by another version. Run `newlyn build PLACE` again.")
    return Site(folder, content, settings)


class Sites:
    """The places whose pages were built on this machine; each is opened once and again when it was rebuilt."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._open: dict[str, Site] = {}

    def slugs(self) -> tuple[str, ...]:
        """The places that were built, by name in addresses."""
        folder = self.settings.pictures
        return tuple(sorted(path.parent.name for path in folder.glob(f"*/{CURRENT}"))) if folder.is_dir() else ()

    def open(self, slug: str) -> Site:
        """The newest pages of a place.

        Raises
        ------
        NotFoundError
            If there is no place of that name.
        WarehouseError
            If it is known and its pages cannot be read.
        """
        home = self.settings.pictures / slug
        try:
            # The pointer names the folder in use; reading it is all that a request costs while nothing changes.
            current = (home / CURRENT).read_text(encoding="utf-8").strip() if slug == Path(slug).name else None
        except (OSError, ValueError):
            current = None
        if current is None:
            raise self._absent(slug)
        site = self._open.get(slug)
        if site is None or site.folder.name != current:
            site = self._open[slug] = open_site(home, self.settings)
        return site

    def _absent(self, slug: str) -> NotFoundError | WarehouseError:
        """Why a place cannot be opened: it is not built, it was taken away, or nobody knows it."""
        packs = {slug_of(place) for place in self._packs()}
        if slug in self._open or slug in packs:
            name = slug.replace(".", "/")
            return WarehouseError(f"the pages of {name!r} are not built yet. Run `newlyn build {name}`.")
        return NotFoundError(f"there is no place {slug!r}. {did_you_mean(slug, self.slugs())}".rstrip())

    def _packs(self) -> Iterator[str]:
        for folder in pack_folders(self.settings.packs):
            try:
                pack = load_pack(folder)
            except DefinitionError:
                continue
            yield pack.id
            yield from (f"{pack.id}/{one.id}" for one in pack.selections)


def ordered(areas: Sequence[Area]) -> list[Area]:
    """Areas by name, as a list of links shows them."""
    return sorted(areas, key=lambda area: (area.also or area.name, area.name))
