"""Where the names and numbers of a picture lead: areas to their pages, figures to how they are known.

Only a rendering that is one page among others knows that; the page that stands alone leads nowhere.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


def _nowhere(*_: str) -> str:
    return ""


@dataclass(frozen=True)
class Ways:
    """Functions that give an address, or nothing where there is none."""

    area: Callable[[str], str] = _nowhere
    """Code of an area to its page."""
    observed: Callable[[str], str] = _nowhere
    """ID of an observation, such as `deprivation.imd.rank:E01021988:2019`, to how it is known."""
    counted: Callable[[str, str], str] = _nowhere
    """Name of a figure of the picture, such as `residents-0.2`, and code of the place or of one of its districts."""
    measured: Callable[[str, str], str] = _nowhere
    """Code of a district and id of a summary measure, where the publisher says the same number."""


NOWHERE = Ways()
"""For a rendering that leads nowhere."""


def standing_id(lineage: str, domain: str, part: str) -> str:
    """The ID of another part of what is known of a neighbourhood, from that of its rank.

    Examples
    --------
    >>> standing_id("deprivation.imd.rank:E01021988:2019", "health", "decile")
    'deprivation.health.decile:E01021988:2019'
    """
    return f"deprivation.{domain}.{part}:{lineage.partition(':')[2]}"
