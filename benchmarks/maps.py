"""Claims: the map of Essex can be used 2 s after navigation; England's 33,755 small areas move without a stall.

Peer: the same areas in the same map library, read whole from one GeoJSON file. Beside both stands an empty map, which
shows what drawing costs where there is no graphics card.
"""

from __future__ import annotations

import gzip
import json
import shutil
import statistics
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, Response

from benchmarks.browser import Fetched, chromium, frames, has_chromium, open_page, painted, served
from benchmarks.measure import Run, command, needed_mirror, newlyn, show
from newlyn.publish.colour import TENTHS

LIBRARY = Path(__file__).parents[1] / "node_modules" / "maplibre-gl" / "dist"
VISITS, JOURNEYS = 5, 3
STALL = 0.25
"""Seconds without a new picture, after which one wonders whether the map still answers."""

IN = "Equal ArrowRight ArrowDown Equal ArrowLeft ArrowUp Equal ArrowRight ArrowRight Equal ArrowDown ArrowLeft Equal "
DEEP = "ArrowUp ArrowUp Equal ArrowRight ArrowDown ArrowDown ArrowLeft ArrowLeft "
OUT = (
    "Minus ArrowRight ArrowRight Minus ArrowUp ArrowUp Minus ArrowLeft ArrowDown Minus ArrowLeft ArrowDown Minus Minus "
)
PATH = (IN + DEEP + OUT + "ArrowRight ArrowDown ArrowLeft ArrowUp").split()
"""Keys of a journey: from the whole country at level 5 six levels in, about, and out again."""
EVERY = 0.25
"""Seconds from key to key: a key moves the map for 0.3 s, so it never rests."""


def main() -> None:
    if not has_chromium():
        print("maps: left out, it needs Chromium (on Debian `apt-get install chromium`)")
        return
    with TemporaryDirectory() as folder, chromium() as browser:
        home, scratch = Path(folder) / "home", Path(folder) / "scratch"
        environ = {"NEWLYN_HOME": str(home), "NEWLYN_MIRROR": str(needed_mirror())}
        command(newlyn("build", "essex", "--england-map"), environ)
        print("maps: without a graphics card WebGL is computed, on the cores that do all else: see the empty map")
        with served(home) as address:
            _overview(browser, f"{address}/essex/")
            ours = _journeys(browser, f"{address}/essex/england#map", "newlyn-map-live")
        _write_peer(scratch, environ)
        with _files(scratch) as address:
            peer = _journeys(browser, f"{address}/index.html", "peer-map-live")
            empty = _journeys(browser, f"{address}/index.html?empty", "peer-map-live")
        _compare(ours, peer, empty)


def _overview(browser: Browser, address: str) -> None:
    took = []
    for _ in range(VISITS):
        page = open_page(browser)
        page.goto(address, wait_until="commit")
        took.append(painted(page, "newlyn-map-live"))
        page.context.close()
    show("overview of Essex: from navigation to a map to use", Run(statistics.median(took)), limit="2 s")
    print(f"{'':<58} of {VISITS} visits with nothing kept: {min(took):.2f} to {max(took):.2f} s", flush=True)


@dataclass(frozen=True)
class Journey:
    """Visits to a map of England: how long until it could be used, then how smoothly it moved."""

    usable: float
    before: Fetched
    intervals: tuple[float, ...]
    """Seconds between frames, ascending."""
    during: Fetched

    @classmethod
    def of_all(cls, visits: Sequence[Journey]) -> Journey:
        """The median wait of several visits, the frames of all of them, and what the first one fetched."""
        intervals = tuple(sorted(one for visit in visits for one in visit.intervals))
        return cls(statistics.median(visit.usable for visit in visits), visits[0].before, intervals, visits[0].during)

    def at(self, share: float) -> float:
        """Seconds between two frames that so great a share of them keeps below."""
        return self.intervals[min(int(share * len(self.intervals)), len(self.intervals) - 1)]

    def moved(self) -> str:
        """How many frames there were, how long between them, and how often nothing moved for longer than `STALL`."""
        stalls = sum(one > STALL for one in self.intervals)
        p50, p95, longest = (1000 * self.at(share) for share in (0.5, 0.95, 1.0))
        return (
            f"{len(self.intervals)} frames in {sum(self.intervals):.1f} s, p50 {p50:.0f} ms, p95 {p95:.0f} ms, longest "
            f"{longest:.0f} ms, {stalls} stalls over {1000 * STALL:.0f} ms"
        )

    def fetched(self) -> str:
        """What was sent until the map could be used, and on the way."""
        first, later = self.before, self.during
        return (
            f"{first.bytes / 1e6:.2f} MB in {first.answers} answers until it can be used, of these "
            f"{first.part_bytes / 1e6:.2f} MB in {first.parts} parts of a file; on the way {later.bytes / 1e6:.2f} MB "
            f"in {later.answers}"
        )


