"""`newlyn serve` as a person starts and stops it: a process of its own, asked over the loopback."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

import pytest
from tests.cli.conftest import Ended
from tests.web.small_place import TILES, SmallPlace

from newlyn.cli import main
from newlyn.foundation.errors import BusyError, InputError
from newlyn.web import server
from newlyn.web.server import listen

COMMAND = [sys.executable, "-c", "from newlyn.cli import main; main()", "serve", "--port", "0"]


class Running:
    """A server that was started, and the address that it said it is at."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        assert process.stdout is not None
        self.said = process.stdout.readline()
        assert self.said.startswith("Newlyn is at http://127.0.0.1:"), self.said + self.stop(signal.SIGTERM)[1]
        self.port = int(self.said.split("/ ")[0].rpartition(":")[2])

    def ask(self, path: str, method: str = "GET", **headers: str) -> tuple[HTTPResponse, bytes]:
        """One request on a connection of its own."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=20)
        connection.request(method, path, headers={name.replace("_", "-"): value for name, value in headers.items()})
        response = connection.getresponse()
        try:
            return response, response.read()
        finally:
            connection.close()

    def stop(self, sign: signal.Signals) -> tuple[int, str]:
        """Stop it; its exit code and what it said on standard error."""
        self.process.send_signal(sign)
        _, told = self.process.communicate(timeout=30)
        return self.process.returncode, told


@contextmanager
def serving(home: Path, *arguments: str) -> Iterator[Running]:
    """Start `newlyn serve` on the evidence of a home, at a free port."""
    environ = {name: value for name, value in os.environ.items() if not name.startswith(("NEWLYN_", "DJANGO_"))}
    process = subprocess.Popen(
        [*COMMAND, *arguments],
        env=environ | {"NEWLYN_HOME": str(home)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield Running(process)
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
        try:
            process.communicate(timeout=30)
        except (subprocess.TimeoutExpired, ValueError):
            process.kill()
            process.wait()


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> SmallPlace:
    """A small place, built."""
    small = SmallPlace(tmp_path_factory.mktemp("served"))
    small.build()
    return small


@pytest.fixture(scope="module")
def running(place: SmallPlace) -> Iterator[Running]:
    """One server for the tests that only ask."""
    with serving(place.home) as started:
        yield started


def test_the_list_of_places_is_served(running: Running) -> None:
    response, body = running.ask("/")
    assert response.status == 200
    assert b'href="/small/">Smallshire</a>' in body


def test_no_answer_says_which_program_gave_it(running: Running) -> None:
    for path in ("/", "/nope/", "/small/tiles/lsoa21.pmtiles"):
        response, _ = running.ask(path)
        assert response.getheader("Server") == "newlyn"
        assert response.getheader("Content-Security-Policy")


def test_a_connection_is_kept_for_the_next_request(running: Running) -> None:
    connection = HTTPConnection("127.0.0.1", running.port, timeout=20)
    for method, path in (("GET", "/"), ("HEAD", "/"), ("GET", "/nope/"), ("GET", "/small"), ("GET", "/healthz")):
        connection.request(method, path)
        response = connection.getresponse()
        response.read()
        assert response.getheader("Content-Length") is not None, path
        assert not response.will_close, path
    connection.close()


def test_parts_of_the_tiles_are_served(running: Running) -> None:
    response, body = running.ask("/small/tiles/lsoa21.pmtiles", range="bytes=70000-76000")
    assert (response.status, body) == (206, TILES[70000:76001])
    assert running.ask("/small/tiles/lsoa21.pmtiles")[1] == TILES
    assert running.ask("/small/tiles/lsoa21.pmtiles", "HEAD", range="bytes=0-9")[0].status == 206


@pytest.mark.parametrize(
    "path", ["/" + "a" * 9000, "/small/?" + "a" * 3000, "/%00", "/%ff%fe", "/small/%2e%2e/%2e%2e/"]
)
def test_a_hostile_address_is_refused_and_the_service_goes_on(running: Running, path: str) -> None:
    response, body = running.ask(path)
    assert 300 <= response.status < 500
    assert b"Traceback" not in body
    assert running.ask("/healthz")[0].status == 200


def test_bytes_that_are_no_request_are_refused_and_the_service_goes_on(running: Running) -> None:
    for sent in (
        b"\x00\xff\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"GET /\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n",
    ):
        with socket.create_connection(("127.0.0.1", running.port), timeout=20) as raw:
            raw.sendall(sent)
            assert b"200" not in raw.recv(4096).split(b"\r\n")[0]
    assert running.ask("/healthz")[0].status == 200


def test_evidence_that_goes_and_comes_back_needs_no_restart(running: Running, place: SmallPlace) -> None:
    place.take_away()
    response, body = running.ask("/")
    assert (response.status, response.getheader("Retry-After")) == (503, "60")
    assert str(place.home).encode() not in body
    place.build()
    assert running.ask("/")[0].status == 200


# --- starting and stopping ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sign", "code", "told"),
    [(signal.SIGINT, 130, "Stopped; what was there before is untouched."), (signal.SIGTERM, 0, "")],
)
def test_it_is_stopped_as_every_command_is(place: SmallPlace, sign: signal.Signals, code: int, told: str) -> None:
    with serving(place.home, "--workers", "1") as started:
        assert started.ask("/healthz")[0].status == 200
        ended, said = started.stop(sign)
        assert (ended, said.strip()) == (code, told)


def test_a_request_that_is_being_answered_is_finished_first(place: SmallPlace) -> None:
    with serving(place.home, "--workers", "1") as started:
        with socket.create_connection(("127.0.0.1", started.port), timeout=20) as slow:
            slow.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n")
            time.sleep(0.3)
            started.process.send_signal(signal.SIGINT)
            time.sleep(0.2)
            slow.sendall(b"\r\n")
            assert slow.recv(4096).startswith(b"HTTP/1.1 200 OK")
        assert started.process.wait(timeout=30) == 130


def test_nothing_that_draws_is_loaded_before_the_workers_are_forked(place: SmallPlace) -> None:
    # It has threads, which do not survive a fork, and it would keep the first reader waiting.
    program = (
        "import sys; from newlyn.web import server; server._prepare(); from newlyn.web.wsgi import application; "
        "import newlyn.web.urls; print(*sorted({name.split('.')[0] for name in sys.modules}))"
    )
    environ = os.environ | {"NEWLYN_HOME": str(place.home), "DJANGO_SETTINGS_MODULE": "newlyn.web.settings"}
    command = [sys.executable, "-c", program]
    ended = subprocess.run(command, env=environ, capture_output=True, text=True, timeout=60, check=True)
    loaded = set(ended.stdout.split())
    assert {"django", "newlyn"} <= loaded
    assert not loaded & {"altair", "vl_convert", "duckdb", "ibis", "rich", "urllib3", "openpyxl"}


def test_it_makes_its_records_and_no_other_file(tmp_path: Path) -> None:
    SmallPlace(tmp_path).build()
    with serving(tmp_path) as started:
        assert started.ask("/")[0].status == 200
    assert {path.name.partition("-")[0] for path in tmp_path.iterdir()} == {"pictures", "records.sqlite3"}


def run(home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *arguments: str) -> Ended:
    """The command in this process, for what it refuses."""
    monkeypatch.setenv("NEWLYN_HOME", str(home))
    with pytest.raises(SystemExit) as end:
        main(["serve", *arguments])
    return Ended(int(end.value.code or 0), *capsys.readouterr())


def test_without_any_place_it_does_not_start_and_says_what_to_do(tmp_path: Path) -> None:
    environ = {name: value for name, value in os.environ.items() if not name.startswith(("NEWLYN_", "DJANGO_"))}
    ended = subprocess.run(
        COMMAND, env=environ | {"NEWLYN_HOME": str(tmp_path)}, capture_output=True, text=True, timeout=60, check=False
    )
    told = "WarehouseError: no place is built, so there is nothing to show. Run `newlyn build PLACE` first.\n"
    assert (ended.returncode, ended.stdout, ended.stderr) == (5, "", told)
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_is_damaged_is_told_at_the_start(tmp_path: Path) -> None:
    SmallPlace(tmp_path).build_half()
    environ = {name: value for name, value in os.environ.items() if not name.startswith(("NEWLYN_", "DJANGO_"))}
    ended = subprocess.run(
        COMMAND, env=environ | {"NEWLYN_HOME": str(tmp_path)}, capture_output=True, text=True, timeout=60, check=False
    )
    assert (ended.returncode, ended.stderr.count("\n")) == (5, 1)
    assert "Run `newlyn build PLACE`" in ended.stderr


def test_a_port_that_is_taken_is_told() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(BusyError, match=rf"something else answers at 127.0.0.1, port {port}. Stop it, or choose"):
            listen("127.0.0.1", port)


@pytest.mark.parametrize("host", ["192.0.2.1", "no such host", "x" * 300, "é" * 80])
def test_an_address_of_another_machine_is_refused(host: str) -> None:
    with pytest.raises(InputError, match=r"is not an address of this machine. Try 127.0.0.1, or 0.0.0.0 for all"):
        listen(host, 0)


def test_a_port_of_the_administrator_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    class Refusing(socket.socket):
        def bind(self, _: object) -> None:
            raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(server.socket, "socket", Refusing)
    with pytest.raises(
        InputError, match=r"port 80 is for the administrator of this machine alone. Choose a --port from"
    ):
        listen("127.0.0.1", 80)


def test_addresses_of_both_kinds_are_listened_at() -> None:
    for host in ("127.0.0.1", "::1", "localhost", "0.0.0.0"):  # noqa: S104 - that is what is tried
        with listen(host, 0) as listener:
            assert listener.getsockname()[1] > 0
