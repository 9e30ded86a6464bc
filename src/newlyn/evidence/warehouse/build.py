"""Build the warehouse beside the old one and swap it in whole; what has not changed is linked, not made again.

A build is a pure function of the raw files, the definitions and the code. A process that dies at any moment
leaves the old build in use and at most a folder that the next build clears away.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

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
WORKERS = 2
"""Parts that are made at the same time: reading and writing run beside the making of queries."""
ROWS_TOGETHER = 65_536
"""Rows of one group of a Parquet file: small enough that the rows of one area are found without reading all."""
KEPT_BUILDS = 3
"""Builds that stay: the one in use, and two that a slow reader may still have open."""

Item = TypeVar("Item")
Result = TypeVar("Result")
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
            site = _Site(room, _in_use(folder), code_digest(), tell)
            manifest, made = _build(site, obtain)
            digest = _swap(folder, room, manifest, is_new=made > 0)
        _forget_old(folder, digest)
        return Built(digest, manifest, made)


@dataclass(frozen=True)
class _Site:
    """Where a build goes up: its room, the old build to take parts from, and the code that makes it."""

    room: Path
    old: tuple[Path, Manifest] | None
    code: str
    tell: Tell

    def recipe(self, *ingredients: object) -> str:
        return digest_value([self.code, *ingredients])

    def take_over(self, name: str, recipe: str) -> Part | None:
        """The old build's part of that name and recipe, linked into the room."""
        known = self.old[1].part(name) if self.old else None
        if self.old is None or known is None or known.recipe != recipe:
            return None
        path = self.room / name
        path.parent.mkdir(parents=True, exist_ok=True)
        return known if _link(self.old[0] / name, path, known.sha256) else None

    def make(self, name: str, recipe: str, table: pa.Table) -> Part:
        path = self.room / name
        path.parent.mkdir(parents=True, exist_ok=True)
        words = [field.name for field in table.schema if not pa.types.is_floating(field.type)]
        pq.write_table(table, path, compression="zstd", row_group_size=ROWS_TOGETHER, use_dictionary=words)
        return Part(name, recipe, table.num_rows, digest_file(path))


@dataclass(frozen=True)
class _Done:
    """A part, whether it was made, and what the manifest says of its table."""

    part: Part
    made: bool
    entry: TableEntry | None = None


def _build(site: _Site, obtain: Obtain) -> tuple[Manifest, int]:
    """Tables first, then the ladder of areas, then observations; two at a time, told in one order."""
    declared = list(tables().values())
    read = _in_turn(lambda table: _table(site, obtain, table), declared)
    absent = tuple(table.id for table, done in zip(declared, read, strict=True) if done is None)
    done = [one for one in read if one is not None]
    parts = {one.part.name: one.part for one in done}
    ancestry = _ancestry(site, parts)
    feeds = [(table, found) for table, found in _feeds_by_table() if _table_part(table) in parts]
    observed = _in_turn(lambda pair: _observations(site, *pair, parts[_table_part(pair[0])], ancestry.part), feeds)
    everything = [*done, ancestry, *observed]
    manifest = Manifest(
        code=site.code,
        definitions=digest_value([repr(indicator) for indicator in indicators().values()]),
        tables=tuple(one.entry for one in done if one.entry),
        absent=absent,
        parts=tuple(one.part for one in everything),
    )
    return manifest, sum(one.made for one in everything)


def _in_turn(work: Callable[[Item], Result], items: Sequence[Item]) -> list[Result]:
    """The results of `work` in the order of `items`; what comes after a fault is not begun."""
    with ThreadPoolExecutor(max_workers=WORKERS) as pool:
        futures = [pool.submit(work, item) for item in items]
        try:
            return [future.result() for future in futures]
        finally:
            pool.shutdown(cancel_futures=True)


def _table(site: _Site, obtain: Obtain, table: Table) -> _Done | None:
    obtained = obtain(table)
    if obtained is None:
        return None
    name = _table_part(table)
    recipe = site.recipe(repr(table), [kept.origin.sha256 for kept in obtained.files], obtained.layout.name)
    part = site.take_over(name, recipe)
    if part is not None and site.old is not None:
        return _Done(part, made=False, entry=_entry(obtained, site.old[1].entry(table.id).left_out))
    site.tell(f"reading {table.id}")
    ingested = obtained.ingest()
    left_out = tuple(LeftOutRows(file, out.reason, out.rows, out.of) for file, out in ingested.left_out)
    return _Done(site.make(name, recipe, ingested.table), made=True, entry=_entry(obtained, left_out))


def _entry(obtained: Obtained, left_out: tuple[LeftOutRows, ...]) -> TableEntry:
    files = tuple(kept.origin for kept in obtained.files)
    return TableEntry(obtained.table.id, obtained.offer.dataset.id, obtained.layout.name, files, left_out)


def _ancestry(site: _Site, parts: Mapping[str, Part]) -> _Done:
    links = {link: parts[name] for link in LINKS if (name := f"tables/{link}.parquet") in parts}
    recipe = site.recipe("ancestry", {link: part.recipe for link, part in links.items()})
    part = site.take_over(ANCESTRY, recipe)
    if part is not None:
        return _Done(part, made=False)
    table = build_ancestry(lambda link: pq.read_table(site.room / links[link].name) if link in links else None)
    return _Done(site.make(ANCESTRY, recipe, table), made=True)


def _observations(site: _Site, table: Table, feeds: list[Observed], rows: Part, ancestry: Part) -> _Done:
    name = f"observations/{table.id}.parquet"
    climbs = any(isinstance(one.feed, Ratio) and one.feed.levels for one in feeds)
    meanings = [repr((one.indicator.code, one.indicator.interval, one.feed)) for one in feeds]
    recipe = site.recipe(meanings, rows.recipe, ancestry.recipe if climbs else None)
    part = site.take_over(name, recipe)
    if part is not None:
        return _Done(part, made=False)
    site.tell(f"observing {table.id}")
    engine = ibis.duckdb.connect()
    engine.raw_sql("SET enable_progress_bar = false")  # its bar would stand among our own output
    try:
        above = engine.read_parquet(site.room / ANCESTRY) if climbs else None
        observed = observe_table(feeds, engine.read_parquet(site.room / rows.name), above)
    finally:
        engine.disconnect()
    return _Done(site.make(name, recipe, observed), made=True)


def _link(old: Path, new: Path, sha256: str) -> bool:
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
