"""Claim: England's 33,755 small areas become tiles within a minute, none too large to be fetched while a map is moved.

Peer: the same shapes and properties as one GeoJSON file, which a map has to fetch and read whole before it shows any.
"""

from __future__ import annotations

import gzip
import tempfile
from pathlib import Path

from benchmarks.measure import command, needed_mirror, newlyn, show
from newlyn.geography.archive import read_archive


def main() -> None:
    with tempfile.TemporaryDirectory() as home:
        environ = {"NEWLYN_HOME": home, "NEWLYN_MIRROR": str(needed_mirror())}
        command(newlyn("build", "essex"), environ)
        tiles, plain = Path(home) / "england.pmtiles", Path(home) / "england.geojson"
        ours = command(newlyn("map", "england", str(tiles)), environ)
        peer = command(newlyn("map", "england", str(plain)), environ)
        show("newlyn map england, as tiles", ours, peer, "as GeoJSON", limit="60 s")
        _show_sizes("england", tiles, plain)
        place = Path(home) / "essex.pmtiles"
        show("newlyn map essex, as tiles", command(newlyn("map", "essex", str(place)), environ))
        _show_sizes("essex", place)


def _show_sizes(name: str, tiles: Path, plain: Path | None = None) -> None:
    """What is sent: the tiles that a screen shows, or the whole of the plain file packed."""
    archive = read_archive(tiles)
    largest = archive.largest()
    zoom = max(largest, key=lambda level: largest[level])
    line = (
        f"{name}: {sum(archive.counts().values()):,} tiles, {len(archive.data) / 1e6:.1f} MB in all; the largest has "
        f"{largest[zoom] / 1e3:,.0f} kB, at level {zoom} (to reach: 500 kB)"
    )
    if plain is not None:
        packed = len(gzip.compress(plain.read_bytes(), 6))
        line += f"   GeoJSON: {plain.stat().st_size / 1e6:.1f} MB, packed {packed / 1e6:.1f} MB"
    print(line, flush=True)
    by_level = ", ".join(f"{level}: {size / 1e3:,.0f}" for level, size in largest.items())
    print(f"  largest tile by level, in kB: {by_level}", flush=True)
