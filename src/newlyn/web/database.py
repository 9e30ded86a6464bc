"""From the address of a database to Django's connection to it, with what Newlyn relies on switched on.

What is promised here (nothing lost between two writers, keys that lead somewhere, a whole database after a
crash) is tested on both engines in `tests/web/database`.
"""

from __future__ import annotations

import os
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from newlyn.foundation.database import DatabaseAddress
from newlyn.foundation.errors import InputError, StorageError
from newlyn.foundation.settings import Settings

BUSY_SECONDS = 10
"""How long a writer waits for another to finish before it is told that the database is busy."""

SQLITE_PRAGMAS = (
    "PRAGMA journal_mode = WAL",  # readers go on while one writes
    "PRAGMA synchronous = NORMAL",  # with a write-ahead log, a crash may lose the last moment and never the rest
    "PRAGMA foreign_keys = ON",  # as Django has it; said here so that it does not hang on that
)

POSTGRESQL_OPTIONS = {
    # milliseconds: no page waits longer than its reader, and no lock is held by a session that fell asleep
    "statement_timeout": 30_000,
    "lock_timeout": BUSY_SECONDS * 1000,
    "idle_in_transaction_session_timeout": 60_000,
    "timezone": "UTC",
}


def connection_of(settings: Settings) -> dict[str, Any]:
    """Django's description of the database in which this service keeps its records."""
    address = settings.database or DatabaseAddress("sqlite", str(settings.home / "records.sqlite3"))
    return describe(address)


def describe(address: DatabaseAddress) -> dict[str, Any]:
    """Django's description of the database at an address.

    Raises
    ------
    InputError
        If it is one of PostgreSQL and the library that speaks to it is not installed.
    """
    return _sqlite(address) if address.engine == "sqlite" else _postgresql(address)


def _sqlite(address: DatabaseAddress) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": address.name,
        "OPTIONS": {
            "timeout": BUSY_SECONDS,
            "init_command": "; ".join(SQLITE_PRAGMAS),
            # A transaction takes the lock at once: one that read first and wrote later would be refused, not wait.
            "transaction_mode": "IMMEDIATE",
        },
    }


def _postgresql(address: DatabaseAddress) -> dict[str, Any]:
    if find_spec("psycopg") is None:
        raise InputError(
            "NEWLYN_DATABASE names a PostgreSQL server, and the library that speaks to one is not installed. Install "
            "it with: pip install 'newlyn[postgresql]'."
        )
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": address.name,
        "USER": address.user,
        "PASSWORD": address.password.reveal() if address.password else "",
        "HOST": address.host,
        "PORT": address.port,
        # Each thread of a worker keeps its connection, and looks whether it still stands before a request.
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            "application_name": "newlyn",
            "connect_timeout": 5,
            "options": " ".join(f"-c {name}={value}" for name, value in POSTGRESQL_OPTIONS.items()),
        },
    }


def bring_up_to_date() -> None:
    """Make the tables of the records, or bring those of an older version into their present shape.

    Raises
    ------
    StorageError
        If the database cannot be reached, or refuses.
    """
    from django.core.management import call_command
    from django.db import DatabaseError, connection

    try:
        if connection.vendor == "sqlite":
            _keep_private(Path(connection.settings_dict["NAME"]))
        call_command("migrate", verbosity=0, interactive=False)
    except (DatabaseError, OSError) as error:
        reason = " ".join(str(error).split())
        raise StorageError(
            f"the database of the records cannot be used ({reason}). Check NEWLYN_DATABASE, and that the server or the "
            "folder is there and lets you in."
        ) from None
    finally:
        connection.close()  # a connection must not be shared with workers that are forked


def _keep_private(path: Path) -> None:
    """Make the file for its owner alone before anything is in it; what SQLite puts beside it follows suit."""
    if not path.exists():
        os.close(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600))
