"""What records rely on, on both engines: all or nothing, nothing lost, keys that lead somewhere, whole after a kill."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.contrib.sessions.backends.db import SessionStore
from django.core.management import call_command
from django.db import IntegrityError, connection, connections, transaction

pytestmark = pytest.mark.usefixtures("address")

WRITERS, TIMES = 4, 15


def test_every_migration_is_there_and_applied() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
    call_command("migrate", check_unapplied=True, verbosity=0)
    assert {"auth_user", "django_session"} <= set(connection.introspection.table_names())


def test_migrating_again_changes_nothing() -> None:
    Group.objects.create(name="kept")
    call_command("migrate", verbosity=0)
    assert Group.objects.count() == 1


def test_a_transaction_is_kept_whole_or_not_at_all() -> None:
    def write_and_fail(name: str) -> None:
        with transaction.atomic():
            Group.objects.create(name=name)
            raise ArithmeticError(name)

    with pytest.raises(ArithmeticError, match="lost"):
        write_and_fail("lost")
    with transaction.atomic():
        Group.objects.create(name="kept")
        with pytest.raises(ArithmeticError, match="lost within"):
            write_and_fail("lost within")
    assert [group.name for group in Group.objects.all()] == ["kept"]


def test_of_two_writers_at_once_neither_loses_anything() -> None:
    Group.objects.create(name="0")
    together = threading.Barrier(WRITERS)

    def count(_: int) -> None:
        together.wait()
        for _ in range(TIMES):
            with transaction.atomic():
                group = Group.objects.select_for_update().get()
                group.name = str(int(group.name) + 1)
                group.save()

    in_threads(count, WRITERS)
    assert Group.objects.get().name == str(WRITERS * TIMES)


def test_readers_go_on_while_one_writes() -> None:
    written, read = threading.Event(), threading.Event()

    def write(_: int) -> None:
        with transaction.atomic():
            Group.objects.create(name="not to be seen yet")
            written.set()
            assert read.wait(10)

    def look(_: int) -> None:
        assert written.wait(10)
        try:
            assert Group.objects.count() == 0
        finally:
            read.set()

    in_threads(lambda number: (write, look)[number](number), 2)
    assert Group.objects.count() == 1


def test_a_key_leads_somewhere_or_is_refused() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Permission.objects.create(name="nowhere", codename="nowhere", content_type_id=987654)
    with pytest.raises(IntegrityError), transaction.atomic():
        connection.cursor().execute("DELETE FROM django_content_type")
    assert Permission.objects.exists()


def test_what_may_stand_once_stands_once() -> None:
    Group.objects.create(name="one")
    with pytest.raises(IntegrityError), transaction.atomic():
        Group.objects.create(name="one")


def test_a_moment_comes_back_as_it_was() -> None:
    moment = datetime(2026, 7, 1, 12, 30, 15, 123456, tzinfo=UTC)
    User.objects.create(username="anna", date_joined=moment)
    found = User.objects.get().date_joined
    assert (found, found.utcoffset()) == (moment, moment.utcoffset())


def test_a_session_is_kept() -> None:
    session = SessionStore()
    session["place"] = "essex"
    session.save()
    assert SessionStore(session.session_key)["place"] == "essex"


def test_text_of_any_script_comes_back_as_it_was() -> None:
    Group.objects.create(name="Ælfgifu 🌊 'o\" \\ %s")
    assert Group.objects.get().name == "Ælfgifu 🌊 'o\" \\ %s"


def test_a_writer_that_is_killed_leaves_the_database_whole(address: str, tmp_path: Path) -> None:
    environ = {name: value for name, value in os.environ.items() if not name.startswith("NEWLYN_")}
    environ |= {"NEWLYN_HOME": str(tmp_path), "NEWLYN_DATABASE": address}
    environ |= {"DJANGO_SETTINGS_MODULE": "newlyn.web.settings"}
    command = [sys.executable, str(Path(__file__).with_name("killed_writer.py"))]
    with subprocess.Popen(command, env=environ, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "in the middle\n"
        writer.send_signal(signal.SIGKILL)
    assert [group.name for group in Group.objects.all()] == ["written before"]
    Group.objects.create(name="written after")
    if connection.vendor == "sqlite":
        assert ask("PRAGMA integrity_check") == "ok"
        assert ask("PRAGMA foreign_key_check") is None


def test_the_connection_is_as_it_is_said_to_be() -> None:
    if connection.vendor == "sqlite":
        told = {name: ask(f"PRAGMA {name}") for name in ("journal_mode", "foreign_keys", "synchronous", "busy_timeout")}
        assert told == {"journal_mode": "wal", "foreign_keys": 1, "synchronous": 1, "busy_timeout": 10_000}
    else:
        names = ("transaction_isolation", "statement_timeout", "lock_timeout", "TimeZone", "application_name")
        told = {name: ask(f"SHOW {name}") for name in names}
        assert told == {
            "transaction_isolation": "read committed",
            "statement_timeout": "30s",
            "lock_timeout": "10s",
            "TimeZone": "UTC",
            "application_name": "newlyn",
        }


def test_a_transaction_of_sqlite_takes_the_lock_when_it_begins() -> None:
    if connection.vendor != "sqlite":
        return  # rows are locked there, one by one, by `select_for_update`
    order: list[str] = []
    begun = threading.Event()

    def first(_: int) -> None:
        with transaction.atomic():
            Group.objects.count()  # only reads so far
            begun.set()
            threading.Event().wait(0.2)
            Group.objects.create(name="first")
            order.append("first")

    def second(_: int) -> None:
        assert begun.wait(10)
        with transaction.atomic():
            order.append("second")
            Group.objects.create(name="second")

    in_threads(lambda number: (first, second)[number](number), 2)
    assert order == ["first", "second"]


def ask(query: str) -> object:
    """The first value of the first row."""
    with connection.cursor() as cursor:
        cursor.execute(query)
        row = cursor.fetchone()
    return row[0] if row else None


def in_threads(work: Callable[[int], None], number: int) -> None:
    """Do some work in several threads, each with a connection of its own, which is closed in the end."""

    def alone(one: int) -> None:
        try:
            work(one)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(number) as pool:
        list(pool.map(alone, range(number)))
