"""The places that this process serves, opened once and again when one was built anew.

What an opened place holds is `newlyn.workflows.site.opened`.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from django.conf import settings

from newlyn.foundation.errors import NewlynError, StorageError
from newlyn.publish.asset import Assets
from newlyn.publish.site.link import NO_ASSETS, ServedLinks
from newlyn.workflows.site.opened import Site, Sites


@cache
def sites() -> Sites:
    """The places whose pages were built where the settings say."""
    return Sites(settings.NEWLYN)


def open_sites() -> Iterator[Site]:
    """Every place that can be opened; one that is damaged does not hide the others."""
    for slug in sites().slugs():
        try:
            yield sites().open(slug)
        except NewlynError:
            continue


@cache
def assets() -> Assets | None:
    """Style sheets and scripts; None where they were not put together, for pages can be read without them."""
    try:
        return Assets.open()
    except StorageError:
        return None


def links_of(slug: str = "") -> ServedLinks:
    """The links of the pages of a place; without one, of the pages that belong to none."""
    found = assets()
    return ServedLinks(f"/{slug}/" if slug else "/", found.names if found else NO_ASSETS)
