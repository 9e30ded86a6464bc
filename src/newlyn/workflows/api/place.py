"""Places and goals, as the API tells of them."""

from __future__ import annotations

from collections import Counter

from newlyn.evidence.catalogue.goal import GOALS
from newlyn.evidence.catalogue.library import indicators
from newlyn.workflows.api.answer import GoalAnswer, PlaceAnswer
from newlyn.workflows.site.opened import Site


def tell_place(site: Site) -> PlaceAnswer:
    """A place, with how much is known of it."""
    counted = Counter(area.type for area in site.areas.values() if area.code not in site.comparators)
    return PlaceAnswer(
        slug=site.slug,
        id=site.place_id,
        name=site.name,
        publisher=site.brand.name,
        fictional=site.pack.fictional,
        areas=dict(sorted(counted.items())),
        comparators=list(site.comparators),
        indicators=len(site.indicators),
        observations=len(site.cut),
        editions=list(site.editions),
        build=site.evidence,
    )


def tell_goals() -> list[GoalAnswer]:
    """The goals, with the indicators of the catalogue that bear on each."""
    return [
        GoalAnswer(goal, title, [code for code, one in indicators().items() if goal in one.goals])
        for goal, title in GOALS.items()
    ]
