"""What Django is told of a database, and what a person is told whose PostgreSQL cannot be spoken to."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from django.contrib.auth.models import Group
from pytest_django import DjangoDbBlocker
from tests.web.database.engines import in_use

from newlyn.foundation.database import DatabaseAddress
from newlyn.foundation.errors import InputError, StorageError
from newlyn.foundation.settings import Settings
from newlyn.web import database
from newlyn.web.database import bring_up_to_date, connection_of

SERVER = "postgresql://anna:swordfish@db.example.org:5433/records"


def test_records_lie_in_a_file_at_home_unless_told_otherwise() -> None:
    told = connection_of(Settings.from_environ({"NEWLYN_HOME": "/srv/newlyn"}))
    assert (told["ENGINE"], Path(told["NAME"])) == ("django.db.backends.sqlite3", Path("/srv/newlyn/records.sqlite3"))
    assert told["OPTIONS"]["transaction_mode"] == "IMMEDIATE"


def test_a_server_is_described_with_its_password_and_times_to_give_up() -> None:
    told = connection_of(Settings.from_environ({"NEWLYN_DATABASE": SERVER}))
    assert (told["HOST"], told["PORT"], told["NAME"]) == ("db.example.org", 5433, "records")
    assert (told["USER"], told["PASSWORD"]) == ("anna", "swordfish")
    assert told["OPTIONS"]["connect_timeout"] == 5
    assert (told["CONN_MAX_AGE"], told["CONN_HEALTH_CHECKS"]) == (60, True)


def test_without_its_library_a_server_cannot_be_spoken_to(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "find_spec", lambda _: None)
    with pytest.raises(
        InputError, match=r"is not installed. Install it with: pip install 'newlyn\[postgresql\]'"
    ) as told:
        connection_of(Settings.from_environ({"NEWLYN_DATABASE": SERVER}))
    assert "swordfish" not in str(told.value)


def prepare(url: str, blocker: DjangoDbBlocker) -> None:
    with blocker.unblock(), in_use(DatabaseAddress.parse("NEWLYN_DATABASE", url)):
        bring_up_to_date()


def test_a_file_of_records_is_made_for_its_owner_alone(tmp_path: Path, django_db_blocker: DjangoDbBlocker) -> None:
    url = f"sqlite://{tmp_path}/records.sqlite3"
    prepare(url, django_db_blocker)
    with django_db_blocker.unblock(), in_use(DatabaseAddress.parse("NEWLYN_DATABASE", url)):
        Group.objects.create(name="kept")
        files = list(tmp_path.iterdir())
        assert {path.name for path in files} >= {"records.sqlite3", "records.sqlite3-wal"}
        assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}
        bring_up_to_date()
        assert Group.objects.count() == 1


@pytest.mark.parametrize(
    "url",
    [
        "sqlite:///nowhere/at/all/records.sqlite3",
        "postgresql://anna:swordfish@127.0.0.1:1/records",
        "postgresql://anna:swordfish@/records?host=/nowhere",
    ],
)
def test_a_database_that_cannot_be_reached_is_told_in_one_line(url: str, django_db_blocker: DjangoDbBlocker) -> None:
    with pytest.raises(
        StorageError, match=r"the database of the records cannot be used \(.+\). Check NEWLYN_DA"
    ) as told:
        prepare(url, django_db_blocker)
    assert "swordfish" not in str(told.value)
    assert "\n" not in str(told.value)


def test_a_file_that_is_no_database_is_told_and_left_as_it_is(
    tmp_path: Path, django_db_blocker: DjangoDbBlocker
) -> None:
    (tmp_path / "letter").write_text("Dear Anna, " * 100)
    with pytest.raises(StorageError, match="file is not a database"):
        prepare(f"sqlite://{tmp_path}/letter", django_db_blocker)
    assert (tmp_path / "letter").read_text() == "Dear Anna, " * 100
