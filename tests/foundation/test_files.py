"""Files are whole or not there: after a kill at any moment, on a full disk, and with two writers at once."""

from __future__ import annotations

import errno
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from newlyn.foundation.errors import BusyError, StorageError
from newlyn.foundation.files import copy_atomically, only_one, storage_errors, write_atomically

SIZE = 300_000
OLD, NEW = b"old " * (SIZE // 4), b"new!" * (SIZE // 4)

WRITER = """
import sys
from pathlib import Path
from newlyn.foundation.files import write_atomically
path = Path(sys.argv[1])
print("ready", flush=True)
while True:
    for data in (b"old ", b"new!"):
        write_atomically(path, data * (300_000 // 4))
"""

FULL = """
import resource, signal, sys
from pathlib import Path
from newlyn.foundation.errors import StorageError
from newlyn.foundation.files import copy_atomically, only_one, write_atomically
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
folder = Path(sys.argv[1])
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]),) * 2)
def lock():
    with only_one(folder / "locked", work="a try"):
        pass
def write():
    write_atomically(folder / "x", b"y" * 100_000)
def copy():
    copy_atomically(folder / "big", folder / "x")
for work in (write, copy, lock):
    try:
        work()
    except StorageError as error:
        print(error)
"""

HOLDER = """
import sys, time
from pathlib import Path
from newlyn.foundation.files import only_one
with only_one(Path(sys.argv[1]), work="a try"):
    print("held", flush=True)
    time.sleep(60)
"""


def _start(program: str, *arguments: object) -> subprocess.Popen[str]:
    return subprocess.Popen([sys.executable, "-c", program, *map(str, arguments)], stdout=subprocess.PIPE, text=True)


def _await_line(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def _kill(process: subprocess.Popen[str]) -> None:
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert process.stdout is not None
    process.stdout.close()


def test_a_file_is_written_with_the_folders_above_it(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b" / "x.json"
    write_atomically(path, b"new")
    write_atomically(path, b"newer")
    assert path.read_bytes() == b"newer"
    assert [one.name for one in path.parent.iterdir()] == ["x.json"]


def test_a_copy_is_whole_and_leaves_its_source(tmp_path: Path) -> None:
    (tmp_path / "from").write_bytes(NEW)
    copy_atomically(tmp_path / "from", tmp_path / "a" / "to")
    assert (tmp_path / "a" / "to").read_bytes() == (tmp_path / "from").read_bytes() == NEW


def test_a_kill_at_any_moment_leaves_the_old_file_or_the_new_one(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_bytes(OLD)
    rng = random.Random(20_190_926)  # noqa: S311 - moments to kill at, not secrets
    for _ in range(10):
        writer = _start(WRITER, path)
        assert _await_line(writer) == "ready"
        time.sleep(rng.uniform(0, 0.012))
        _kill(writer)
        assert path.read_bytes() in (OLD, NEW)


@pytest.mark.parametrize("write", [
    lambda folder: write_atomically(folder / "x", b"new"),
    lambda folder: copy_atomically(folder / "from", folder / "x"),
])  # fmt: skip
def test_a_write_that_fails_leaves_no_scrap(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, write: Callable[[Path], None]
) -> None:
    (tmp_path / "x").write_bytes(b"old")
    (tmp_path / "from").write_bytes(b"new")

    def refuse(*_: object) -> None:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS))

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(StorageError, match=r"x: the disk is read-only\. .* what was there before is untouched\."):
        write(tmp_path)
    assert sorted(one.name for one in tmp_path.iterdir()) == ["from", "x"]
    assert (tmp_path / "x").read_bytes() == b"old"


@pytest.mark.parametrize(("room", "refused"), [(0, 3), (60_000, 2)])  # a lock's few bytes fit where a file does not
def test_a_full_disk_is_told_in_one_line_and_the_old_file_stays(tmp_path: Path, room: int, refused: int) -> None:
    (tmp_path / "x").write_bytes(OLD)
    (tmp_path / "big").write_bytes(NEW)
    command = [sys.executable, "-c", FULL, str(tmp_path), str(room)]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    assert len(told) == refused
    assert all("the file is larger than allowed here. Free some space or point NEWLYN_HOME" in line for line in told)
    assert (tmp_path / "x").read_bytes() == OLD
    assert sorted(one.name for one in tmp_path.iterdir()) == ["big", "locked", "x"]


@pytest.mark.parametrize(
    ("number", "reason"),
    [
        (errno.ENOSPC, "the disk is full"),
        (errno.EDQUOT, "the disk quota is used up"),
        (errno.EACCES, "permission is denied"),
        (errno.EIO, "the disk fails to read or write"),
    ],
)
def test_a_refusal_by_the_disk_says_why(number: int, reason: str) -> None:
    with pytest.raises(StorageError, match=rf"^place: {reason}\."), storage_errors(Path("place")):
        raise OSError(number, os.strerror(number))


def test_a_refusal_that_only_its_text_tells_of_is_understood() -> None:
    with pytest.raises(StorageError, match="the disk is full"), storage_errors(Path("place")):
        raise OSError("Error writing bytes to file. Detail: [errno 28] No space left on device")


def test_another_error_passes_as_it_is() -> None:
    with pytest.raises(FileNotFoundError), storage_errors(Path("place")):
        raise FileNotFoundError(errno.ENOENT, "gone")


def test_a_folder_in_the_place_of_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "x").mkdir()
    with pytest.raises(StorageError, match="there is a folder where the file should be"):
        write_atomically(tmp_path / "x", b"new")


def test_a_file_in_the_place_of_a_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"")
    with pytest.raises(StorageError, match="there is a file where a folder should be"):
        write_atomically(tmp_path / "x" / "y", b"new")
    with (
        pytest.raises(StorageError, match="there is a file where a folder should be"),
        only_one(tmp_path / "x", work=""),
    ):
        pass


def test_a_name_too_long_for_the_disk_is_told(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="the name is longer than the disk allows"):
        write_atomically(tmp_path / ("x" * 300), b"new")


def test_a_second_writer_is_refused_and_told_who_is_at_work(tmp_path: Path) -> None:
    holder = _start(HOLDER, tmp_path)
    assert _await_line(holder) == "held"
    told = rf"a try \(process {holder.pid}\) is at work here\. Wait until it has ended"
    with pytest.raises(BusyError, match=told), only_one(tmp_path, work="another try"):
        pass
    _kill(holder)


def test_a_lock_ends_with_its_holder_however_it_ends(tmp_path: Path) -> None:
    holder = _start(HOLDER, tmp_path)
    assert _await_line(holder) == "held"
    _kill(holder)
    with only_one(tmp_path, work="another try"):
        assert str(os.getpid()) in (tmp_path / ".lock").read_text()


def test_a_lock_is_free_again_after_its_work_even_if_that_failed(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="fails"), only_one(tmp_path, work="work that"):
        raise ValueError("fails")
    with only_one(tmp_path, work="more work"):
        pass


def test_a_disk_without_locks_is_not_called_busy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))

    monkeypatch.setattr("newlyn.foundation.files.fcntl.flock", refuse)
    with pytest.raises(StorageError, match="the disk keeps no locks"), only_one(tmp_path, work="work"):
        pass
