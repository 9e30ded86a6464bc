"""The style sheet of a place's brand. What it holds is `publish.site.brand_css`."""

from __future__ import annotations

from collections.abc import Iterator

from newlyn.publish.site.brand_css import render_brand_css
from newlyn.workflows.site.asked import Answer, Asked
from newlyn.workflows.site.opened import Site

CSS = "text/css; charset=utf-8"


def show(asked: Asked) -> Answer:
    """The style sheet."""
    return Answer(render_brand_css(asked.site.brand).encode(), CSS)


def addresses(site: Site) -> Iterator[str]:
    """The one style sheet."""
    del site
    yield "brand.css"
