"""Claims: pages are served fast, warm or cold, and a page that has not changed costs next to nothing.

Peer: Python's own file server handing out the same neighbourhood page from disk, with nothing to compute.
"""

from __future__ import annotations

import gzip
import http.client
import os
import random
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.browser import free_port
from benchmarks.measure import Run, command, needed_mirror, newlyn, show

CONNECTIONS = 8
RATE, SECONDS = 50, 20
"""Requests a second of the mixed load, and how long it lasts."""


def main() -> None:
    with TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        command(newlyn("build", "essex"), {"NEWLYN_HOME": str(home), "NEWLYN_MIRROR": str(needed_mirror())})
        with _served(home) as (port, ready):
            show("newlyn serve: from the command to the first page", Run(ready))
            _pages(port, Path(folder))


def _pages(port: int, folder: Path) -> None:
    codes = _codes(port)
    hoods = [f"/essex/areas/{code}" for code in codes["lsoa21"]]
    first = _fetch(port, [hoods[0]])
    show("first neighbourhood page after start", Run(first[0]), limit="1.5 s")
    cold = _hammer(port, hoods)
    warm = _hammer(port, hoods * 2)
    peer = _peer(port, hoods[0], folder, len(hoods))
    name = "python -m http.server"
    show("one neighbourhood page, each asked for the first time", Run(1 / cold), Run(1 / peer), name)
    show("one neighbourhood page, asked for again", Run(1 / warm), Run(1 / peer), name, limit="1/150 s")
    print(f"{'':<58} {cold:9.0f} pages a second cold, {warm:.0f} warm; {name} {peer:.0f}", flush=True)
    mix = _mix(codes)
    # Each worker keeps its own pages, and a connection stays with one: by turns each page is asked for on each.
    for turn in range(CONNECTIONS):
        _hammer(port, mix[turn:] + mix[:turn])
    took = _steady(port, mix)
    show(f"p95 at {RATE} requests a second over all kinds of page, warm", Run(_p95(took)), limit="0.1 s")
    show("p50 of the same", Run(statistics.median(took)))
    show("a page that has not changed (304)", Run(_unchanged(port, hoods[0])), limit="0.005 s")
    _weigh(port, mix[:12])


@contextmanager
def _served(home: Path) -> Iterator[tuple[int, float]]:
    port = free_port()
    start = time.perf_counter()
    environ = {**os.environ, "NEWLYN_HOME": str(home)}
    process = subprocess.Popen(
        [sys.executable, *newlyn("serve", "--port", str(port))], env=environ, stdout=subprocess.DEVNULL
    )
    try:
        while True:
            try:
                _fetch(port, ["/essex/"])
                break
            except OSError:
                time.sleep(0.02)
        yield port, time.perf_counter() - start
    finally:
        process.terminate()
        process.wait(20)


def _codes(port: int) -> dict[str, list[str]]:
    """Codes by type of area and `indicator`, from the site map."""
    connection = http.client.HTTPConnection("127.0.0.1", port)
    connection.request("GET", "/sitemap.xml", headers={"Accept-Encoding": "gzip"})
    answer = connection.getresponse()
    body = answer.read()
    text = (gzip.decompress(body) if answer.getheader("Content-Encoding") == "gzip" else body).decode()
    found: dict[str, list[str]] = {"lsoa21": [], "msoa21": [], "wd": [], "lad": [], "indicator": []}
    kinds = {"E01": "lsoa21", "E02": "msoa21", "E05": "wd", "E07": "lad"}
    for part in text.split("<loc>")[1:]:
        path = part.split("</loc>")[0]
        code = path.rsplit("/", 1)[-1]
        if "/areas/" in path and code[:3] in kinds:
            found[kinds[code[:3]]].append(code)
        elif "/indicators/" in path:
            found["indicator"].append(code)
    return found


