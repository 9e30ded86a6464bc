"""Fetch files, build the warehouse, look at what it holds: the tasks behind `newlyn fetch`, `build` and `evidence`."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import newlyn
from newlyn.evidence.catalogue.library import tables
from newlyn.evidence.sources.connection import Connections
from newlyn.evidence.sources.fetch import Report, Supply
from newlyn.evidence.sources.library import Offer, find_offer, offers
from newlyn.evidence.sources.mirror import Mirror
from newlyn.evidence.sources.store import RawStore
from newlyn.evidence.warehouse.build import Built, build_warehouse
from newlyn.evidence.warehouse.log import LogEntry, note_build, read_log
from newlyn.evidence.warehouse.reader import Warehouse
from newlyn.foundation.errors import InputError, SourceError
from newlyn.foundation.settings import Settings


@dataclass(frozen=True)
class Fetched:
    """What became of one dataset."""

    dataset: str
    title: str
    tables: int
    files: int
    new: int
    missing: tuple[str, ...]
    """Tables that nobody within reach offers."""


def supply(settings: Settings, *, report: Report | None = None) -> Supply:
    """Where this machine's evidence comes from."""
    mirror = settings.mirror
    if mirror is not None and not mirror.is_dir():
        raise InputError(
            f"{mirror} is not a folder. Point NEWLYN_MIRROR or --mirror at a folder with copies of the files."
        )
    return Supply(
        store=RawStore(settings.raw),
        mirror=Mirror(mirror) if mirror else None,
        connections=None if mirror else Connections(),
        report=report,
    )


def fetch_datasets(
    settings: Settings, datasets: Sequence[str] = (), *, report: Report | None = None, tell: Callable[[Fetched], None]
) -> tuple[Fetched, ...]:
    """Bring datasets into the raw store, all of them when none is named.

    A dataset that fails does not keep the others from coming; its error is raised when all have been tried.
    """
    chosen = [find_offer(name) for name in datasets] or list(offers().values())
    source = supply(settings, report=report)
    done, faults = [], []
    for offer in chosen:
        try:
            found = [source.fetch(tables()[filling.table]) for filling in offer.dataset.tables]
        except SourceError as error:
            faults.append(f"{offer.dataset.id}: {error}")
            continue
        missing = tuple(f.table for f, one in zip(offer.dataset.tables, found, strict=True) if one is None)
        had = [one for one in found if one is not None]
        files, new = sum(len(one.files) for one in had), sum(one.new for one in had)
        fetched = Fetched(offer.dataset.id, offer.dataset.title, len(had), files, new, missing)
        tell(fetched)
        done.append(fetched)
    if faults:
        raise SourceError("\n".join(faults))
    return tuple(done)


def all_datasets() -> tuple[Offer, ...]:
    """Every dataset that can be fetched, with its publisher."""
    return tuple(offers().values())


def build_evidence(
    settings: Settings, *, report: Report | None = None, tell: Callable[[str], None] = lambda _: None
) -> tuple[Built, LogEntry, tuple[str, ...]]:
    """Build the warehouse from the mirror, the raw store or the publishers, and note it in the log.

    Last comes what could not be had from a publisher, and why.
    """
    started = time.monotonic()
    source = supply(settings, report=report)
    built = build_warehouse(settings.warehouse, source.obtain, tell=tell)
    seconds = time.monotonic() - started
    entry = note_build(settings.warehouse, built, at=datetime.now(UTC), seconds=seconds, version=newlyn.__version__)
    return built, entry, tuple(source.outages)


def open_evidence(settings: Settings) -> Warehouse:
    """The evidence in use."""
    return Warehouse.open(settings.warehouse)


def past_builds(settings: Settings) -> tuple[LogEntry, ...]:
    """The log of builds, oldest first."""
    return read_log(settings.warehouse)
