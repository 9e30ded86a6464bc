"""The 14 goals, each with one sentence on the gap of the place.

The page of one goal is `goal`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from newlyn.publish.number import in_words, joined
from newlyn.publish.site.frame import Frame, render_page
from newlyn.publish.site.link import Links


@dataclass(frozen=True)
class GoalLine:
    """One goal in the list."""

    id: str
    title: str
    sentence: str
    evidence: str
    worse: int
    """Outcomes in which the place does worse than England."""
    compared: int
    """Outcomes that can be held against England."""


@dataclass(frozen=True)
class GoalList:
    """All goals, in their order."""

    place: str
    lines: tuple[GoalLine, ...]


def answer(place: str, lines: Sequence[GoalLine]) -> str:
    """One sentence: in which goals the place does worse than England on most outcomes.

    Examples
    --------
    >>> line = GoalLine("lug-05", "Open recruitment", "", "good", 3, 4)
    >>> answer("Saltmarch", [line])
    'Saltmarch does worse than England on most of what is measured in one of the 14 goals: Open recruitment.'
    """
    behind = [line.title for line in lines if line.compared and 2 * line.worse > line.compared]
    if not behind:
        return f"In none of the 14 goals does {place} do worse than England on most of what is measured."
    return (
        f"{place} does worse than England on most of what is measured in {in_words(len(behind))} of the 14 goals: "
        f"{joined(behind)}."
    )


def render_goal_list(values: GoalList, frame: Frame, link: Links) -> str:
    """The page as HTML."""
    return render_page("goal_list.html", frame, link, values, answer=answer(values.place, values.lines))
