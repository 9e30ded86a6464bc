"""The accessibility statement: what was aimed at, what was tried, what falls short, and whom to tell.

The words follow the model statement for public bodies and are true of every place alike; only names differ.
"""

from __future__ import annotations

from dataclasses import dataclass

from newlyn.publish.site.frame import Frame, render_page
from newlyn.publish.site.link import Links

STANDARD = "Web Content Accessibility Guidelines (WCAG) 2.2, level AA"
"""The standard that the pages are held to."""


@dataclass(frozen=True)
class Accessibility:
    """Whose pages the statement is about, and which version of the program made them."""

    place: str
    organisation: str
    """Who publishes the pages and answers for them."""
    version: str
    standard: str = STANDARD


def render_accessibility(statement: Accessibility, frame: Frame, link: Links) -> str:
    """The page as HTML."""
    return render_page("accessibility.html", frame, link, statement)
