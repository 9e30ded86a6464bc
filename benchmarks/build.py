"""Claim: a whole build takes a few times as long as reading the files does.

Peer: pandas, reading the same files and writing each again as Parquet, with no check, no typing, no observation.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.measure import Run, command, needed_mirror, newlyn, show
from newlyn.evidence.sources.ingest import mirror_layout
from newlyn.evidence.sources.library import offers
from newlyn.evidence.sources.mirror import Mirror

PEER = """
import sys, pandas as pd
from pathlib import Path
out = Path(sys.argv[1])
for path in map(Path, sys.stdin.read().splitlines()):
    if path.suffix == '.parquet':
        frame = pd.read_parquet(path)
    elif path.suffix == '.xlsx':
        frame = pd.concat(pd.read_excel(path, sheet_name=None, dtype=str).values())
    elif '.csv' in path.name:
        frame = pd.read_csv(path, dtype=str)
    else:
        frame = pd.DataFrame({'text': [path.read_bytes()]})
    frame.columns = frame.columns.astype(str)
    frame.to_parquet(out / (path.name + '.parquet'))
"""


def main() -> None:
    folder = needed_mirror()
    with tempfile.TemporaryDirectory() as home:
        environ = {"NEWLYN_HOME": home, "NEWLYN_MIRROR": str(folder)}
        first = command(newlyn("build", "essex"), environ)
        show("newlyn build essex, from nothing", first, limit="20 s and 2,000 MB")
        show("newlyn build essex, nothing changed", command(newlyn("build", "essex"), environ), limit="2 s")
        every = command(newlyn("build", "--all-districts"), environ)
        show("newlyn build --all-districts, evidence at hand", every)
        whole = Run(first.seconds + every.seconds, every.megabytes)
        show("every district of England, from nothing (the sum)", whole, limit="90 s and 4,000 MB")
        show("newlyn deprivation essex", command(newlyn("deprivation", "essex"), environ))
        page = command(newlyn("deprivation", "essex", "--html", str(Path(home) / "essex.html")), environ)
        show("newlyn deprivation essex --html", page)
    show("the least one could do by hand: read and write the files", _by_hand(folder))


def _by_hand(folder: Path) -> Run:
    layouts = (mirror_layout(f.layouts, Mirror(folder)) for o in offers().values() for f in o.dataset.tables)
    files = sorted({str(folder / str(file.path)) for layout in layouts if layout for file in layout.files})
    with tempfile.TemporaryDirectory() as out:
        start = time.perf_counter()
        peer = [sys.executable, "-W", "ignore", "-c", PEER, out]
        subprocess.run(peer, input="\n".join(files), text=True, check=True)
        return Run(time.perf_counter() - start)
