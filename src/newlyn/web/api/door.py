"""What every request to the API passes: only reading, only known parameters, and nothing sent twice.

What is behind it is in `places`, `areas`, `indicators` and `observations` of this room.
"""

from __future__ import annotations

import gzip
from collections.abc import Callable, Mapping
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import parse_etags

from newlyn.foundation.digest import digest_value
from newlyn.foundation.errors import InputError, NewlynError, did_you_mean
from newlyn.web.faults import fault_response, not_allowed
from newlyn.web.page_cache import SMALLEST_WORTH_COMPRESSING
from newlyn.web.pages import accepts_gzip, page_tag
from newlyn.web.places import open_sites, sites

View = Callable[..., HttpResponseBase]

QUICK = 4
"""Level of compression: an answer is made for one reader, who would wait longer for a smaller one."""


def guarded(view: View, known: tuple[str, ...]) -> View:
    """A view behind the door.

    Parameters
    ----------
    known : names of the parameters that the view reads
    """

    @wraps(view)
    def passed(request: HttpRequest, **parts: str) -> HttpResponseBase:
        try:
            return _open_to_all(_answer(request, view, known, parts))
        except NewlynError as error:
            return _open_to_all(fault_response(request, error))

    return passed


def _answer(request: HttpRequest, view: View, known: tuple[str, ...], parts: Mapping[str, str]) -> HttpResponseBase:
    if request.method not in ("GET", "HEAD"):
        return not_allowed(request)
    _check_names(request, known)
    tag = page_tag(_digest(request, parts), request.path, request.GET.dict())
    if tag in parse_etags(request.headers.get("If-None-Match", "")):
        return _revalidated(HttpResponse(status=304), tag)
    asked = request.method
    request.method = "GET"  # the views answer GET; an answer to HEAD is the same without its body
    response = view(request, **parts)
    request.method = asked
    if response.status_code != 200 or not isinstance(response, HttpResponse):
        return response
    return _packed(request, _revalidated(response, tag))


def _check_names(request: HttpRequest, known: tuple[str, ...]) -> None:
    """Refuse a parameter that would be passed over in silence: the answer would not be what was asked for."""
    for name, values in request.GET.lists():
        if name not in known:
            hint = did_you_mean(name, known) if known else "It takes none."
            raise InputError(f"{name!r} is not a parameter of this address. {hint}".rstrip())
        if len(values) > 1:
            raise InputError(f"{name} is given {len(values)} times. Give it once.")


def _digest(request: HttpRequest, parts: Mapping[str, str]) -> str:
    """Changes with everything that can change the answer."""
    slug = parts.get("slug") or request.GET.get("place")
    return sites().open(slug).digest if slug else digest_value([[site.slug, site.digest] for site in open_sites()])


def _revalidated(response: HttpResponse, tag: str) -> HttpResponse:
    response.headers["ETag"] = tag
    response.headers["Cache-Control"] = "no-cache"
    response.headers["Vary"] = "Accept-Encoding"
    return response


def _packed(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The answer as the reader likes it to travel."""
    if len(response.content) >= SMALLEST_WORTH_COMPRESSING and accepts_gzip(request.headers.get("Accept-Encoding", "")):
        response.content = gzip.compress(response.content, compresslevel=QUICK, mtime=0)
        response.headers["Content-Encoding"] = "gzip"
    response.headers["Content-Length"] = str(len(response.content))
    if request.method == "HEAD":
        response.content = b""
    return response


def _open_to_all(response: HttpResponseBase) -> HttpResponseBase:
    """Pages of other sites may read the answer: it is public, and no cookie has a part in it."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Access-Control-Expose-Headers"] = "ETag, Link"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response
