"""The overview of a place: which edition tells its story, and what else there is to go on to.

What the page says is `publish.site.overview`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from newlyn.evidence.catalogue.goal import GOALS
from newlyn.publish.site.overview import GoalLink, Overview, Story, made_of, render_overview, tell_story
from newlyn.workflows.site.asked import Answer, Asked, page
from newlyn.workflows.site.deprivation import edition_links, map_of, ways_of
from newlyn.workflows.site.england import recipe_in
from newlyn.workflows.site.opened import Site


def show(asked: Asked) -> Answer:
    """The overview."""
    site = asked.site
    asked = asked.at("")
    overview = Overview(
        name=site.name,
        summary=site.pack.summary if site.place_id == site.pack.id else "",
        made_of=made_of(site.name, Counter(area.type for area in site.areas.values()), _residents(site)),
        story=_story(asked),
        goals=goal_links(site),
        editions=edition_links(site),
        indicators=len(site.indicators),
        england=bool(recipe_in(site.england)),
    )
    return page(render_overview(overview, asked.frame, asked.links))


def addresses(site: Site) -> Iterator[str]:
    """The one overview."""
    del site
    yield ""


def index_of(site: Site) -> str:
    """The edition that the pack has chosen, else the newest at hand; nothing where there is none."""
    chosen = site.pack.vintages.index
    return chosen if chosen in site.editions else (site.editions[-1] if site.editions else "")


def goal_links(site: Site) -> tuple[GoalLink, ...]:
    """The goals in order, with how many indicators of the place bear on each."""
    bearing = Counter(goal for indicator in site.indicators.values() for goal in indicator.goals)
    return tuple(GoalLink(goal, title, bearing[goal]) for goal, title in GOALS.items())


def _story(asked: Asked) -> Story | None:
    index = index_of(asked.site)
    if not index:
        return None
    picture = asked.site.picture(index)
    return tell_story(
        picture,
        map=map_of(asked, picture),
        ways=ways_of(asked, picture),
        editions=edition_links(asked.site),
    )


def _residents(site: Site) -> float | None:
    """Usual residents at Census 2021, where every small area has its count."""
    counts = [area.residents for area in site.of_type("lsoa21")]
    known = [count for count in counts if count is not None]
    return sum(known) if known and len(known) == len(counts) else None
