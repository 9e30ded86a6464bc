"""Run every benchmark, or those that are named: `python -m benchmarks build vintage`."""

from __future__ import annotations

import sys
from importlib import import_module

from benchmarks.measure import has_mirror

STATISTICS = ("rates", "slope", "distribution", "life_table", "control", "direction", "spatial", "survey")
ALL = ("start", "build", "summaries", "vintage", "codes", "tiles", "publish", "serve", "maps", *STATISTICS)
NEED_FILES = ("build", "summaries", "distribution", "vintage", "tiles", "publish", "serve", "maps")


def main() -> None:
    for name in sys.argv[1:] or ALL:
        if name in NEED_FILES and not has_mirror():
            print(f"{name}: left out, it needs the published files (set NEWLYN_MIRROR)")
            continue
        import_module(f"benchmarks.{name}").main()


main()
