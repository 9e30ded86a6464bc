"""The few addresses that belong to no place: the list of places, and what machines ask for.

The pages of a place are `newlyn.web.pages`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from html import escape

from django.http import HttpRequest, HttpResponse

from newlyn.foundation.errors import NotFoundError, WarehouseError
from newlyn.publish.site.frame import Frame
from newlyn.publish.site.message import Choice, render_message
from newlyn.web.faults import not_allowed
from newlyn.web.places import links_of, open_sites, sites
from newlyn.workflows.site.opened import Site
from newlyn.workflows.site.pages import addresses

MOST_ADDRESSES = 50_000
"""Of one sitemap, by its protocol."""

_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"

View = Callable[[HttpRequest], HttpResponse]


def readable(view: View) -> View:
    """A view that answers GET and HEAD, and refuses all else."""

    def guarded(request: HttpRequest) -> HttpResponse:
        return view(request) if request.method in ("GET", "HEAD") else not_allowed(request)

    return guarded


@readable
def start(request: HttpRequest) -> HttpResponse:
    """The list of places."""
    places = [Choice(site.name, f"{site.slug}/") for site in open_sites()]
    if not places:
        raise WarehouseError("no place is built. Run `newlyn build PLACE`.")
    said = ["Each has its own pages of figures, maps and charts, with where every figure comes from."]
    body = render_message(Frame.neutral(), links_of(), "Places", said, places)
    return HttpResponse(body, headers={"Cache-Control": "no-cache"})


@readable
def healthz(request: HttpRequest) -> HttpResponse:
    """Whether at least one place can be opened; which, and why not, is nobody's business here."""
    fine = next(open_sites(), None) is not None
    headers = {"Cache-Control": "no-store"} | ({} if fine else {"Retry-After": "60"})
    text = "ok\n" if fine else "no place can be opened\n"
    return HttpResponse(text, content_type="text/plain; charset=utf-8", status=200 if fine else 503, headers=headers)


@readable
def robots(request: HttpRequest) -> HttpResponse:
    """What search engines need not read: one list in a thousand orders is one list."""
    lines = (
        "User-agent: *",
        "Disallow: /api/",
        "Disallow: /*?",
        f"Sitemap: {request.build_absolute_uri('/sitemap.xml')}",
    )
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@readable
def sitemap(request: HttpRequest) -> HttpResponse:
    """Every page of every place, or a list of such lists where they would be too many for one."""
    wanted = request.GET.get("place")
    if wanted is not None and wanted not in sites().slugs():
        raise NotFoundError(f"there is no place {wanted!r}.")
    found = [site for site in open_sites() if wanted in (None, site.slug)]
    pages = [address for site in found for address in _addresses(site)]
    if len(pages) <= MOST_ADDRESSES or wanted is not None:
        return _xml("urlset", "url", [request.build_absolute_uri(one) for one in ["/"][: wanted is None] + pages])
    maps = [request.build_absolute_uri(f"/sitemap.xml?place={site.slug}") for site in found]
    return _xml("sitemapindex", "sitemap", maps)


def _addresses(site: Site) -> Iterator[str]:
    links = links_of(site.slug)
    return (links.page(path) for path in addresses(site))


def _xml(outer: str, inner: str, locations: list[str]) -> HttpResponse:
    entries = "".join(f"<{inner}><loc>{escape(one)}</loc></{inner}>\n" for one in locations)
    body = f'<?xml version="1.0" encoding="UTF-8"?>\n<{outer} xmlns="{_NAMESPACE}">\n{entries}</{outer}>\n'
    return HttpResponse(body, content_type="application/xml; charset=utf-8", headers={"Cache-Control": "no-cache"})
