"""The address of a database: read into its parts, and never repeated in a message, for it may hold a password."""

from __future__ import annotations

import pytest

from newlyn.foundation.database import DatabaseAddress
from newlyn.foundation.errors import InputError
from newlyn.foundation.secret import Secret


def parse(given: str) -> DatabaseAddress:
    return DatabaseAddress.parse("NEWLYN_DATABASE", given)


@pytest.mark.parametrize(
    ("given", "path"),
    [
        ("sqlite:///srv/newlyn/records.sqlite3", "/srv/newlyn/records.sqlite3"),
        ("sqlite:///a%20folder/r.db", "/a folder/r.db"),
        ("sqlite:////twice.db", "//twice.db"),
    ],
)
def test_a_file_is_named_by_its_whole_path(given: str, path: str) -> None:
    assert parse(given) == DatabaseAddress("sqlite", path)


def test_a_server_is_named_with_all_that_is_needed_to_reach_it() -> None:
    found = parse("postgresql://anna%40home:p%2Fw@db.example.org:5433/records")
    assert (found.engine, found.name, found.host, found.port) == ("postgresql", "records", "db.example.org", 5433)
    assert (found.user, found.password) == ("anna@home", Secret("p/w"))


def test_a_server_has_its_usual_port_and_needs_no_password() -> None:
    assert parse("postgresql://db/records") == DatabaseAddress("postgresql", "records", host="db", port=5432)


def test_a_socket_is_named_by_its_folder() -> None:
    assert parse("postgresql:///records?host=/run/PostgreSQL").host == "/run/PostgreSQL"
    assert parse("postgresql://anna@/records").host == ""


@pytest.mark.parametrize(
    "given", ["mysql://u:swordfish@h/n", "records.sqlite3", "postgres://u:swordfish@h/n", "//h/n", ""]
)
def test_another_kind_of_database_is_refused_with_what_is_accepted(given: str) -> None:
    told = (
        r"NEWLYN_DATABASE begins with no kind of database that Newlyn knows. Accepted: sqlite:///path/of/file or post"
    )
    with pytest.raises(InputError, match=told):
        parse(given)


@pytest.mark.parametrize(
    "given", ["sqlite://records.sqlite3", "sqlite:///", "sqlite:", "sqlite:r.db", "sqlite:///r?x=1"]
)
def test_a_file_without_its_whole_path_is_refused(given: str) -> None:
    with pytest.raises(InputError, match=r"NEWLYN_DATABASE names no file by its whole path. After sqlite:// write the"):
        parse(given)


@pytest.mark.parametrize(
    "given",
    [
        "postgresql://u:swordfish@h", "postgresql://u:swordfish@h/", "postgresql://u:swordfish@h/a/b",
        "postgresql://u:swordfish@h/n?sslmode=off", "postgresql://u:swordfish@%2Frun%2Fpg/n",
    ],
)  # fmt: skip
def test_a_server_without_its_one_database_is_refused(given: str) -> None:
    with pytest.raises(
        InputError, match=r"NEWLYN_DATABASE names no database of its server, or more than that. Accepted"
    ):
        parse(given)


@pytest.mark.parametrize(
    "given", ["postgresql://u:swordfish@h:port/n", "postgresql://u:swordfish@h:99999/n", "sqlite://[/r"]
)
def test_an_address_that_cannot_be_read_is_refused(given: str) -> None:
    with pytest.raises(InputError, match=r"NEWLYN_DATABASE is not an address that can be read. Accepted: sqlite:///"):
        parse(given)


@pytest.mark.parametrize(
    "given", ["mysql://u:swordfish@h/n", "postgresql://u:swordfish@h", "postgresql://u:swordfish@h:port/n"]
)
def test_no_message_repeats_a_password(given: str) -> None:
    with pytest.raises(InputError) as refusal:
        parse(given)
    assert "swordfish" not in str(refusal.value)
    assert "swordfish" not in repr(refusal.value.__cause__)
