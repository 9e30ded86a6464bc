"""A page with a plain message: what went wrong, and what the reader can do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from newlyn.publish.site.frame import Frame, render_page
from newlyn.publish.site.link import Links


@dataclass(frozen=True)
class Choice:
    """A page that the reader may have meant."""

    label: str
    path: str


@dataclass(frozen=True)
class Message:
    """What is said, and where one can go from there."""

    title: str
    paragraphs: tuple[str, ...]
    choices: tuple[Choice, ...] = ()


def render_message(
    frame: Frame, link: Links, title: str, paragraphs: Sequence[str], choices: Sequence[Choice] = ()
) -> str:
    """The page as HTML; every text is escaped."""
    return render_page("message.html", frame, link, Message(title, tuple(paragraphs), tuple(choices)))
