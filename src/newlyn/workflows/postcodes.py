"""Postcode districts, such as CM1, and the small areas in which their postcodes lie.

People know their postcode and not their small area; a district leads to a handful to choose from. Nothing is measured
by postcode.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

import pyarrow.compute as pc

from newlyn.evidence.warehouse.reader import Warehouse

TABLE = "postcode_lsoa21"

_INWARD = 3
"""Characters after the space of every postcode."""
# The outward code, then the rest or the first digit of it where they were typed too; Royal Mail, Programmers' guide to
# the Postcode Address File. At most as long as the longest postcode with some room for spaces.
_TYPED = re.compile(r"([A-Z]{1,2}[0-9][A-Z0-9]?)(?:\s*[0-9][A-Z]{2}|\s+[0-9])?")
_LONGEST = 12


def outward_code(typed: str) -> str | None:
    """The postcode district in what somebody typed: a district, a sector or a whole postcode; None if it is none.

    Examples
    --------
    >>> outward_code("cm1 1qh"), outward_code("CM11QH"), outward_code("CM11"), outward_code("Chelmsford")
    ('CM1', 'CM1', 'CM11', None)
    """
    words = typed.strip()
    found = _TYPED.fullmatch(words.upper()) if len(words) <= _LONGEST else None
    return found[1] if found else None


@lru_cache(maxsize=4)
def postcode_districts(warehouse: Warehouse) -> Mapping[str, tuple[str, ...]]:
    """By outward code, the small areas of 2021 in which its postcodes in use lie, both in order.

    Empty where no list of postcodes is at hand.
    """
    if not warehouse.has_table(TABLE):
        return MappingProxyType({})
    rows = warehouse.table(TABLE, ["postcode", "area"])
    outward = pc.utf8_slice_codeunits(rows["postcode"], 0, -(_INWARD + 1))
    pairs = rows.set_column(0, "outward", outward).group_by(["outward", "area"]).aggregate([])
    districts: dict[str, list[str]] = {}
    for district, area in sorted(zip(pairs["outward"].to_pylist(), pairs["area"].to_pylist(), strict=True)):
        districts.setdefault(district, []).append(area)
    return MappingProxyType({district: tuple(areas) for district, areas in districts.items()})
