"""Files of OHID Fingertips: the year that each subject keeps, which the files leave unsaid.

The files and their columns are in `ohid.yaml`; how periods are read is `written_period`.
"""

from __future__ import annotations

import pyarrow as pa

from newlyn.evidence.sources.dataset import File
from newlyn.evidence.sources.layout import choose_columns
from newlyn.evidence.sources.written_period import ACTIVE_LIVES, FINANCIAL, SCHOOL, Start, with_iso_periods


def financial_years(frame: pa.Table, file: File) -> pa.Table:
    """Chosen columns of a series whose years begin in April; calendar years stand as they are."""
    return _read(frame, file, FINANCIAL)


def school_years(frame: pa.Table, file: File) -> pa.Table:
    """Chosen columns of a series whose years begin in September."""
    return _read(frame, file, SCHOOL)


def survey_years(frame: pa.Table, file: File) -> pa.Table:
    """Chosen columns of a series from the Active Lives survey of adults, which begins in mid-November."""
    return _read(frame, file, ACTIVE_LIVES)


def _read(frame: pa.Table, file: File, year_starts: Start) -> pa.Table:
    return with_iso_periods(pa.table(choose_columns(frame, file)), file.kept_as, year_starts=year_starts)
