"""Files of ONS local statistics: which rows name an area of a table, and what marks and periods mean.

The files and their columns are in `ons_local.yaml`.
"""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from newlyn.evidence.catalogue.table import ROW
from newlyn.evidence.sources.dataset import File
from newlyn.evidence.sources.frame import text_column
from newlyn.evidence.sources.layout import choose_columns
from newlyn.evidence.sources.written_period import ACADEMIC, SCHOOL, Start, with_iso_periods

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

# The explorer writes 2022/23 for both kinds of year: these series keep the one that begins in August.
_AUGUST = ("Aged 19 years and over further", "Apprenticeships", "Persistent absences")


def series(frame: pa.Table, file: File) -> pa.Table:
    """Rows of one or all indicators of Explore Local Statistics, in the columns of `els`."""
    area = text_column(frame, "areacd")
    value = _filled(frame, "observation")
    return pa.table(
        {
            "area": pc.if_else(pc.match_substring_regex(area, _REPEATED), "", area),
            "series": text_column(frame, "indicator"),
            "group": _group(text_column(frame, "indicator")),
            "period": text_column(frame, "period"),
            "value": value,
            "lower": _filled(frame, "lci_95"),
            "upper": _filled(frame, "uci_95"),
            "unit": text_column(frame, "unit"),
            "status": _status(_filled(frame, "status"), value),
            ROW: frame[ROW],
        }
    )


def _group(series: pa.ChunkedArray) -> pa.ChunkedArray:
    """Healthy life expectancy is published as a series for each sex; every other series counts everyone."""
    women, men = pc.starts_with(series, "Female "), pc.starts_with(series, "Male ")
    return pc.if_else(women, "female", pc.if_else(men, "male", "all"))


def _status(mark: pa.ChunkedArray, value: pa.ChunkedArray) -> pa.ChunkedArray:
    """The mark in the table's words; a mark that is not known stays as it is and is refused later."""
    found = pc.index_in(mark, pa.array(list(_MARKS)))
    told = pc.coalesce(pc.take(pa.array(list(_MARKS.values())), found), mark)
    unmarked = pc.if_else(pc.equal(value, ""), "missing", "published")
    return pc.if_else(pc.equal(told, ""), unmarked, told)


def _filled(frame: pa.Table, name: str) -> pa.ChunkedArray:
    return pc.fill_null(text_column(frame, name), "")


def explorer_series(frame: pa.Table, file: File) -> pa.Table:
    """Rows of the subnational indicators explorer, with the years of each series put into dates."""
    named = pa.table(choose_columns(frame, file))
    names = text_column(named, "series").to_pylist()

    def year_starts(at: int) -> Start:
        return ACADEMIC if names[at].startswith(_AUGUST) else SCHOOL

    return with_iso_periods(named, file.kept_as, year_starts=year_starts)


def whole_districts(frame: pa.Table, file: File) -> pa.Table:
    """Chosen columns, without the code of a district that stands in several rows.

    Such a district holds several community safety partnerships, and scores per head cannot be joined without
    the heads.
    """
    named = pa.table(choose_columns(frame, file))
    area = text_column(named, "area")
    counted = area.value_counts()
    repeated = counted.field("values").filter(pc.greater(counted.field("counts"), 1))
    code = pc.if_else(pc.is_in(area, repeated), "", area)
    return named.set_column(named.column_names.index("area"), "area", code)
