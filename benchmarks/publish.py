"""Claim: the whole of Essex is written as files within a minute on two cores, and seen to be unchanged within 3 s.

Peers: the same pages rendered by one process; and reading every file to compare its checksum, as programs that copy
folders do when they are asked to be sure.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from benchmarks.measure import Run, command, needed_mirror, newlyn, show, timed
from newlyn.foundation.digest import digest_file


def main() -> None:
    with tempfile.TemporaryDirectory() as home:
        environ = {"NEWLYN_HOME": home, "NEWLYN_MIRROR": str(needed_mirror())}
        command(newlyn("build", "essex"), environ)

        def publish(name: str, workers: int) -> Run:
            return command(newlyn("publish", "essex", "--out", f"{home}/{name}", "--workers", str(workers)), environ)

        two = publish("two", 2)
        one = publish("one", 1)
        show("newlyn publish essex, two processes", two, one, "one process", limit="60 s")
        again = publish("two", 2)
        read = timed(lambda: _checksums(Path(home) / "two"), times=1)
        show("newlyn publish essex, nothing changed", again, read, "checksums of all files", limit="3 s")


def _checksums(folder: Path) -> list[str]:
    return [digest_file(path) for path in folder.rglob("*") if path.is_file()]
