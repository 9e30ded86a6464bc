"""The pages of a place: a request is answered from the page it names, or by saying that the reader has it already.

Which pages there are is `newlyn.workflows.site.pages`.
"""

from __future__ import annotations

import re
from contextlib import suppress
from functools import cache
from hashlib import sha256
from itertools import islice
from pathlib import Path
from urllib.parse import quote, urlencode

from django.http import HttpRequest, HttpResponse
from django.utils.encoding import iri_to_uri
from django.utils.http import parse_etags

import newlyn
from newlyn.foundation.digest import digest_file, digest_value
from newlyn.web.faults import not_allowed
from newlyn.web.page_cache import Kept, PageCache, keepable
from newlyn.web.places import links_of, open_sites, sites
from newlyn.workflows.site.asked import Answer
from newlyn.workflows.site.opened import Site
from newlyn.workflows.site.pages import answer, understood

CACHE_BYTES = 96 * 1024 * 1024
"""Of each worker: every page of a county with its 903 neighbourhoods, plain and compressed."""
PAGES = PageCache(CACHE_BYTES)
MOST_WARMED = 3
"""Places whose overview is made beforehand; of many, nobody knows which is asked for first."""

_PREFERENCE = re.compile(r"\s*(gzip|\*)\s*(?:;\s*q\s*=\s*([01](?:\.\d{0,3})?)\s*)?", re.I)


def page(request: HttpRequest, slug: str, path: str) -> HttpResponse:
    """One page of one place."""
    if request.method not in ("GET", "HEAD"):
        return not_allowed(request)
    site = sites().open(slug)
    if path.endswith("/"):
        return _moved(request, slug, path.rstrip("/"))
    query = understood(path, request.GET.dict())
    tag = page_tag(site.digest, path, query)
    if tag in parse_etags(request.headers.get("If-None-Match", "")):
        return _unchanged(tag)
    found = keep_page(site, path, query, tag)
    return _send(request, found, tag) if isinstance(found, Kept) else _as_it_is(found)


def keep_page(site: Site, path: str, query: dict[str, str], tag: str) -> Kept | Answer:
    """A page, made if it is not kept yet; what is not one (a redirect, say) is not kept, and comes as it is."""
    other: list[Answer] = []
    return PAGES.get_or_make(tag, lambda: _make(site, path, query, other)) or other[0]


def warm() -> None:
    """Make the overviews before anybody asks: the first page costs more than all others, for it loads what draws."""
    for site in islice(open_sites(), MOST_WARMED):
        # What is wrong with a page is told to whoever asks for it.
        with suppress(Exception):
            keep_page(site, "", {}, page_tag(site.digest, "", {}))


def without_slash(request: HttpRequest, slug: str) -> HttpResponse:
    """The overview of a place stands at an address that ends with a stroke, so that relative links lead below it."""
    if request.method not in ("GET", "HEAD"):
        return not_allowed(request)
    sites().open(slug)
    return _moved(request, slug, "")


def page_tag(digest: str, path: str, query: dict[str, str]) -> str:
    """The entity tag of a page: equal for equal pages, and another one when anything changes that it is made from.

    It is weak, as the standard calls it, because the compressed page and the plain one share it.
    """
    asked = urlencode(sorted(query.items()))
    parts = "\n".join((digest, code_digest(), quote(path), asked))
    return f'W/"{sha256(parts.encode()).hexdigest()[:32]}"'


@cache
def code_digest() -> str:
    """Digest of what can change a page: the code of the package, its templates and the names of its assets."""
    root = Path(newlyn.__file__).parent
    files = sorted(path for path in root.rglob("*") if path.suffix in (".py", ".html", ".css", ".json", ".yaml"))
    return digest_value([digest_file(path) for path in files])


def accepts_gzip(header: str) -> bool:
    """Whether a browser that sends this `Accept-Encoding` takes gzip.

    Examples
    --------
    >>> accepts_gzip("gzip, deflate, br"), accepts_gzip("gzip;q=0, *"), accepts_gzip("br")
    (True, False, False)
    """
    told = {
        found[1].lower(): float(found[2] or 1) for part in header.split(",") if (found := _PREFERENCE.fullmatch(part))
    }
    return told.get("gzip", told.get("*", 0)) > 0


def _make(site: Site, path: str, query: dict[str, str], other: list[Answer]) -> Kept | None:
    """The page to be kept; what is not one (a redirect, say) is left in `other`."""
    found = answer(site, path, query, links_of(site.slug))
    if found.status != 200:
        other.append(found)
        return None
    disposition = f"attachment; filename*=UTF-8''{quote(found.download)}" if found.download else ""
    return keepable(found.content_type, found.body, disposition)


def _send(request: HttpRequest, kept: Kept, tag: str) -> HttpResponse:
    zipped = kept.gzipped if accepts_gzip(request.headers.get("Accept-Encoding", "")) else None
    body = kept.body if zipped is None else zipped
    response = HttpResponse(b"" if request.method == "HEAD" else body, content_type=kept.content_type)
    response.headers["Content-Length"] = str(len(body))
    if zipped is not None:
        response.headers["Content-Encoding"] = "gzip"
    if kept.disposition:
        response.headers["Content-Disposition"] = kept.disposition
    return _revalidated(response, tag)


def _unchanged(tag: str) -> HttpResponse:
    return _revalidated(HttpResponse(status=304), tag)


def _revalidated(response: HttpResponse, tag: str) -> HttpResponse:
    """A page may be kept by anyone who asks before each use whether it is still the same."""
    response.headers["ETag"] = tag
    response.headers["Cache-Control"] = "no-cache"
    response.headers["Vary"] = "Accept-Encoding"
    return response


def _as_it_is(found: Answer) -> HttpResponse:
    response = HttpResponse(found.body, status=found.status, content_type=found.content_type)
    if found.location:
        response.headers["Location"] = found.location
    response.headers["Cache-Control"] = "no-cache"
    return response


def _moved(request: HttpRequest, slug: str, path: str) -> HttpResponse:
    """Send the reader on within the place, which is one that there is: so never to another host."""
    query = request.META.get("QUERY_STRING", "")
    location = iri_to_uri(links_of(slug).page(path) + (f"?{query}" if query else ""))
    return HttpResponse(status=301, headers={"Location": location, "Cache-Control": "no-cache"})
