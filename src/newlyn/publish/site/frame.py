"""What stands around every page: whose pages they are, where one is among them, and from what they were made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import newlyn
from newlyn.publish.brand import Brand
from newlyn.publish.site.link import Links
from newlyn.publish.template import render


@dataclass(frozen=True)
class Section:
    """One entry of the navigation."""

    label: str
    path: str
    current: bool = False


@dataclass(frozen=True)
class Crumb:
    """One step from the overview to the page; the last one, the page itself, has no path."""

    label: str
    path: str | None = None


SECTIONS: tuple[Section, ...] = (
    Section("Overview", ""),
    Section("Neighbourhoods", "neighbourhoods"),
    Section("Indicators", "indicators"),
    Section("Goals", "goals"),
    Section("Compare", "compare"),
    Section("Data", "data"),
    Section("About", "about"),
)
"""The navigation of a place."""

NEUTRAL = Brand(name="Newlyn", colour="#0b3d5c", accent="#00703c")
"""Look of pages that belong to no place."""


@dataclass(frozen=True)
class Frame:
    """Everything that the frame of a page says."""

    site_name: str
    place_name: str
    brand: Brand
    build: str
    """Digest of the evidence."""
    sections: tuple[Section, ...] = SECTIONS
    breadcrumbs: tuple[Crumb, ...] = ()
    fictional: bool = False
    notice: str = ""
    """A sentence that the reader should see first, such as why another address was turned into this one."""
    served: bool = True
    made_with: str = newlyn.__version__

    @classmethod
    def neutral(cls) -> Frame:
        """The frame of pages that belong to no place."""
        return cls(site_name=NEUTRAL.name, place_name="", brand=NEUTRAL, build="", sections=())

    def at(self, section: str, *crumbs: Crumb) -> Frame:
        """The frame with a section marked as the one the page is in, and the way to it."""
        sections = tuple(replace(one, current=one.path == section) for one in self.sections)
        return replace(self, sections=sections, breadcrumbs=crumbs)


def render_page(template: str, frame: Frame, link: Links, page: object, **more: object) -> str:
    """Fill `templates/site/<template>` with the values of a page inside its frame."""
    values: Mapping[str, object] = {"frame": frame, "link": link, "page": page, **more}
    return render(f"site/{template}", values)
