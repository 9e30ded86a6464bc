"""Files of the gender pay gap service: which report of an employer counts when it sent several for one year."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from newlyn.evidence.catalogue.table import ROW
from newlyn.evidence.sources.dataset import File
from newlyn.evidence.sources.frame import text_column
from newlyn.evidence.sources.layout import choose_columns


def latest_reports(frame: pa.Table, file: File) -> pa.Table:
    """Chosen columns of the last report of each employer.

    A report can be sent again to correct it, and a few employers stand twice in a file. Times are written year
    first wherever that happens, so the last in text is the last in time.
    """
    named = pa.table(choose_columns(frame, file))
    employer = text_column(named, "employer")
    named = named.set_column(named.column_names.index("employer"), "employer", employer)
    named = named.set_column(named.column_names.index("submitted"), "submitted", text_column(named, "submitted"))
    order = [("employer", "ascending"), ("submitted", "descending"), (ROW, "descending")]
    newest_first = named.sort_by(order)
    codes = newest_first["employer"].combine_chunks()
    repeated = pc.equal(codes.slice(1), codes.slice(0, max(len(codes) - 1, 0)))
    kept = pa.concat_arrays([pa.array([True] * min(len(codes), 1)), pc.invert(repeated)])
    return newest_first.filter(kept).sort_by(ROW)
