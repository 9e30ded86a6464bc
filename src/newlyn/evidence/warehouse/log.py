"""The log of builds: when each was made and what it did. Times live here, so that builds hold none."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from newlyn.evidence.warehouse.build import Built
from newlyn.foundation.files import storage_errors

NAME = "log.jsonl"


@dataclass(frozen=True)
class LogEntry:
    """One build."""

    time: str
    """UTC, ISO 8601."""
    build: str
    seconds: float
    made: int
    parts: int
    tables: int
    absent: int
    version: str


def note_build(folder: Path, built: Built, *, at: datetime, seconds: float, version: str) -> LogEntry:
    """Add a build to the log, as one line."""
    manifest = built.manifest
    entry = LogEntry(
        time=at.isoformat(timespec="seconds"),
        build=built.digest,
        seconds=round(seconds, 2),
        made=built.made,
        parts=len(manifest.parts),
        tables=len(manifest.tables),
        absent=len(manifest.absent),
        version=version,
    )
    with storage_errors(folder / NAME), (folder / NAME).open("a", encoding="utf-8") as log:
        log.write(json.dumps(asdict(entry)) + "\n")
    return entry


def read_log(folder: Path) -> tuple[LogEntry, ...]:
    """Past builds, oldest first. A last line cut short by a crash is passed over."""
    path = folder / NAME
    if not path.is_file():
        return ()
    entries = []
    for line in path.read_text(encoding="utf-8").splitlines():
        try:
            entries.append(LogEntry(**json.loads(line)))
        except (ValueError, TypeError):
            continue
    return tuple(entries)
