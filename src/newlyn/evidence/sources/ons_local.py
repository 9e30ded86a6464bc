"""Files of ONS Explore Local Statistics: which rows name an area of the table, and what the marks of absence mean."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from newlyn.evidence.catalogue.table import ROW
from newlyn.evidence.sources.dataset import File
from newlyn.evidence.sources.frame import text_column

# E61 is Greater London once more, E67 joins a district to its small neighbour (Hackney with the City of London,
# Cornwall with the Isles of Scilly): both repeat people who are counted under another code. "na" is no area.
_REPEATED = "^(E61|E67|na$)"

# Shorthand of government tables: https://analysisfunction.civilservice.gov.uk/policy-store/symbols-in-tables/
_MARKS = {
    "c": "suppressed",
    "x": "missing",
    "u": "missing",
    "z": "missing",
    "Value for Hackney and City of London combined": "published",
    "Value for Cornwall and Isles of Scilly combined": "published",
}


def series(frame: pa.Table, file: File) -> pa.Table:
    """Rows of one or all indicators of Explore Local Statistics, in the columns of `els`."""
    area = text_column(frame, "areacd")
    value = _filled(frame, "observation")
    return pa.table(
        {
            "area": pc.if_else(pc.match_substring_regex(area, _REPEATED), "", area),
            "series": text_column(frame, "indicator"),
            "period": text_column(frame, "period"),
            "value": value,
            "lower": _filled(frame, "lci_95"),
            "upper": _filled(frame, "uci_95"),
            "unit": text_column(frame, "unit"),
            "status": _status(_filled(frame, "status"), value),
            ROW: frame[ROW],
        }
    )


def _status(mark: pa.ChunkedArray, value: pa.ChunkedArray) -> pa.ChunkedArray:
    """The mark in the table's words; a mark that is not known stays as it is and is refused later."""
    found = pc.index_in(mark, pa.array(list(_MARKS)))
    told = pc.coalesce(pc.take(pa.array(list(_MARKS.values())), found), mark)
    unmarked = pc.if_else(pc.equal(value, ""), "missing", "published")
    return pc.if_else(pc.equal(told, ""), unmarked, told)


def _filled(frame: pa.Table, name: str) -> pa.ChunkedArray:
    return pc.fill_null(text_column(frame, name), "")
