"""Addresses that tell of indicators, of observations, and of where a figure comes from."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from newlyn.web.api.listing import send_page, send_some
from newlyn.web.api.question import Figure, FigureAsked, IndicatorCode, IndicatorsAsked, ObservationsAsked, Slug
from newlyn.web.api.refusal import REFUSALS
from newlyn.web.places import sites
from newlyn.workflows.api.answer import FigureAnswer, IndicatorAnswer, IndicatorDetail, ObservationAnswer
from newlyn.workflows.api.indicator import find_indicators, tell_indicator, tell_indicators
from newlyn.workflows.api.lineage import tell_figure
from newlyn.workflows.api.observation import find_observations, page_of_observations
from newlyn.workflows.api.paging import Page

router = Router(tags=["indicators"])


@router.get(
    "/places/{slug}/indicators",
    response={200: Page[IndicatorAnswer], **REFUSALS},
    summary="What is measured in a place?",
)
def list_indicators(request: HttpRequest, slug: Slug, asked: Query[IndicatorsAsked]) -> HttpResponse:
    """The indicators that are known for the place, in order of code."""
    site = sites().open(slug)
    found = tell_indicators(find_indicators(site, theme=asked.theme, goal=asked.goal, words=asked.q))
    return send_some(request, Page[IndicatorAnswer], found, asked, build=site.evidence)


@router.get(
    "/places/{slug}/indicators/{code}",
    response={200: IndicatorDetail, **REFUSALS},
    summary="What does an indicator mean?",
)
def get_indicator(request: HttpRequest, slug: Slug, code: IndicatorCode) -> IndicatorDetail:
    """One indicator, with where and when it is known, how it is worked out, and from which published files."""
    del request
    return tell_indicator(sites().open(slug), code)


observations = Router(tags=["observations"])


@observations.get(
    "/places/{slug}/observations",
    response={200: Page[ObservationAnswer], **REFUSALS},
    summary="Which figures are there?",
)
def list_observations(request: HttpRequest, slug: Slug, asked: Query[ObservationsAsked]) -> HttpResponse:
    """What was observed, in order of area, indicator, period and group. At least `indicator` or `area` has to be given.

    Districts of all England are among the areas, so that one can be held against the others. Everything at once is in
    the file `data/observations.parquet` of the place.
    """
    site = sites().open(slug)
    rows = find_observations(
        site,
        indicator=asked.indicator,
        area=asked.area,
        area_type=asked.area_type,
        period=asked.period,
        group=asked.group,
    )
    return send_page(request, page_of_observations(site, rows, offset=asked.offset, limit=asked.limit))


lineage = Router(tags=["lineage"])


@lineage.get(
    "/lineage/{path:figure}", response={200: FigureAnswer, **REFUSALS}, summary="Where does a figure come from?"
)
def get_figure(request: HttpRequest, figure: Figure, asked: Query[FigureAsked]) -> FigureAnswer:
    """A figure with the rows of the published files that it rests on, and their checksums."""
    del request
    return tell_figure(sites().open(asked.place), figure)