def _mix(codes: dict[str, list[str]]) -> list[str]:
    """Every kind of page, in the proportions of a public site: mostly areas."""
    rng = random.Random(1)  # noqa: S311 - the same mix in every run, nothing secret
    pages = ["/essex/", "/essex/deprivation/imd2025", "/essex/neighbourhoods", "/essex/neighbourhoods?sort=name&page=3"]
    pages += ["/essex/indicators", "/essex/goals", "/essex/goals/lug-08", "/essex/about", "/essex/data"]
    pages += ["/essex/find?q=clacton", "/essex/compare/E07000076-E07000077"]
    pages += [f"/essex/lineage/deprivation.imd.rank:{code}:2025" for code in rng.sample(codes["lsoa21"], 5)]
    pages += [f"/essex/indicators/{code}" for code in rng.sample(codes["indicator"], 20)]
    for kind, number in (("lsoa21", 60), ("msoa21", 15), ("wd", 15), ("lad", 10)):
        pages += [f"/essex/areas/{code}" for code in rng.sample(codes[kind], number)]
    return pages


def _fetch(port: int, paths: Sequence[str], headers: dict[str, str] | None = None) -> list[float]:
    """Seconds that each path took, on one connection that is kept."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    took = []
    for path in paths:
        start = time.perf_counter()
        connection.request("GET", path, headers=headers or {"Accept-Encoding": "gzip"})
        answer = connection.getresponse()
        answer.read()
        took.append(time.perf_counter() - start)
        if answer.status >= 400:
            raise SystemExit(f"{path}: {answer.status}")
    connection.close()
    return took


def _hammer(port: int, paths: Sequence[str]) -> float:
    """Requests a second when some connections ask as fast as they are answered."""
    start = time.perf_counter()
    _together([lambda part=paths[at::CONNECTIONS]: _fetch(port, part) for at in range(CONNECTIONS)])  # type: ignore[misc]
    return len(paths) / (time.perf_counter() - start)


def _steady(port: int, paths: Sequence[str]) -> list[float]:
    """Seconds of each request when one is sent every 1/RATE s, however long the others take."""
    rng = random.Random(2)  # noqa: S311 - see above
    took: list[float] = []
    begin = time.perf_counter() + 0.1

    def send(worker: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        for at in range(worker, RATE * SECONDS, CONNECTIONS):
            due = begin + at / RATE
            time.sleep(max(0.0, due - time.perf_counter()))
            connection.request("GET", paths[rng.randrange(len(paths))], headers={"Accept-Encoding": "gzip"})
            connection.getresponse().read()
            took.append(time.perf_counter() - due)  # from when it was due, so that a queue is not hidden

    _together([lambda worker=worker: send(worker) for worker in range(CONNECTIONS)])  # type: ignore[misc]
    return took


def _together(works: Sequence[Callable[[], object]]) -> None:
    threads = [threading.Thread(target=work) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _p95(took: Sequence[float]) -> float:
    return sorted(took)[int(0.95 * len(took))]


def _unchanged(port: int, path: str) -> float:
    connection = http.client.HTTPConnection("127.0.0.1", port)
    connection.request("GET", path)
    answer = connection.getresponse()
    answer.read()
    tag = answer.getheader("ETag") or ""
    return statistics.median(_fetch(port, [path] * 200, {"If-None-Match": tag, "Accept-Encoding": "gzip"}))


def _peer(port: int, path: str, folder: Path, times: int) -> float:
    """The same page as a file, from Python's own file server."""
    connection = http.client.HTTPConnection("127.0.0.1", port)
    connection.request("GET", path)
    files = folder / "files"
    files.mkdir()
    (files / "page.html").write_bytes(connection.getresponse().read())
    other = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "http.server", str(other), "--bind", "127.0.0.1", "--directory", str(files)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        for _ in range(100):
            try:
                _fetch(other, ["/page.html"])
                break
            except OSError:
                time.sleep(0.05)
        return _hammer(other, ["/page.html"] * times)
    finally:
        process.terminate()
        process.wait(20)


def _weigh(port: int, paths: Sequence[str]) -> None:
    """What pages weigh over the wire, without the scripts that come later."""
    for path in paths:
        connection = http.client.HTTPConnection("127.0.0.1", port)
        connection.request("GET", path, headers={"Accept-Encoding": "gzip"})
        size = len(connection.getresponse().read())
        print(
            f"{path:<58} {size / 1000:9.1f} kB over the wire   (to reach: 250 kB with styles and scripts)", flush=True
        )
