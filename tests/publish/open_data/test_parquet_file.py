from __future__ import annotations

import io
import json

import pyarrow.parquet as pq
from tests.publish.open_data.tables import COLUMNS, SOURCE, describe_hamlets, hamlets

from newlyn.publish.open_data.parquet_file import render_parquet


def test_types_and_missing_values_are_kept() -> None:
    found = pq.read_table(io.BytesIO(render_parquet(hamlets(), describe_hamlets())))
    assert found.to_pylist() == hamlets().to_pylist()
    assert [str(field.type) for field in found.schema] == [
        "string", "string", "double", "int64", "date32[day]", "bool", "string", "string",
    ]  # fmt: skip


def test_the_file_says_what_it_is_and_whence_it_came() -> None:
    told = pq.read_metadata(io.BytesIO(render_parquet(hamlets(), describe_hamlets()))).metadata
    assert told[b"title"] == b"Hamlets"
    assert told[b"publisher"] == b"Saltmarch County Council"
    assert told[b"licence"] == b"https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"
    assert told[b"build"] == b"5a17" * 16
    assert told[b"primary_key"] == b"code"
    assert [one["sha256"] for one in json.loads(told[b"sources"])] == [SOURCE.sha256]
    assert {name: told_of["title"] for name, told_of in json.loads(told[b"columns"]).items()} == {
        one.name: one.title for one in COLUMNS
    }


def test_a_licence_that_is_not_known_is_told_in_the_publishers_words() -> None:
    strange = describe_hamlets(sources=(SOURCE.__class__("A", "B", "Crown copyright", "c", "00"),))
    assert pq.read_metadata(io.BytesIO(render_parquet(hamlets(), strange))).metadata[b"licence"] == b"Crown copyright"


def test_equal_tables_are_equal_bytes() -> None:
    assert render_parquet(hamlets(), describe_hamlets()) == render_parquet(hamlets(), describe_hamlets())
