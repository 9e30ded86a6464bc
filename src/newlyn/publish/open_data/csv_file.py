"""A table as CSV: RFC 4180 in UTF-8 without a byte order mark, a heading, an empty cell for what is not known.

Text that a spreadsheet would run as a formula is preceded by an apostrophe. Columns are told in `csvw`.
"""

from __future__ import annotations

import io
import re

import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv

CONTENT_TYPE = "text/csv; charset=utf-8; header=present"

_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
"""A cell that begins with one of these is run as a formula by common spreadsheets."""

_CONTROL = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]+")
"""Line ends and other control characters: never part of a name, and one row is one line."""

_UNSAFE = r"^[\s\p{Z}=+\-@＝＋－＠]|[\s\p{Z}]$|[\x00-\x1f\x7f\x{85}\x{2028}\x{2029}]"
"""What `safe_text` would change, for Arrow to look for in a whole column at once."""


def render_csv(rows: pa.Table) -> bytes:
    """The rows as CSV; numbers with as many places as they need to be read back unchanged.

    Texts stand in quotation marks and numbers do not, so that a code is never taken for a number.
    """
    safe = pa.table({name: _safe(rows[name]) for name in rows.column_names})
    stream = io.BytesIO()
    csv.write_csv(safe, stream, csv.WriteOptions(eol="\r\n", batch_size=65_536))
    return stream.getvalue()


def safe_text(text: str) -> str:
    r"""A text as one line that no spreadsheet runs.

    Examples
    --------
    >>> safe_text("=1+1"), safe_text("Ash & Elm"), safe_text("two\nlines")
    ("'=1+1", 'Ash & Elm', 'two lines')
    """
    line = _CONTROL.sub(" ", text).strip()
    return f"'{line}" if line.startswith(_FORMULA) else line


def _safe(column: pa.ChunkedArray) -> pa.ChunkedArray:
    if not pa.types.is_string(column.type):
        return column
    # Hardly any column has such a text; the others are handed on as they are.
    if not pc.any(pc.match_substring_regex(column, _UNSAFE)).as_py():
        return column
    texts = (None if text is None else safe_text(text) for text in column.to_pylist())
    return pa.chunked_array([pa.array(texts, pa.string())])
