"""What is asked of a site and what it answers: the two values that every page of `workflows.site` shares."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from newlyn.publish.site.frame import Crumb, Frame
from newlyn.publish.site.link import Links
from newlyn.workflows.site.opened import Site

HTML = "text/html; charset=utf-8"


@dataclass(frozen=True)
class Answer:
    """What goes back to the reader."""

    body: bytes
    content_type: str = HTML
    status: int = 200
    location: str = ""
    """Where a redirect leads, as an address."""
    download: str = ""
    """Name under which a browser keeps the file; empty where it is shown."""


@dataclass(frozen=True)
class Asked:
    """One request for one page of one site."""

    site: Site
    links: Links
    query: Mapping[str, str]
    frame: Frame

    def at(self, section: str, *crumbs: Crumb) -> Asked:
        """The same, with its frame set to a section of the site."""
        return replace(self, frame=self.frame.at(section, *crumbs))


def page(text: str) -> Answer:
    """A page of HTML."""
    return Answer(text.encode())


def redirect(location: str) -> Answer:
    """Send the reader on; what an address means may change with the next build, so it is not for ever."""
    return Answer(b"", status=302, location=location)
