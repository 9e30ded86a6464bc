"""Claim: the command line answers at once. Peer: Python itself, started to do nothing."""

from __future__ import annotations

from benchmarks.measure import Run, command, newlyn, show


def main() -> None:
    ours = min((command(newlyn("--help"), {}) for _ in range(5)), key=_seconds)
    peer = min((command(["-c", "pass"], {}) for _ in range(5)), key=_seconds)
    show("newlyn --help", Run(ours.seconds), peer, "python -c pass", limit="0.3 s")


def _seconds(run: Run) -> float:
    return run.seconds
