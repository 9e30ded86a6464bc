"""What the layouts of `nomis_2011.yaml` cannot say: which rows of a file belong to areas of one kind.

Each function takes an opened file and its definition and returns the declared columns with `source_row`. The files of
the census of 2021 are `sources.nomis`.
"""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from newlyn.evidence.sources.dataset import File
from newlyn.evidence.sources.frame import text_column
from newlyn.evidence.sources.layout import choose_columns
from newlyn.evidence.sources.nomis import stacked


def lsoas(frame: pa.Table, file: File) -> pa.Table:
    """The rows of LSOAs, from a file that holds output areas and all larger areas."""
    return _of_kind(frame, file, "^[EW]01")


def msoas(frame: pa.Table, file: File) -> pa.Table:
    """The rows of MSOAs, without the footnote below them. A file cut short is seen by its count of rows."""
    return _of_kind(frame, file, "^[EW]02")


def _of_kind(frame: pa.Table, file: File, codes: str) -> pa.Table:
    """The rows whose code begins so, with the columns that the definition unpivots as rows."""
    assert file.unpivot is not None  # noqa: S101 - every definition that names these functions has it
    headers = file.columns | file.unpivot.columns
    chosen = pa.table(choose_columns(frame, file.model_copy(update={"columns": headers})))
    chosen = chosen.filter(pc.match_substring_regex(text_column(chosen, "area"), codes))
    named = chosen.drop_columns(list(file.unpivot.columns))
    columns = {word: chosen[word] for word in file.unpivot.columns}
    return stacked(named, file.unpivot.names_to, file.unpivot.values_to, columns)
