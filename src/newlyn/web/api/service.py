"""The API put together: its addresses, each behind the door, and the document that describes them.

Mounted by `newlyn.web.urls` as `path("api/v1/", include(service.urlpatterns))`.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, re_path
from ninja import NinjaAPI

from newlyn.foundation.errors import NotFoundError
from newlyn.web.api import areas, indicators, places
from newlyn.web.api.document import TITLE, document_json
from newlyn.web.api.door import guarded
from newlyn.web.api.refusal import handle_errors

# Its own pages of documentation are off: they load a viewer from another host.
api = NinjaAPI(title=TITLE, version="1", docs_url=None, openapi_url=None, urls_namespace="api")
for router in (
    places.router,
    areas.router,
    indicators.router,
    indicators.observations,
    indicators.lineage,
    places.goals,
):
    api.add_router("", router)
handle_errors(api)


def document(request: HttpRequest) -> HttpResponse:
    """The OpenAPI document."""
    del request
    return HttpResponse(document_json(api), content_type="application/json; charset=utf-8")


def elsewhere(request: HttpRequest) -> HttpResponse:
    """The answer where the API has no such address."""
    raise NotFoundError(f"the API has no address {request.path!r}. They are listed in openapi.json.")


def _patterns() -> Iterator[URLPattern]:
    yield path("openapi.json", guarded(document, ()))
    known = dict(_parameters())
    for pattern in api.urls[0]:
        if isinstance(pattern, URLPattern) and str(pattern.pattern) in known:
            route = str(pattern.pattern)
            yield path(route, guarded(pattern.callback, known[route]), name=pattern.name)
    yield re_path("^.*$", guarded(elsewhere, ()))


def _parameters() -> Iterator[tuple[str, tuple[str, ...]]]:
    """By route: the names that may stand in the query."""
    for _, router in api._routers:  # noqa: SLF001 - the public schema would have to be taken apart for the same
        for route, view in router.path_operations.items():
            names = [
                name
                for operation in view.operations
                for model in operation.models
                if model.__ninja_param_source__ == "query"
                for name in model.__ninja_flatten_map__
            ]
            yield route.lstrip("/").replace("{", "<").replace("}", ">"), tuple(names)


urlpatterns = list(_patterns())
