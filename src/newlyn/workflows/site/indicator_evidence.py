"""The evidence behind the pages of indicators and goals, or nothing where it has been taken away.

Figures need no evidence, for they are in the place's own cut; files, breaks and neighbours do.
"""

from __future__ import annotations

from newlyn.foundation.errors import WarehouseError
from newlyn.workflows.site.lineage_evidence import PlaceEvidence, evidence_of
from newlyn.workflows.site.opened import Site


def at_hand(site: Site) -> PlaceEvidence | None:
    """The build that the pages were made from, else the one in use, else None."""
    try:
        return evidence_of(site)
    except WarehouseError:
        return None


def digest_at_hand(site: Site) -> str:
    """The digest of that build, empty for none: what was worked out without evidence is not kept once it is back."""
    evidence = at_hand(site)
    return evidence.digest if evidence else ""
