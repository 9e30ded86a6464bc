"""The page that finds: what was looked for, what has such a name or code, and a list to browse.

How a question is matched is `workflows.site.find`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from newlyn.publish import number
from newlyn.publish.site.frame import Frame, render_page
from newlyn.publish.site.link import Links

PLURALS = {"county": "counties", "country": "countries"}


@dataclass(frozen=True)
class Found:
    """One thing that was found."""

    name: str
    path: str
    under: str = ""
    """What tells it apart, such as its district."""
    code: str = ""


@dataclass(frozen=True)
class FoundGroup:
    """What was found of one kind."""

    kind: str
    found: tuple[Found, ...]
    in_all: int
    """How many there are; more than are listed where the question was a wide one."""

    @property
    def heading(self) -> str:
        """The kind and how many."""
        return f"{plural(self.kind).capitalize()} ({number.count(self.in_all)})"

    @property
    def rest(self) -> str:
        """What is said of those that are not listed; nothing where all are."""
        left = self.in_all - len(self.found)
        return f"And {number.count(left)} more: add a word to find fewer." if left else ""


@dataclass(frozen=True)
class District:
    """One district of the list to browse, with the wider neighbourhoods inside it."""

    name: str
    path: str
    wider: tuple[Found, ...]


@dataclass(frozen=True)
class FindPage:
    """The values of the page."""

    asked: str
    """What was looked for; empty before anybody has."""
    groups: tuple[FoundGroup, ...]
    near: bool
    """Whether the results only resemble what was looked for."""
    notes: tuple[str, ...]
    districts: tuple[District, ...]
    index: str = "search.json"
    """The file that a script searches where no server answers."""

    @property
    def answer(self) -> str:
        """What was found, in a sentence; nothing where a note says it all."""
        return "" if self.notes and not self.groups else answer(self.asked, self.groups, near=self.near)


def plural(kind: str) -> str:
    """Several of a kind.

    Examples
    --------
    >>> plural("ward"), plural("county")
    ('wards', 'counties')
    """
    return PLURALS.get(kind, f"{kind}s")


def answer(asked: str, groups: Sequence[FoundGroup], *, near: bool) -> str:
    """What was found, in a sentence.

    Examples
    --------
    >>> answer("jaywick", [FoundGroup("ward", (), 1), FoundGroup("neighbourhood", (), 7)], near=False)
    '“jaywick” leads to 1 ward and 7 neighbourhoods.'
    """
    counts = number.joined(number.several(group.in_all, group.kind, plural(group.kind)) for group in groups)
    if not groups:
        return f"Nothing here is called “{asked}”."
    if near:
        return f"Nothing here is called “{asked}”. These come nearest: {counts}."
    return f"“{asked}” leads to {counts}."


def render_find(page: FindPage, frame: Frame, link: Links) -> str:
    """The page as HTML."""
    return render_page("find.html", frame, link, page)
