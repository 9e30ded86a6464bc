"""The published files behind the tables of the evidence, noted when a place is prepared.

So a download can tell them without the evidence at hand, and never tells those of a newer build.
"""

from __future__ import annotations

from newlyn.evidence.warehouse.reader import Warehouse

TOLD = ("publisher", "title", "licence", "file", "sha256", "url", "retrieved")


def noted_sources(warehouse: Warehouse) -> dict[str, list[dict[str, str | None]]]:
    """By table of the evidence: its files, as plain values for the manifest of a prepared place."""
    return {
        entry.table: [{name: getattr(origin, name) for name in TOLD} for origin in entry.files]
        for entry in warehouse.manifest.tables
    }
