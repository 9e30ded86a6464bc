"""The 14 goals of a place, each with its gap in a sentence.

What the page says is `publish.site.goal_list`.
"""

from __future__ import annotations

from collections.abc import Iterator

from newlyn.evidence.catalogue.goal import GOALS
from newlyn.publish.site.frame import Crumb
from newlyn.publish.site.goal_gap import answer
from newlyn.publish.site.goal_list import GoalLine, GoalList, render_goal_list
from newlyn.workflows.site.asked import Answer, Asked, page
from newlyn.workflows.site.goal import goal_page
from newlyn.workflows.site.opened import Site


def show(asked: Asked) -> Answer:
    """All goals."""
    asked = asked.at("goals", Crumb("Goals"))
    lines = tuple(goal_line(asked.site, goal) for goal in GOALS)
    return page(render_goal_list(GoalList(asked.site.name, lines), asked.frame, asked.links))


def addresses(site: Site) -> Iterator[str]:
    """The one list."""
    del site
    yield "goals"


def goal_line(site: Site, goal: str) -> GoalLine:
    """One goal with its sentence."""
    found = goal_page(site, goal)
    sides = [gap.side for gap in found.chosen if gap.side]
    return GoalLine(
        id=goal,
        title=found.title,
        sentence=answer(site.name, found.chosen),
        evidence=found.words.evidence,
        worse=sides.count("worse"),
        compared=len(sides),
    )
