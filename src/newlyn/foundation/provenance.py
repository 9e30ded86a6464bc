"""Where a file came from: the record that every figure can be traced back to.

How figures are tied to files is `evidence.warehouse.lineage`; this is only the record.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Origin:
    """One file as it was had from its publisher or from a mirror."""

    dataset: str
    file: str
    """Name of the file inside its dataset, such as `File_7.csv`."""
    publisher: str
    title: str
    licence: str
    url: str | None
    """Address at the publisher, or None where only a copy is known."""
    retrieved: str | None
    """UTC time of retrieval in ISO 8601, or None for a copy whose date is not known."""
    copied_from: str | None
    """Place of the copy inside a mirror, or None when it came from the publisher."""
    sha256: str
    size: int
    """In bytes."""

    def to_dict(self) -> dict[str, str | int | None]:
        """Plain values, for JSON."""
        return asdict(self)
