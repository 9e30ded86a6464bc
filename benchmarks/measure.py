"""Measure a function or a command, and print two measurements side by side."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Run:
    """Seconds by the clock, and the most memory held at once in MB where it was measured."""

    seconds: float
    megabytes: float | None = None


def timed(work: Callable[[], object], *, times: int = 5) -> Run:
    """The median of some runs after one that warms up."""
    work()
    took = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        took.append(time.perf_counter() - start)
    return Run(statistics.median(took))


def command(arguments: Sequence[str], environ: Mapping[str, str]) -> Run:
    """One run of a Python command in a process of its own."""
    start = time.perf_counter()
    process = subprocess.Popen([sys.executable, *arguments], env={**os.environ, **environ}, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"{' '.join(arguments)} ended with {os.waitstatus_to_exitcode(status)}")
    return Run(time.perf_counter() - start, used.ru_maxrss / 1024)


def newlyn(*arguments: str) -> list[str]:
    """The command line as arguments of Python."""
    return ["-c", "from newlyn.cli import main; main()", *arguments]


def show(claim: str, ours: Run, peer: Run | None = None, peer_name: str = "", *, limit: str = "") -> None:
    """One line: what was measured, our figure, the peer's, the ratio, and the figure to reach."""
    memory = "" if ours.megabytes is None else f", {ours.megabytes:,.0f} MB"
    line = f"{claim:<58} {ours.seconds:9.4f} s{memory}"
    if peer is not None:
        line += f"   {peer_name}: {peer.seconds:.4f} s   ratio {peer.seconds / ours.seconds:.1f}"
    print(line + (f"   (to reach: {limit})" if limit else ""), flush=True)


def has_mirror() -> bool:
    """Whether there is a folder with copies of the published files."""
    return bool(os.environ.get("NEWLYN_MIRROR"))


def needed_mirror() -> Path:
    """Folder with copies of the published files."""
    return Path(os.environ["NEWLYN_MIRROR"])
