"""The error families: each has one exit code for the command line and one HTTP status for the web.

A message says what was given (never a person's data), what is accepted and what to do, in one line.
Faults of the program itself are not here: they surface as ordinary exceptions.
"""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from typing import ClassVar


class NewlynError(Exception):
    """Base of every error that a user can cause or mend."""

    exit_code: ClassVar[int] = 1
    http_status: ClassVar[int] = 500

    @property
    def family(self) -> str:
        """The name shown before the message, such as `InputError`."""
        return type(self).__name__


class InputError(NewlynError):
    """An argument or a value is not of the accepted kind."""

    exit_code = 2
    http_status = 400


class DefinitionError(NewlynError):
    """A definition (place pack, dataset, table, indicator) contradicts itself or its schema."""

    exit_code = 3
    http_status = 500


class SourceError(NewlynError):
    """A publisher's file could not be had, or is not what it should be."""

    exit_code = 4
    http_status = 502


class WarehouseError(NewlynError):
    """The evidence is missing, unreadable or from another version."""

    exit_code = 5
    http_status = 503


class BusyError(NewlynError):
    """Another process holds what this one needs to write."""

    exit_code = 6
    http_status = 409


class StorageError(NewlynError):
    """The disk is full, read-only or otherwise refuses to keep a file."""

    exit_code = 7
    http_status = 507


class NotFoundError(NewlynError):
    """No place, area, index, indicator or figure has the name that was given."""

    exit_code = 8
    http_status = 404


FAMILIES: tuple[type[NewlynError], ...] = (
    InputError,
    DefinitionError,
    SourceError,
    WarehouseError,
    BusyError,
    StorageError,
    NotFoundError,
)


def did_you_mean(given: str, options: Iterable[str], *, most: int = 3) -> str:
    """A hint such as `did you mean 'essex'?`, or the accepted names when they are few, or nothing.

    Examples
    --------
    >>> did_you_mean("esex", ["essex", "kent"])
    "Did you mean 'essex'?"
    >>> did_you_mean("zz", ["essex", "kent"])
    "Accepted: 'essex', 'kent'."
    """
    names = sorted(set(options))
    close = get_close_matches(given, names, n=most, cutoff=0.6)
    if close:
        return f"Did you mean {' or '.join(repr(name) for name in close)}?"
    few = 12  # a longer list is no longer read in a terminal
    return f"Accepted: {', '.join(repr(name) for name in names)}." if 0 < len(names) <= few else ""
