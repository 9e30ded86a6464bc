"""The accessibility statement of a place's pages. What it says is `publish.site.accessibility`."""

from __future__ import annotations

from collections.abc import Iterator

import newlyn
from newlyn.publish.site.accessibility import Accessibility, render_accessibility
from newlyn.publish.site.frame import Crumb
from newlyn.workflows.site.asked import Answer, Asked, page
from newlyn.workflows.site.opened import Site


def show(asked: Asked) -> Answer:
    """The statement."""
    site = asked.site
    asked = asked.at("accessibility", Crumb("Overview", ""), Crumb("Accessibility"))
    statement = Accessibility(place=site.name, organisation=site.brand.name, version=newlyn.__version__)
    return page(render_accessibility(statement, asked.frame, asked.links))


def addresses(site: Site) -> Iterator[str]:
    """The one statement."""
    del site
    yield "accessibility"
