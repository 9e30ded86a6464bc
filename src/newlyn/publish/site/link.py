"""Where links lead: addresses on a server, or relative paths between the files of a static copy.

A page names what it links to by its path inside the place; which of the two it becomes is decided here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from posixpath import dirname, relpath
from types import MappingProxyType
from typing import Protocol
from urllib.parse import quote, urlencode

NO_ASSETS: Mapping[str, str] = MappingProxyType({})

_FIGURE = re.compile(r"[^A-Za-z0-9_.-]")


class Links(Protocol):
    """What a template may ask of the links of its page."""

    @property
    def served(self) -> bool:
        """Whether a server answers queries, so that forms and filters work."""

    def page(self, path: str = "", **query: object) -> str:
        """A page of the place, such as `areas/E01021988`; the empty path is the overview."""

    def file(self, path: str) -> str:
        """A file of the place, such as `data/neighbourhoods.csv`."""

    def asset(self, name: str) -> str:
        """A style sheet or script by its logical name, such as `site.css`."""

    def figure(self, figure: str) -> str:
        """The page on which a figure is traced to the published row."""

    def home(self) -> str:
        """The list of all places; on a static copy the overview."""


@dataclass(frozen=True)
class ServedLinks:
    """Addresses on a server."""

    prefix: str
    """Where the place begins, with strokes at both ends: `/essex/`."""
    assets: Mapping[str, str] = field(default_factory=lambda: NO_ASSETS)
    """File names of assets by their logical names."""
    served: bool = True

    def page(self, path: str = "", **query: object) -> str:
        """The address of a page; what is None or empty in the query is left out."""
        asked = {name: str(value) for name, value in query.items() if value not in (None, "")}
        return self.prefix + quote(path) + (f"?{urlencode(asked)}" if asked else "")

    def file(self, path: str) -> str:
        """The address of a file."""
        return self.prefix + quote(path)

    def asset(self, name: str) -> str:
        """The address of an asset."""
        return f"/static/{self.assets.get(name, name)}"

    def figure(self, figure: str) -> str:
        """The address of the page that traces a figure."""
        return f"{self.prefix}lineage/{quote(figure, safe='/:')}"

    def home(self) -> str:
        """The address of the list of places."""
        return "/"


@dataclass(frozen=True)
class StaticLinks:
    """Relative paths from one file of a static copy to the others; nothing hangs on where the copy is put."""

    here: str
    """Path of the page that carries the links, such as `areas/E01021988`; empty for the overview."""
    assets: Mapping[str, str] = field(default_factory=lambda: NO_ASSETS)
    served: bool = False

    def page(self, path: str = "", **query: object) -> str:
        """The file of a page; a query is left out, for nobody would answer it."""
        del query
        return self._from_here(static_file(path))

    def file(self, path: str) -> str:
        """The path of a file."""
        return self._from_here(path)

    def asset(self, name: str) -> str:
        """The path of an asset."""
        return self._from_here(f"static/{self.assets.get(name, name)}")

    def figure(self, figure: str) -> str:
        """The place on the page of its area where a figure is traced."""
        area = figure.split(":")[1] if not figure.startswith("picture:") else "picture"
        return f"{self._from_here(static_file(f'lineage/{area}'))}#{anchor(figure)}"

    def home(self) -> str:
        """The overview: a static copy holds one place."""
        return self.page()

    def _from_here(self, path: str) -> str:
        return quote(relpath(path, dirname(self.here) or "."))


def static_file(path: str) -> str:
    """The file that holds a page of a static copy.

    Examples
    --------
    >>> static_file(""), static_file("areas/E01021988")
    ('index.html', 'areas/E01021988.html')
    """
    return f"{path}.html" if path else "index.html"


def anchor(figure: str) -> str:
    """The ID of a figure as an anchor of a page.

    Examples
    --------
    >>> anchor("deprivation.imd.rank:E01021988:2019")
    'deprivation.imd.rank-E01021988-2019'
    """
    return _FIGURE.sub("-", figure)
