"""Build the warehouse beside the old one and swap it in whole; what has not changed is linked, not made again.

A build is a pure function of the raw files, the definitions and the code. A process that dies at any moment
leaves the old build in use and at most a folder that the next build clears away.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import ibis
import pyarrow as pa
import pyarrow.parquet as pq

from newlyn.evidence.catalogue.indicator import Ratio
from newlyn.evidence.catalogue.library import indicators, tables
from newlyn.evidence.catalogue.table import Table
from newlyn.evidence.sources.fetch import Obtained
from newlyn.evidence.warehouse.ancestry import LINKS, build_ancestry
from newlyn.evidence.warehouse.manifest import NAME, LeftOutRows, Manifest, Part, TableEntry, code_digest
from newlyn.evidence.warehouse.observe import Observed, observe_table
from newlyn.foundation.digest import digest_file, digest_value
from newlyn.foundation.files import only_one, storage_errors, write_atomically

ANCESTRY = "derived/ancestry.parquet"
KEPT_BUILDS = 3
"""Builds that stay: the one in use, and two that a slow reader may still have open."""

Obtain = Callable[[Table], Obtained | None]
Tell = Callable[[str], None]


@dataclass(frozen=True)
class Built:
    """What a build did."""

    digest: str
    manifest: Manifest
    made: int
    """Parts that were made; the others were taken over from the build before."""


def build_warehouse(folder: Path, obtain: Obtain, *, tell: Tell = lambda _: None) -> Built:
    """Build every table that `obtain` has files for, and all observations, and put the build in use.

    Raises
    ------
    BusyError
        If another build is at work in `folder`.
    SourceError
        If a file is bad; nothing changes.
    StorageError
        If the disk refuses; nothing changes.
    """
    with only_one(folder, work="a build"), storage_errors(folder):
        _clear_unfinished(folder)
        with _beside(folder) as room:
            build = _Build(room, _in_use(folder), code_digest(), tell)
            manifest = build.run(obtain)
            digest = _swap(folder, room, manifest, is_new=build.made > 0)
        _forget_old(folder, digest)
        return Built(digest, manifest, build.made)


class _Build:
    """One build on its way: the parts so far, and the old build to take parts from."""

    def __init__(self, room: Path, old: tuple[Path, Manifest] | None, code: str, tell: Tell) -> None:
        self.room, self.old, self.code, self.tell = room, old, code, tell
        self.parts: dict[str, Part] = {}
        self.entries: list[TableEntry] = []
        self.made = 0

    def run(self, obtain: Obtain) -> Manifest:
        absent = []
        for table in tables().values():
            obtained = obtain(table)
            if obtained is None:
                absent.append(table.id)
            else:
                self._add_table(obtained)
        self._add_ancestry()
        for table, feeds in _feeds_by_table():
            if _table_part(table) in self.parts:
                self._add_observations(table, feeds)
        return Manifest(
            code=self.code,
            definitions=digest_value([repr(indicator) for indicator in indicators().values()]),
            tables=tuple(self.entries),
            absent=tuple(absent),
            parts=tuple(self.parts.values()),
        )

    def _add_table(self, obtained: Obtained) -> None:
        table = obtained.table
        recipe = self._recipe(repr(table), [kept.origin.sha256 for kept in obtained.files], obtained.layout.name)
        left_out: tuple[LeftOutRows, ...] = ()

        def make() -> pa.Table:
            nonlocal left_out
            self.tell(f"reading {table.id}")
            ingested = obtained.ingest()
            left_out = tuple(LeftOutRows(file, out.reason, out.rows, out.of) for file, out in ingested.left_out)
            return ingested.table

        if not self._add(_table_part(table), recipe, make):
            left_out = self._old_entry(table.id).left_out
        files = tuple(kept.origin for kept in obtained.files)
        self.entries.append(TableEntry(table.id, obtained.offer.dataset.id, obtained.layout.name, files, left_out))

    def _add_ancestry(self) -> None:
        if all(f"tables/{link}.parquet" in self.parts for link in LINKS):
            recipe = self._recipe("ancestry", [self.parts[f"tables/{link}.parquet"].recipe for link in LINKS])
            self._add(
                ANCESTRY,
                recipe,
                lambda: build_ancestry(lambda link: pq.read_table(self.room / f"tables/{link}.parquet")),
            )

    def _add_observations(self, table: Table, feeds: list[Observed]) -> None:
        ancestry = (
            self.parts.get(ANCESTRY) if any(isinstance(one.feed, Ratio) and one.feed.levels for one in feeds) else None
        )
        recipe = self._recipe(
            [repr((one.indicator.code, one.indicator.interval, one.feed)) for one in feeds],
            self.parts[_table_part(table)].recipe,
            ancestry.recipe if ancestry else None,
        )

        def make() -> pa.Table:
            self.tell(f"observing {table.id}")
            engine = ibis.duckdb.connect()
            rows = engine.read_parquet(self.room / _table_part(table))
            above = engine.read_parquet(self.room / ANCESTRY) if ancestry else None
            return observe_table(feeds, rows, above)

        self._add(f"observations/{table.id}.parquet", recipe, make)

    def _add(self, name: str, recipe: str, make: Callable[[], pa.Table]) -> bool:
        """Take a part over from the old build, or make it; whether it was made."""
        path = self.room / name
        path.parent.mkdir(parents=True, exist_ok=True)
        known = self.old[1].part(name) if self.old else None
        if self.old and known and known.recipe == recipe and _take_over(self.old[0] / name, path, known.sha256):
            self.parts[name] = known
            return False
        table = make()
        pq.write_table(table, path, compression="zstd", row_group_size=65_536, version="2.6")
        self.parts[name] = Part(name, recipe, table.num_rows, digest_file(path))
        self.made += 1
        return True

    def _recipe(self, *ingredients: object) -> str:
        return digest_value([self.code, *ingredients])

    def _old_entry(self, table: str) -> TableEntry:
        assert self.old is not None  # noqa: S101 - a part was just taken over from it
        return self.old[1].entry(table)


def _take_over(old: Path, new: Path, sha256: str) -> bool:
    """Link a part of the old build into the new one; not if it has gone or is no longer what it was."""
    try:
        if digest_file(old) != sha256:
            return False
        os.link(old, new)
    except OSError:
        return False  # it has gone, or the disk knows no links
    return True


def _feeds_by_table() -> Iterator[tuple[Table, list[Observed]]]:
    by_table: dict[str, list[Observed]] = {}
    for indicator in indicators().values():
        for feed in indicator.feeds:
            by_table.setdefault(feed.table.id, []).append(Observed(indicator, feed))
    for table_id, feeds in sorted(by_table.items()):
        yield tables()[table_id], feeds


def _table_part(table: Table) -> str:
    return f"tables/{table.id}.parquet"


@contextmanager
def _beside(folder: Path) -> Iterator[Path]:
    room = folder / "builds" / f".unfinished-{os.getpid()}"
    room.mkdir(parents=True)
    try:
        yield room
    finally:
        shutil.rmtree(room, ignore_errors=True)


def _clear_unfinished(folder: Path) -> None:
    """Take away what a build that was killed has left; the lock says that no build is at work."""
    for left in (folder / "builds").glob(".unfinished-*"):
        shutil.rmtree(left, ignore_errors=True)


def _in_use(folder: Path) -> tuple[Path, Manifest] | None:
    pointer = folder / "current"
    if not pointer.is_file():
        return None
    build = folder / "builds" / pointer.read_text().strip()
    manifest = build / NAME
    return (build, Manifest.from_json(manifest.read_text())) if manifest.is_file() else None


def _swap(folder: Path, room: Path, manifest: Manifest, *, is_new: bool) -> str:
    """Give the finished build its name, then point to it: two renames, each of them whole or not at all."""
    digest = manifest.digest
    write_atomically(room / NAME, manifest.to_json().encode())
    place = folder / "builds" / digest
    if is_new or not (place / NAME).is_file():
        # A build of this name that is not in use, or has lost a part, makes way for the one that is whole.
        in_the_way = folder / "builds" / f".unfinished-{os.getpid()}-replaced"
        if place.exists():
            place.rename(in_the_way)
        room.rename(place)
        shutil.rmtree(in_the_way, ignore_errors=True)
    write_atomically(folder / "current", f"{digest}\n".encode())
    return digest


def _forget_old(folder: Path, digest: str) -> None:
    builds = sorted((path for path in (folder / "builds").iterdir() if path.name != digest), key=_age, reverse=True)
    for path in builds[KEPT_BUILDS - 1 :]:
        shutil.rmtree(path, ignore_errors=True)


def _age(path: Path) -> float:
    return path.stat().st_mtime
