"""The page of a code that areas had before: what became of it, and the areas of today that stand in its place."""

from __future__ import annotations

from dataclasses import dataclass

from newlyn.publish.number import in_words
from newlyn.publish.site.frame import Frame, render_page
from newlyn.publish.site.link import Links


@dataclass(frozen=True)
class Successor:
    """An area of today; without a page where it lies outside the place."""

    code: str
    name: str
    path: str = ""


@dataclass(frozen=True)
class RetiredPage:
    """What is said of a code of the past."""

    code: str
    name: str
    """Its name at the time; empty where none is at hand."""
    kind: str
    words: str
    """What happened and when, such as `split into parts in 2021`."""
    redrawn: bool
    """Whether its boundaries were other than those of the areas that followed."""
    successors: tuple[Successor, ...]

    @property
    def sentence(self) -> str:
        """What became of it."""
        name = f" ({self.name})" if self.name else ""
        return f"The {self.kind} {self.code}{name} was {self.words}."

    @property
    def follows(self) -> str:
        """How many areas of today stand in its place."""
        if len(self.successors) == 1:
            return "One area stands in its place today:"
        return f"{in_words(len(self.successors)).capitalize()} areas stand in its place today:"


def render_retired(page: RetiredPage, frame: Frame, link: Links) -> str:
    """The page as HTML."""
    return render_page("area_retired.html", frame, link, page)


def notice_of(code: str, words: str, title: str) -> str:
    """What is said on the page of the one area that followed another.

    Examples
    --------
    >>> notice_of("E01021350", "given a new code in 2021", "Braintree 001A")
    'E01021350 was given a new code in 2021. Braintree 001A stands in its place today.'
    """
    return f"{code} was {words}. {title} stands in its place today."
