"""What Django is told of a database, and what a person is told whose PostgreSQL cannot be spoken to."""

from __future__ import annotations

from pathlib import Path

import pytest

from newlyn.foundation.errors import InputError
from newlyn.foundation.settings import Settings
from newlyn.web import database
from newlyn.web.database import connection_of

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
