"""The databases that records are tried on: a file of SQLite, and a PostgreSQL server of our own while it is needed."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.db import connections

from newlyn.foundation.database import DatabaseAddress
from newlyn.web.database import describe

MISSING = "needs PostgreSQL's own programs: install the package postgresql (apt-get install postgresql)"
USER = "newlyn"


@contextmanager
def in_use(address: DatabaseAddress) -> Iterator[None]:
    """Let Django work on the database at an address, as if the settings had named it."""
    kept = connections.settings["default"]
    connections["default"].close()
    del connections["default"]
    connections.settings["default"] = connections.configure_settings({"default": describe(address)})["default"]
    try:
        yield
    finally:
        connections.close_all()
        del connections["default"]
        connections.settings["default"] = kept


@dataclass(frozen=True)
class Server:
    """A PostgreSQL server that listens at a socket in its own folder and nowhere else."""

    folder: Path

    def url(self, name: str) -> str:
        """The address of one of its databases, as NEWLYN_DATABASE has it."""
        return f"postgresql://{USER}@/{name}?host={self.folder}"

    def create(self, name: str, template: str = "template0") -> str:
        """Make a database, empty or like another one; return its address."""
        command = [str(programs() / "createdb"), "-h", str(self.folder), "-U", USER, "-T", template, name]
        subprocess.run(command, check=True, capture_output=True, timeout=60)
        return self.url(name)


def programs() -> Path:
    """Folder of the newest PostgreSQL of this machine, as Debian lays it out, or the first one on the path."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]))
    on_path = shutil.which("initdb")
    if not found and not on_path:
        pytest.skip(MISSING)
    return found[-1].parent if found else Path(str(on_path)).parent


@contextmanager
def server() -> Iterator[Server]:
    """Start a server in a folder of its own; stop it and take the folder away in the end."""
    folder = Path(tempfile.mkdtemp(prefix="newlyn-pg-"))  # not below pytest's, which only its owner may enter
    before = _unprivileged(folder)
    control = [*before, str(programs() / "pg_ctl"), "--pgdata", str(folder / "data"), "--silent"]
    # Where the machine loses power the tests are lost too, so nothing waits for the disk.
    options = f"-c listen_addresses='' -c unix_socket_directories={folder} -c fsync=off -c max_connections=50"
    make = [*before, str(programs() / "initdb"), "--pgdata", str(folder / "data"), "--username", USER]
    try:
        _run(*make, "--auth", "trust", "--no-sync", "--encoding", "UTF8", "--locale", "C")
        _run(*control, "--wait", "--log", str(folder / "log"), "--options", options, "start")
        try:
            yield Server(folder)
        finally:
            _run(*control, "--mode", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _unprivileged(folder: Path) -> tuple[str, ...]:
    """What stands before a command so that it is not run by root, as whom the server refuses to start."""
    if os.geteuid() != 0:
        return ()
    try:
        owner = pwd.getpwnam("postgres")
    except KeyError:
        pytest.skip(MISSING)
    os.chown(folder, owner.pw_uid, owner.pw_gid)
    return ("runuser", "-u", "postgres", "--")


def _run(*command: str) -> None:
    # Its output goes to a file: the server keeps a pipe open for as long as it runs.
    with tempfile.TemporaryFile("w+") as told:
        ended = subprocess.run(command, stdout=told, stderr=told, cwd="/", timeout=120, check=False)
        told.seek(0)
        assert ended.returncode == 0, told.read()
