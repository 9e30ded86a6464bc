"""A made-up table of three hamlets, with every kind of column and every awkward cell."""

from __future__ import annotations

import datetime as dt

import pyarrow as pa

from newlyn.publish.open_data.table import Column, Description, SourceFile

SOURCE = SourceFile(
    "Office for Made-up Statistics", "Hamlets", "OGL v3.0", "hamlets.csv", "ab" * 32, "https://example.org/hamlets"
)

COLUMNS = (
    Column("code", "Code", "Code of the hamlet.", required=True, value_url="https://example.org/id/{code}"),
    Column("name", "Name", "What it is called.", property_url="http://xmlns.com/foaf/0.1/name"),
    Column("share", "Share", "Of residents.", "number"),
    Column("residents", "Residents", "People who live there.", "count"),
    Column("since", "Since", "Day from which it counts.", "day"),
    Column("walled", "Walled", "Whether it has a wall.", "yes or no"),
    Column("status", "Status", "Why.", required=True, accepted=("published", "missing (yet)")),
    Column("goals", "Goals", "What it bears on.", parted_by=" "),
)


def describe_hamlets(**other: object) -> Description:
    values: dict[str, object] = {
        "name": "hamlets",
        "title": "Hamlets",
        "summary": "One row for each hamlet.",
        "columns": COLUMNS,
        "key": ("code",),
        "place": "Saltmarch",
        "publisher": "Saltmarch County Council",
        "build": "5a17" * 16,
        "sources": (SOURCE,),
    }
    return Description(**{**values, **other})  # type: ignore[arg-type]


def hamlets() -> pa.Table:
    rows = [
        ("H1", 'Ash, "Old"', 12.556504269211452, 250, dt.date(2021, 3, 21), True, "published", "a b"),
        ("H2", "=SUM(A1:A9)", -0.0000001, None, None, False, "published", None),
        ("H3", " Elm\r\nGreen ", None, 0, dt.date(2004, 1, 1), None, "missing (yet)", ""),
    ]
    return pa.Table.from_pylist(
        [dict(zip((one.name for one in COLUMNS), row, strict=True)) for row in rows],
        schema=describe_hamlets().schema(),
    )
