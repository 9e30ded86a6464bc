"""The one table of the pages of a place: which path is answered by which function, and which addresses there are.

`newlyn.web` serves these pages and `workflows.site.static` writes them to files; neither knows one page from another.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from types import ModuleType

from newlyn.foundation.errors import NotFoundError
from newlyn.publish.site.frame import Frame
from newlyn.publish.site.link import Links
from newlyn.workflows.site.asked import Answer, Asked
from newlyn.workflows.site.opened import Site

Show = Callable[..., Answer]
Addresses = Callable[[Site], Iterator[str]]


@dataclass(frozen=True)
class Route:
    """Paths of one shape, and the module that answers them.

    The module has `show(asked, **named parts of the path) -> Answer`, and `addresses(site)`, which yields the
    paths of this shape that exist; a route whose addresses cannot be listed yields none.
    """

    pattern: str
    module: str
    """Module of this package."""
    public: bool = True
    """Whether search engines are told of its pages."""
    asks: tuple[str, ...] = ()
    """Names in a query that the page reads; others (a campaign's marks, say) make no other page of it."""

    @property
    def show(self) -> Show:
        """The function that answers."""
        found: Show = self._module().show
        return found

    @property
    def addresses(self) -> Addresses:
        """The function that lists what there is."""
        found: Addresses = self._module().addresses
        return found

    def _module(self) -> ModuleType:
        return import_module(f"newlyn.workflows.site.{self.module}")


ROUTES: tuple[Route, ...] = (
    Route("", "overview"),
    Route("deprivation/(?P<index>[a-z0-9]+)", "deprivation"),
    Route("england", "england_map"),
    Route(
        "neighbourhoods",
        "neighbourhood_list",
        asks=("q", "type", "district", "tenth", "sort", "direction", "page", "format"),
    ),
    Route("areas/(?P<code>[^/]+)", "area", asks=("from",)),
    Route("indicators", "indicator_list", asks=("q", "theme", "goal", "level")),
    Route("indicators/(?P<code>[^/]+)", "indicator", asks=("period", "group", "level")),
    Route("goals", "goal_list"),
    Route("goals/(?P<goal>[^/]+)", "goal"),
    Route("compare", "compare", asks=("a", "b")),
    Route("compare/(?P<pair>[^/]+)", "compare_pair"),
    Route("find", "find", asks=("q",)),
    Route("search.json", "search_index", public=False),
    Route("data", "data"),
    Route("data/(?P<name>[^/]+)", "data_file", public=False),
    Route("values/(?P<indicator>[^/]+)/(?P<area_type>[a-z0-9]+).json", "map_values", public=False),
    Route("lineage/(?P<figure>.+)", "lineage", public=False),
    Route("about", "about"),
    Route("accessibility", "accessibility"),
    Route("brand.css", "brand", public=False),
)


def answer(site: Site, path: str, query: Mapping[str, str], links: Links) -> Answer:
    """Answer one request.

    Raises
    ------
    NotFoundError
        If no page has that path.
    InputError
        If the query cannot be understood.
    WarehouseError
        If what the page is made from cannot be read.
    """
    route, parts = _find(path)
    if route is None:
        raise NotFoundError(f"{site.name} has no page {path!r}. Its pages are listed on the overview.")
    return route.show(Asked(site, links, understood(path, query), frame_of(site, links)), **parts)


def understood(path: str, query: Mapping[str, str]) -> dict[str, str]:
    """What the page of that path reads of a query."""
    route, _ = _find(path)
    return {} if route is None else {name: query[name] for name in route.asks if name in query}


def _find(path: str) -> tuple[Route | None, Mapping[str, str]]:
    for route in ROUTES:
        found = re.fullmatch(route.pattern, path)
        if found:
            return route, found.groupdict()
    return None, {}


def frame_of(site: Site, links: Links) -> Frame:
    """The frame of every page of a place."""
    return Frame(
        site_name=site.brand.name,
        place_name=site.name,
        brand=site.brand,
        build=site.evidence,
        fictional=site.pack.fictional,
        served=links.served,
    )


def addresses(site: Site, *, public: bool = True) -> Iterator[str]:
    """The paths of all pages that can be listed: those for readers, or every file of a static copy."""
    for route in ROUTES:
        if route.public or not public:
            yield from route.addresses(site)
