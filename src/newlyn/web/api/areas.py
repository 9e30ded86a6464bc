"""Addresses that tell of the areas of a place, and of what was observed of one."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from newlyn.web.api.listing import send_page, send_some
from newlyn.web.api.question import AreaCode, AreasAsked, OfAreaAsked, Slug
from newlyn.web.api.refusal import REFUSALS
from newlyn.web.places import sites
from newlyn.workflows.api.answer import AreaAnswer, AreaDetail, ObservationAnswer
from newlyn.workflows.api.area import find_areas, tell_area, tell_areas
from newlyn.workflows.api.observation import find_observations, page_of_observations
from newlyn.workflows.api.paging import Page

router = Router(tags=["areas"])


@router.get(
    "/places/{slug}/areas", response={200: Page[AreaAnswer], **REFUSALS}, summary="Which areas does a place have?"
)
def list_areas(request: HttpRequest, slug: Slug, asked: Query[AreasAsked]) -> HttpResponse:
    """The areas of a place from small to large, then the county, region and country it is compared with."""
    site = sites().open(slug)
    found = tell_areas(find_areas(site, area_type=asked.type, district=asked.district, words=asked.q))
    return send_some(request, Page[AreaAnswer], found, asked, build=site.evidence)


@router.get("/places/{slug}/areas/{code}", response={200: AreaDetail, **REFUSALS}, summary="What is known of an area?")
def get_area(request: HttpRequest, slug: Slug, code: AreaCode) -> AreaDetail:
    """One area, with the areas it lies in and adjoins, and its national tenth in each edition of the index."""
    del request
    return tell_area(sites().open(slug), code)


@router.get(
    "/places/{slug}/areas/{code}/observations",
    response={200: Page[ObservationAnswer], **REFUSALS},
    summary="Which figures are there of an area?",
)
def list_observations_of_area(
    request: HttpRequest, slug: Slug, code: AreaCode, asked: Query[OfAreaAsked]
) -> HttpResponse:
    """What was observed of one area, in order of indicator, period and group."""
    site = sites().open(slug)
    rows = find_observations(site, area=code, indicator=asked.indicator, period=asked.period, group=asked.group)
    return send_page(request, page_of_observations(site, rows, offset=asked.offset, limit=asked.limit))
