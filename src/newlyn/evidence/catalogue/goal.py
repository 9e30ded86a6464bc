"""The 14 Levelling Up Goals, by the ids that indicators, activities and frameworks share.

The goals are the Purpose Coalition's; whole frameworks, with aims and dates, are records, not evidence.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

GOALS: Mapping[str, str] = MappingProxyType(
    {
        "lug-01": "Strong foundations in early years",
        "lug-02": "Successful school years",
        "lug-03": "Positive destination",
        "lug-04": "Right advice and experiences",
        "lug-05": "Open recruitment",
        "lug-06": "Fair career progression",
        "lug-07": "Widening access to savings and credit",
        "lug-08": "Good health and well being",
        "lug-09": "Extending enterprise",
        "lug-10": "Closing the digital divide",
        "lug-11": "Infrastructure for opportunity",
        "lug-12": "Building sustainable homes and communities",
        "lug-13": "Harness the energy transition",
        "lug-14": "Achieve equality through diversity and inclusion",
    }
)
