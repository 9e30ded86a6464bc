"""A made-up catalogue with the smallest evidence that shows every part of a build."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from newlyn.evidence.catalogue import library as catalogue
from newlyn.evidence.catalogue.indicator import Example, Indicator, Measure, Ratio, Sum
from newlyn.evidence.catalogue.table import Column, Table, area, status
from newlyn.evidence.sources import library as sources
from newlyn.evidence.sources.dataset import Dataset, File, Filling, Layout, Publisher
from newlyn.evidence.sources.fetch import Supply
from newlyn.evidence.sources.library import Offer
from newlyn.evidence.sources.mirror import Mirror
from newlyn.evidence.sources.store import RawStore
from newlyn.evidence.warehouse.build import Built, build_warehouse
from newlyn.evidence.warehouse.reader import Warehouse
from newlyn.foundation.period import Period

RANKS = Table(
    "ranks",
    "Made-up ranks",
    (
        area("lsoa21"),
        Column("rank", "rank", "Place, 1 is worst", least=1),
        Column("score", "number", "Score", required=False),
    ),
    ("area",),
)
ROOMS = Table(
    "rooms",
    "Made-up households by kind",
    (
        area("lsoa21"),
        Column("kind", "text", "Kind of household", accepted=("crowded", "roomy")),
        Column("households", "count", "Households", least=0, required=False),
        status(),
    ),
    ("area", "kind"),
)
RANK = Indicator(
    "made.rank",
    "Rank",
    "rank, 1 is worst",
    "higher is better",
    (Measure(RANKS, "rank", Period.year(2025)),),
    Example(({"area": "E01000001", "rank": 3},), "E01000001", 3, "third"),
)
CROWDED = Indicator(
    "made.crowded",
    "Crowded households",
    "% of households",
    "higher is worse",
    (Ratio(ROOMS, Sum("households", {"kind": ("crowded",)}), Period.day(2021, 3, 21), Sum("households")),),
    Example(({"area": "E01000001", "kind": "crowded", "households": 1},), "E01000001", 100, "all of them"),
    interval="wilson",
)

RANKS_CSV = "code,place,points\nE01000001,2,10.5\nE01000002,1,20.25\nE01000003,3,\n"
ROOMS_CSV = (
    "code,type,number\n"
    "E01000001,crowded,10\nE01000001,roomy,90\n"
    "E01000002,crowded,[c]\nE01000002,roomy,50\n"
    "E01000003,crowded,0\nE01000003,roomy,0\n"
    "W01000001,crowded,5\nW01000001,roomy,5\n"
)


@dataclass
class World:
    """Files in a mirror, a raw store and a warehouse, all in one folder."""

    folder: Path

    @classmethod
    def made(cls, folder: Path, monkeypatch: pytest.MonkeyPatch) -> World:
        world = cls(folder)
        world.write("ranks.csv", RANKS_CSV)
        world.write("rooms.csv", ROOMS_CSV)
        publisher = Publisher(id="made", name="Office of Examples", home="https://example.org", datasets=(DATASET,))
        offers = {DATASET.id: Offer(publisher, DATASET)}
        monkeypatch.setattr(catalogue, "tables", lambda: {"ranks": RANKS, "rooms": ROOMS})
        monkeypatch.setattr(catalogue, "indicators", lambda: {"made.crowded": CROWDED, "made.rank": RANK})
        monkeypatch.setattr(sources, "offers", lambda: offers)
        for module in ("newlyn.evidence.warehouse.build", "newlyn.evidence.warehouse.reader"):
            monkeypatch.setattr(f"{module}.indicators", catalogue.indicators)
        monkeypatch.setattr("newlyn.evidence.warehouse.build.tables", catalogue.tables)
        return world

    @property
    def mirror(self) -> Path:
        return self.folder / "mirror"

    @property
    def warehouse(self) -> Path:
        return self.folder / "warehouse"

    def write(self, name: str, text: str) -> None:
        self.mirror.mkdir(exist_ok=True)
        (self.mirror / name).write_text(text, encoding="utf-8")

    def supply(self) -> Supply:
        return Supply(RawStore(self.folder / "raw"), Mirror(self.mirror))

    def build(self) -> Built:
        return build_warehouse(self.warehouse, self.supply().obtain)

    def open(self) -> Warehouse:
        return Warehouse.open(self.warehouse)


def _file(path: str, columns: dict[str, str]) -> Layout:
    return Layout(name="mirror", files=(File(path=path, format="csv", columns=columns, elsewhere="leave out"),))


DATASET = Dataset(
    id="made_up",
    title="Made-up figures",
    licence="none needed",
    page="https://example.org/made-up",
    cadence="once",
    vintage="LSOA 2021",
    tables=(
        Filling(table="ranks", layouts=(_file("ranks.csv", {"area": "code", "rank": "place", "score": "points"}),)),
        Filling(table="rooms", layouts=(_file("rooms.csv", {"area": "code", "kind": "type", "households": "number"}),)),
    ),
)
