"""Which address is answered by which view; what lies inside a place is one view, for the place knows its pages.

Order matters: what is said here first cannot be the name of a place.
"""

from __future__ import annotations

from django.urls import include, path, re_path

from newlyn.web import assets, pages, site_wide, tiles
from newlyn.web.api import service

_SLUG = r"(?P<slug>[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*)"

urlpatterns = [
    path("", site_wide.start),
    path("healthz", site_wide.healthz),
    path("robots.txt", site_wide.robots),
    path("sitemap.xml", site_wide.sitemap),
    path("static/<path:name>", assets.asset),
    path("api/v1/", include(service.urlpatterns)),
    re_path(rf"^{_SLUG}/tiles/(?P<name>[^/]+)$", tiles.tiles),
    re_path(rf"^{_SLUG}/(?P<path>.*)$", pages.page),
    re_path(rf"^{_SLUG}$", pages.without_slash),
]

handler400 = "newlyn.web.faults.bad_request"
handler403 = "newlyn.web.faults.permission_denied"
handler404 = "newlyn.web.faults.not_found"
handler500 = "newlyn.web.faults.server_error"
