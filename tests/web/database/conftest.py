"""Each test is run on SQLite and on PostgreSQL, on a fresh database that has every table."""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.core.management import call_command
from pytest_django import DjangoDbBlocker
from tests.web.database.engines import Server, in_use, server

from newlyn.foundation.database import DatabaseAddress

COUNTER = itertools.count()


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Server]:
    """A PostgreSQL server, started once."""
    with server() as started:
        yield started


@pytest.fixture(scope="session")
def fresh(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, django_db_blocker: DjangoDbBlocker
) -> Callable[[str, Path], str]:
    """Make a database with every table on one of the engines; return its address. The tables are made once."""
    models: dict[str, str] = {}

    def migrated(engine: str) -> str:
        if engine not in models:
            if engine == "sqlite":
                models[engine] = f"sqlite://{tmp_path_factory.mktemp('model') / 'model.sqlite3'}"
            else:
                models[engine] = request.getfixturevalue("postgresql").create("model")
            with django_db_blocker.unblock(), in_use(DatabaseAddress.parse("NEWLYN_DATABASE", models[engine])):
                call_command("migrate", verbosity=0)
        return models[engine]

    def make(engine: str, folder: Path) -> str:
        model = migrated(engine)
        if engine == "sqlite":
            shutil.copy(model.removeprefix("sqlite://"), folder / "records.sqlite3")
            return f"sqlite://{folder / 'records.sqlite3'}"
        made: str = request.getfixturevalue("postgresql").create(f"trial{next(COUNTER)}", template="model")
        return made

    return make


@pytest.fixture(params=["sqlite", "postgresql"])
def address(
    request: pytest.FixtureRequest,
    fresh: Callable[[str, Path], str],
    tmp_path: Path,
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[str]:
    """The address of a fresh database that Django works on during the test, as NEWLYN_DATABASE would have it."""
    url = fresh(request.param, tmp_path)
    with django_db_blocker.unblock(), in_use(DatabaseAddress.parse("NEWLYN_DATABASE", url)):
        yield url
