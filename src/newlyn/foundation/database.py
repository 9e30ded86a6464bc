"""Where records are kept: one address, read into one value that does not show its password.

Nothing is connected to here; how an address becomes a connection is `newlyn.web.database`.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from newlyn.foundation.errors import InputError
from newlyn.foundation.secret import Secret

FORMS = "sqlite:///path/of/file or postgresql://user:password@host:port/name"
POSTGRESQL_PORT = 5432  # the one that is registered for it


@dataclass(frozen=True)
class DatabaseAddress:
    """A file of SQLite, or a database of a PostgreSQL server."""

    engine: Literal["sqlite", "postgresql"]
    name: str
    """Path of the file, or name of the database."""
    user: str = ""
    password: Secret | None = None
    host: str = ""
    """Name of the server, or the folder of its socket; empty for the socket where it usually is."""
    port: int = POSTGRESQL_PORT

    @classmethod
    def parse(cls, variable: str, given: str) -> DatabaseAddress:
        """Read what `variable` says. No message repeats it, for it may hold a password.

        Raises
        ------
        InputError
            If it is neither a file of SQLite nor a database of PostgreSQL.

        Examples
        --------
        >>> address = DatabaseAddress.parse("NEWLYN_DATABASE", "postgresql://anna:s3cret@db.example.org/records")
        >>> address.host, address.port, address.name, address.password
        ('db.example.org', 5432, 'records', Secret(…))
        """
        parts = _split(variable, given)
        if parts.scheme == "sqlite":
            return cls("sqlite", str(_path(variable, parts)))
        if parts.scheme == "postgresql":
            return _of_server(variable, parts)
        raise InputError(f"{variable} begins with no kind of database that Newlyn knows. Accepted: {FORMS}.")


def _split(variable: str, given: str) -> SplitResult:
    try:
        parts = urlsplit(given)
        _ = parts.port  # which is only checked when it is read
    except ValueError:
        raise InputError(f"{variable} is not an address that can be read. Accepted: {FORMS}.") from None
    return parts


def _path(variable: str, parts: SplitResult) -> Path:
    path = Path(unquote(parts.path))
    if parts.netloc or parts.query or len(path.parts) < 2:
        raise InputError(
            f"{variable} names no file by its whole path. After sqlite:// write the path from the root of the disk, "
            "such as sqlite:///srv/newlyn/records.sqlite3."
        )
    return path


def _of_server(variable: str, parts: SplitResult) -> DatabaseAddress:
    name = unquote(parts.path.removeprefix("/"))
    options = parse_qs(parts.query)
    if not name or "/" in name or set(options) - {"host"} or "%" in (parts.hostname or ""):
        raise InputError(f"{variable} names no database of its server, or more than that. Accepted: {FORMS}.")
    return DatabaseAddress(
        engine="postgresql",
        name=name,
        user=unquote(parts.username or ""),
        password=Secret(unquote(parts.password)) if parts.password else None,
        # The folder of a socket stands behind, as libpq has it: the strokes of a path would end the name of a host.
        host=options["host"][0] if options else parts.hostname or "",
        port=parts.port or POSTGRESQL_PORT,
    )
