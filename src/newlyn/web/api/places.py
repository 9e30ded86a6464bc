"""Addresses that tell of places, of goals, and of the picture of deprivation of a place."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from newlyn.web.api.listing import send_some
from newlyn.web.api.question import Index, Paged, Slug
from newlyn.web.api.refusal import REFUSALS
from newlyn.web.places import open_sites, sites
from newlyn.workflows.api.answer import GoalAnswer, PlaceAnswer
from newlyn.workflows.api.paging import Page
from newlyn.workflows.api.picture import Picture, picture_json
from newlyn.workflows.api.place import tell_goals, tell_place

router = Router(tags=["places"])


@router.get("/places", response={200: Page[PlaceAnswer], **REFUSALS}, summary="Which places are there?")
def list_places(request: HttpRequest, asked: Query[Paged]) -> HttpResponse:
    """Every place whose pages were built on this service."""
    found = [tell_place(site) for site in open_sites()]
    return send_some(request, Page[PlaceAnswer], found, asked, build="")


@router.get("/places/{slug}", response={200: PlaceAnswer, **REFUSALS}, summary="What is known of a place?")
def get_place(request: HttpRequest, slug: Slug) -> PlaceAnswer:
    """One place: how many areas, indicators and observations it has, and from which build of the evidence."""
    del request
    return tell_place(sites().open(slug))


@router.get(
    "/places/{slug}/pictures/{index}",
    response={200: Picture, **REFUSALS},
    summary="How deprived is a place, in one edition of the index?",
)
def get_picture(request: HttpRequest, slug: Slug, index: Index) -> HttpResponse:
    """The whole picture of deprivation: the place, its districts and neighbourhoods, and what it is compared with."""
    del request
    return HttpResponse(picture_json(sites().open(slug), index), content_type="application/json; charset=utf-8")


goals = Router(tags=["goals"])


@goals.get("/goals", response={200: Page[GoalAnswer], **REFUSALS}, summary="Which goals are there?")
def list_goals(request: HttpRequest, asked: Query[Paged]) -> HttpResponse:
    """The 14 Levelling Up Goals, each with the indicators that bear on it."""
    return send_some(request, Page[GoalAnswer], tell_goals(), asked, build="")
