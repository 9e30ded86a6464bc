"""The key is made once, for its owner's eyes, and the same for all who come."""

from __future__ import annotations

import stat
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from newlyn.foundation.errors import InputError, StorageError
from newlyn.foundation.settings import Settings
from newlyn.web.secret_key import secret_key

KEY = "0123456789" * 5


def settings(home: Path, **environ: str) -> Settings:
    return Settings.from_environ({"NEWLYN_HOME": str(home), **environ})


def test_a_key_is_made_once_and_kept_for_its_owner_alone(tmp_path: Path) -> None:
    home = tmp_path / "new" / "home"
    key = secret_key(settings(home))
    assert len(key) >= 50
    assert secret_key(settings(home)) == key
    assert stat.S_IMODE((home / "secret").stat().st_mode) == 0o600
    assert [path.name for path in home.iterdir()] == ["secret"]


def test_no_two_services_have_the_same_key(tmp_path: Path) -> None:
    assert secret_key(settings(tmp_path / "a")) != secret_key(settings(tmp_path / "b"))


def test_all_who_come_at_once_get_the_same_key(tmp_path: Path) -> None:
    together = threading.Barrier(8)

    def ask(_: int) -> str:
        together.wait()
        return secret_key(settings(tmp_path))

    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(ask, range(8)))) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["secret"]


def test_a_key_that_is_given_is_used_and_no_file_made(tmp_path: Path) -> None:
    assert secret_key(settings(tmp_path, NEWLYN_SECRET=KEY)) == KEY
    assert list(tmp_path.iterdir()) == []


def test_a_key_in_a_file_that_is_named_is_read_without_its_last_line_break(tmp_path: Path) -> None:
    (tmp_path / "mine").write_text(f"{KEY}\n")
    assert secret_key(settings(tmp_path, NEWLYN_SECRET_FILE=str(tmp_path / "mine"))) == KEY


@pytest.mark.parametrize("name", ["nothing", ".", "binary"])
def test_a_file_that_is_named_must_be_there(tmp_path: Path, name: str) -> None:
    (tmp_path / "binary").write_bytes(b"\xff" * 60)
    with pytest.raises(InputError, match=r"NEWLYN_SECRET_FILE: .+ cannot be read. Name a file that holds a key"):
        secret_key(settings(tmp_path, NEWLYN_SECRET_FILE=str(tmp_path / name)))


def test_a_file_with_less_than_a_key_is_refused_and_not_repeated(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("swordfish")
    with pytest.raises(
        InputError, match=r"secret holds no key of at least 50 letters. Take it away, or write a lon"
    ) as r:
        secret_key(settings(tmp_path))
    assert "swordfish" not in str(r.value)


def test_a_disk_that_keeps_nothing_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StorageError, match="there is a file where a folder should be"):
        secret_key(settings(tmp_path / "file" / "home"))
