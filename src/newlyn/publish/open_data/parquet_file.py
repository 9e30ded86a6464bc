"""A table as Parquet: typed columns, and inside the file what is needed to know what it is and whence it came.

Equal tables are equal bytes: there is no time in the file.
"""

from __future__ import annotations

import io

import pyarrow as pa
from pyarrow import parquet

from newlyn.foundation.digest import canonical_json
from newlyn.publish.open_data.licence import licence_address
from newlyn.publish.open_data.table import TYPES, Description

CONTENT_TYPE = "application/vnd.apache.parquet"


def render_parquet(rows: pa.Table, about: Description) -> bytes:
    """The rows as one Parquet file with the description in its metadata."""
    fields = [pa.field(one.name, TYPES[one.kind]) for one in about.columns]
    typed = rows.cast(pa.schema(fields))
    stream = io.BytesIO()
    # Arrow's own copy of the schema is left out: it says nothing more, and other readers cannot read it.
    with parquet.ParquetWriter(stream, typed.schema, compression="zstd", store_schema=False) as writer:
        writer.write_table(typed)
        writer.add_key_value_metadata(_metadata(about))
    return stream.getvalue()


def _metadata(about: Description) -> dict[str, str]:
    sources = [
        {
            "publisher": one.publisher,
            "title": one.title,
            "licence": one.licence,
            "file": one.file,
            "sha256": one.sha256,
        }
        for one in about.sources
    ]
    columns = {one.name: {"title": one.title, "description": one.description} for one in about.columns}
    licences = sorted({licence_address(one.licence) or one.licence for one in about.sources})
    return {
        "title": about.title,
        "description": about.summary,
        "place": about.place,
        "publisher": about.publisher,
        "licence": " ".join(licences),
        "primary_key": " ".join(about.key),
        "build": about.build,
        "columns": canonical_json(columns),
        "sources": canonical_json(sources),
    }
