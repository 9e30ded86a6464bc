"""A real browser on the real pages: Debian's Chromium, driven by Playwright, and `newlyn serve` on this machine."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import urllib3
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, sync_playwright

ROOT = Path(__file__).parents[2]
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 900}


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, which draws without a graphics card here."""
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        pytest.skip("needs Chromium: install it, on Debian with `apt-get install chromium`")
    with sync_playwright() as playwright:
        flags = ["--no-sandbox", "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--disable-quic"]
        found = playwright.chromium.launch(executable_path=path, args=flags)
        yield found
        found.close()


@pytest.fixture(scope="session")
def server(home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a running `newlyn serve` on the pages of Essex."""
    port = _free_port()
    environ = {name: value for name, value in os.environ.items() if not name.startswith(("NEWLYN_", "DJANGO_"))}
    environ |= {"NEWLYN_HOME": str(home), "NEWLYN_DATABASE": f"sqlite:///{home}/records-{port}.sqlite3"}
    command = [sys.executable, "-c", "from newlyn.cli import main; main()", "serve", "--port", str(port)]
    said = tmp_path_factory.mktemp("server") / "stderr"
    with said.open("w") as stream:
        process = subprocess.Popen(command, env=environ, stdout=subprocess.DEVNULL, stderr=stream)
    address = f"http://127.0.0.1:{port}"
    try:
        _wait(address, process, said)
        yield address
    finally:
        process.terminate()
        process.wait(20)


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _wait(address: str, process: subprocess.Popen[bytes], said: Path) -> None:
    for _ in range(300):
        if process.poll() is not None:
            pytest.fail(f"newlyn serve ended: {said.read_text()}")
        try:
            if urllib3.request("GET", f"{address}/healthz", timeout=5, retries=False).status == 200:
                return
        except urllib3.exceptions.HTTPError:
            time.sleep(0.1)
    pytest.fail("newlyn serve did not answer within 30 seconds")


class Watched:
    """A page, with everything it asked for and every fault it told of."""

    def __init__(self, page: Page, server: str) -> None:
        self.page, self.server = page, server
        self.outside: list[str] = []
        self.faults: list[str] = []
        page.on("request", self._asked)
        page.on("console", self._said)
        page.on("pageerror", lambda error: self.faults.append(str(error)))

    def open(self, path: str) -> Page:
        """Go to a path of the server; the page's answer must be good."""
        answer = self.page.goto(f"{self.server}{path}")
        assert answer is not None
        assert answer.ok, f"{path}: {answer.status}"
        return self.page

    def _asked(self, request: Request) -> None:
        if not request.url.startswith((self.server, "data:", "blob:")):
            self.outside.append(request.url)

    def _said(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and "GPU stall" not in message.text:
            self.faults.append(message.text)


@pytest.fixture
def desk(browser: Browser, server: str) -> Iterator[Watched]:
    """A page on a desk; it must ask no other host for anything and tell of no fault."""
    yield from _watched(browser, server, viewport=DESK)


@pytest.fixture
def phone(browser: Browser, server: str) -> Iterator[Watched]:
    """A page on a phone."""
    yield from _watched(browser, server, viewport=PHONE, has_touch=True, is_mobile=True)


@pytest.fixture
def plain(browser: Browser, server: str) -> Iterator[Watched]:
    """A page in a browser without JavaScript."""
    yield from _watched(browser, server, viewport=DESK, java_script_enabled=False)


def _watched(browser: Browser, server: str, **options: object) -> Iterator[Watched]:
    context: BrowserContext = browser.new_context(locale="en-GB", reduced_motion="reduce", **options)  # type: ignore[arg-type]
    watched = Watched(context.new_page(), server)
    yield watched
    context.close()
    assert watched.outside == []
    assert watched.faults == []
