"""What a change of vintage hands back: values on the new areas, and how far they rest on estimates.

How they are carried is `geography.vintage`.
"""

from __future__ import annotations

from dataclasses import dataclass

from newlyn.geography.column import Codes, Numbers


@dataclass(frozen=True, eq=False)
class Carried:
    """Values on the new areas, and how far they rest on estimates.

    An area is missing (NaN) if any part of it came from an area without a value: a part that is not known
    is never taken as zero.
    """

    areas: Codes
    """Codes of the new areas, ascending."""
    values: Numbers
    """(k,) or (k, columns), beside `areas`."""
    estimated_share: Numbers
    """(k,) share of each new area's people who came by a split or an irregular change; NaN where none came."""
    total_estimated_share: float
    """The same over all new areas together."""
    missing: Codes
    """Codes of the old areas that had no value."""
    held_back: Numbers
    """By column: the sum of known counts that is shown nowhere, because it fell in a missing area, or because
    its area leads to no new one.

    What went in is what came out plus what is held back. Zero for averages.
    """
