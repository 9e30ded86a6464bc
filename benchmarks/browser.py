"""A real browser without a screen: what it waits for and what it fetches; and a server on this machine for it."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import urllib3
from playwright.sync_api import Browser, Page, Response, sync_playwright

from benchmarks.measure import newlyn

DESK = {"width": 1280, "height": 900}

# There is no graphics card to count on: WebGL is computed by SwiftShader, on the same cores that run everything else.
_FLAGS = ["--no-sandbox", "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--disable-quic"]

_FRAMES = """
window.startFrames = () => {
  const intervals = (window.frames_ = []);
  let last = performance.now();
  const next = (now) => {
    intervals.push(now - last);
    last = now;
    window.counting = requestAnimationFrame(next);
  };
  window.counting = requestAnimationFrame(next);
};
window.endFrames = () => (cancelAnimationFrame(window.counting), window.frames_);
"""

# The mark is set when the map has drawn everything in sight; two frames later that has reached the screen.
_PAINTED = """
(name) => new Promise((done) => {
  const painted = () => requestAnimationFrame(() => requestAnimationFrame((now) => done(now)));
  if (performance.getEntriesByName(name).length) painted();
  else new PerformanceObserver((marks) => marks.getEntriesByName(name).length && painted()).observe({ type: "mark" });
})
"""


def has_chromium() -> bool:
    """Whether there is a browser to try."""
    return _path() is not None


def _path() -> str | None:
    return shutil.which("chromium") or shutil.which("chromium-browser")


@contextmanager
def chromium() -> Iterator[Browser]:
    """Debian's Chromium, without a window."""
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=_path(), args=_FLAGS)
        yield found
        found.close()


@dataclass(frozen=True)
class Fetched:
    """What a page was sent: how many answers, how many of them parts of a file, and how many bytes over the wire."""

    answers: int
    parts: int
    bytes: int
    part_bytes: int

    @classmethod
    def of(cls, answers: Sequence[Response]) -> Fetched:
        """Everything that came in these answers."""
        sizes = [(one.status == 206, one.request.sizes()["responseBodySize"]) for one in answers]
        parts = [size for part, size in sizes if part]
        return cls(len(sizes), len(parts), sum(size for _, size in sizes), sum(parts))


def open_page(browser: Browser) -> Page:
    """A page in a context of its own, with nothing kept from before."""
    page = browser.new_context(locale="en-GB", viewport=DESK).new_page()
    page.add_init_script(_FRAMES)
    return page


def painted(page: Page, mark: str) -> float:
    """Seconds from navigation until what a performance mark tells of was on the screen."""
    return float(page.evaluate(_PAINTED, mark)) / 1000


def frames(page: Page, keys: Sequence[str], *, every: float) -> list[float]:
    """Seconds between the frames of a page while keys are pressed, `every` so many seconds, and half a second after."""
    page.evaluate("startFrames()")
    begin = time.perf_counter()
    for at, key in enumerate(keys):
        time.sleep(max(0.0, begin + at * every - time.perf_counter()))
        page.keyboard.press(key)
    page.wait_for_timeout(500)
    return [one / 1000 for one in page.evaluate("endFrames()")]


@contextmanager
def served(home: Path) -> Iterator[str]:
    """Address of a running `newlyn serve` on a home."""
    port = free_port()
    environ = {name: value for name, value in os.environ.items() if not name.startswith(("NEWLYN_", "DJANGO_"))}
    environ |= {"NEWLYN_HOME": str(home)}
    with process(newlyn("serve", "--port", str(port)), environ):
        wait(f"http://127.0.0.1:{port}/healthz")
        yield f"http://127.0.0.1:{port}"


@contextmanager
def process(arguments: list[str], environ: dict[str, str]) -> Iterator[None]:
    """A Python process that runs meanwhile."""
    started = subprocess.Popen([sys.executable, *arguments], env=environ, stdout=subprocess.DEVNULL)
    try:
        yield
    finally:
        started.terminate()
        started.wait(20)


def free_port() -> int:
    """A port of this machine that nothing listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def wait(address: str) -> None:
    """Wait until an address answers."""
    for _ in range(300):
        try:
            if urllib3.request("GET", address, timeout=5, retries=False).status == 200:
                return
        except urllib3.exceptions.HTTPError:
            time.sleep(0.1)
    raise SystemExit(f"{address} did not answer within 30 seconds")
