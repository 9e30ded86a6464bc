"""The vector tiles of a place, in part or whole.

Only files that the place lists are sent; how a part is sent is `newlyn.web.ranges`.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase

from newlyn.foundation.digest import digest_value
from newlyn.foundation.errors import NotFoundError, WarehouseError, did_you_mean
from newlyn.web.places import sites
from newlyn.web.ranges import send_file

PMTILES = "application/vnd.pmtiles"


def tiles(request: HttpRequest, slug: str, name: str) -> HttpResponseBase:
    """One file of tiles of one place."""
    site = sites().open(slug)
    listed = site.tiles()
    if name not in listed:
        raise NotFoundError(f"{site.name} has no tiles {name!r}. {did_you_mean(name, listed)}".rstrip())
    tag = f'"{digest_value([site.digest, name])[:32]}"'
    try:
        return send_file(request, listed[name], tag=tag, content_type=PMTILES)
    except OSError:
        raise WarehouseError(f"the tiles {name} cannot be read. Run `newlyn build PLACE` again.") from None
