"""Long lists, page by page: the part that is asked for, and the address of the next.

How a page is made is `newlyn.workflows.api.paging`.
"""

from __future__ import annotations

from typing import TypeVar

from django.http import HttpRequest, HttpResponse

from newlyn.web.api.question import Paged
from newlyn.workflows.api.paging import Page, make_page

T = TypeVar("T")

JSON = "application/json; charset=utf-8"


def send_some(request: HttpRequest, kind: type[Page[T]], found: list[T], asked: Paged, *, build: str) -> HttpResponse:
    """One page of what was found."""
    items = found[asked.offset : asked.offset + asked.limit]
    return send_page(
        request, make_page(kind, items, total=len(found), offset=asked.offset, limit=asked.limit, build=build)
    )


def send_page(request: HttpRequest, page: Page[T]) -> HttpResponse:
    """A page as it is, with the address of the next one in the header `Link` (RFC 8288).

    It is written straight to JSON: through plain values, as Django Ninja does it, a long page takes four times as long.
    """
    response = HttpResponse(page.model_dump_json(), content_type=JSON)
    if page.next_offset is not None:
        query = request.GET.copy()
        query["offset"] = str(page.next_offset)
        response.headers["Link"] = f'<{request.path}?{query.urlencode()}>; rel="next"'
    return response
