"""A progress bar for files on their way; nothing is shown where standard error is not a terminal."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from newlyn.evidence.sources.fetch import Report


@contextmanager
def file_progress() -> Iterator[Report | None]:
    """A callback that draws one bar for each file."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TaskID, TextColumn, TransferSpeedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TransferSpeedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bars:
        known: dict[str, TaskID] = {}

        def report(name: str, come: int, in_all: int | None) -> None:
            if name not in known:
                known[name] = bars.add_task(name, total=in_all)
            bars.update(known[name], completed=come, total=in_all)

        yield report
