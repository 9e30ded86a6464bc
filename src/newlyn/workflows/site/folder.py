"""Where the prepared pages of a place are kept, and how its parts are named.

A place has a folder with one folder for each preparation, and a pointer to the one in use.
"""

from __future__ import annotations

MANIFEST = "site.json"
CURRENT = "current"
FORMAT = 1
"""Raised when the files of a prepared place change their layout; another format is made again."""


def slug_of(place_id: str) -> str:
    """The name of a place in addresses and folders; ids hold no full stop, so none can be mistaken."""
    return place_id.replace("/", ".")