def _journeys(browser: Browser, address: str, mark: str) -> Journey:
    return Journey.of_all([_journey(browser, address, mark) for _ in range(JOURNEYS)])


def _journey(browser: Browser, address: str, mark: str) -> Journey:
    page = open_page(browser)
    answers: list[Response] = []
    page.on("response", lambda one: answers.append(one))
    page.goto(address, wait_until="commit")
    usable = painted(page, mark)
    page.wait_for_timeout(1000)
    first = len(answers)
    page.focus(".maplibregl-canvas")
    intervals = frames(page, PATH, every=EVERY)
    page.wait_for_timeout(1000)
    found = Journey(usable, Fetched.of(answers[:first]), tuple(intervals), Fetched.of(answers[first:]))
    page.context.close()
    return found


def _compare(ours: Journey, peer: Journey, empty: Journey) -> None:
    name = "one GeoJSON file"
    show("England: from navigation to a map to use", Run(ours.usable), Run(peer.usable), name)
    for label, share, limit in (("95% of", 0.95, "0.1 s"), ("all", 1.0, f"{STALL} s")):
        show(f"England: {label} frames follow within", Run(ours.at(share)), Run(peer.at(share)), name, limit=limit)
    for words, one in (("newlyn", ours), (name, peer), ("an empty map", empty)):
        print(f"  {words}: {one.moved()}; {one.fetched()}", flush=True)


# --- the peer ----------------------------------------------------------------------------------------------------


def _write_peer(folder: Path, environ: dict[str, str]) -> None:
    """A page with the same map, but for what reads areas out, fed with one file that travels packed."""
    folder.mkdir()
    command(newlyn("map", "england", str(folder / "england.geojson")), environ)
    plain = folder / "england.geojson"
    (folder / "england.geojson.gz").write_bytes(gzip.compress(plain.read_bytes(), 6))
    plain.unlink()
    for name in ("maplibre-gl.mjs", "maplibre-gl-worker.mjs", "maplibre-gl-shared.mjs", "maplibre-gl.css"):
        shutil.copy(LIBRARY / name, folder / name)
    colours = [part for tenth, colour in enumerate(TENTHS, start=1) for part in (tenth, colour)]
    fill = ["match", ["to-number", ["get", "imd2025_tenth"], 0], *colours, "#e3e6e9"]
    width = ["interpolate", ["linear"], ["zoom"], 6, 0.2, 13, 1]
    layers = [
        {"id": "ground", "type": "background", "paint": {"background-color": "#ffffff"}},
        {"id": "areas", "type": "fill", "source": "areas", "paint": {"fill-color": fill, "fill-antialias": False}},
        {"id": "edges", "type": "line", "source": "areas", "minzoom": 7,
         "paint": {"line-color": "#ffffff", "line-width": width}},
    ]  # fmt: skip
    style = {"version": 8, "sources": {"areas": {"type": "geojson", "data": "england.geojson"}}, "layers": layers}
    (folder / "peer.js").write_text(_PEER.replace("STYLE", json.dumps(style)), encoding="utf-8")
    (folder / "index.html").write_text(_PAGE, encoding="utf-8")


_PAGE = """<!doctype html>
<html lang="en-GB"><title>England</title><link rel="stylesheet" href="maplibre-gl.css">
<style>body { margin: 70px } #map { width: 834px; height: 765px }</style>
<div id="map"></div><script type="module" src="peer.js"></script></html>
"""

_PEER = """
import { Map, setWorkerUrl } from "./maplibre-gl.mjs";
setWorkerUrl(new URL("maplibre-gl-worker.mjs", import.meta.url).href);
const style = STYLE;
const bounds = [-6.42, 49.86, 1.77, 55.82];
if (location.search === "?empty") Object.assign(style, { sources: {}, layers: style.layers.slice(0, 1) });
else style.sources.areas.data = new URL("england.geojson", document.baseURI).href;
const fitBoundsOptions = { padding: 12 };
const map = new Map({ container: "map", style, bounds, fitBoundsOptions, fadeDuration: 0, maxZoom: 15 });
map.once("idle", () => performance.mark("peer-map-live"));
"""


class _Packed(SimpleHTTPRequestHandler):
    """Python's own file server, which sends the packed file for the plain one, and says nothing."""

    def do_GET(self) -> None:
        if self.path != "/england.geojson":
            super().do_GET()
            return
        body = Path(self.directory, "england.geojson.gz").read_bytes()
        self.send_response(200)
        for name, value in (("Content-Type", "application/geo+json"), ("Content-Encoding", "gzip")):
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name of the base class
        pass


@contextmanager
def _files(folder: Path) -> Iterator[str]:
    handler = partial(_Packed, directory=str(folder))
    handler.extensions_map = {**SimpleHTTPRequestHandler.extensions_map, ".mjs": "text/javascript"}  # type: ignore[attr-defined]
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
