"""What an observation is: its columns and its key. No query engine is needed to read them.

How they come about is `warehouse.observe`.
"""

from __future__ import annotations

import pyarrow as pa

EVERYONE = "all"
"""Group of an observation that counts everyone."""

_WORD = pa.dictionary(pa.int32(), pa.string())

SCHEMA = pa.schema(
    [
        ("area", pa.string()),
        ("indicator", _WORD),
        ("period", _WORD),
        ("group", _WORD),
        ("area_type", _WORD),
        ("value", pa.float64()),
        ("numerator", pa.float64()),
        ("denominator", pa.float64()),
        ("lower", pa.float64()),
        ("upper", pa.float64()),
        ("status", _WORD),
    ]
)
"""One observation. `status` is `published`, `computed` (from published counts), `suppressed` or `missing`;
a null value always has one of the last two."""

KEY = ("area", "indicator", "period", "group")
