"""What the W3C's recommendation on CSV on the Web allows in the description of one table, as a check.

From Metadata Vocabulary for Tabular Data (17 December 2015): sections 5.4 (tables), 5.5 (schemas), 5.6 (columns),
5.8 (common properties), 5.9 (dialects) and 6 (normalisation); the built-in datatypes are in Model for Tabular Data
and Metadata on the Web, section 4.6. It checks the form; `check_rows` checks a file against the description.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Mapping
from typing import Any

TABLE = {"@context", "@id", "@type", "url", "dialect", "notes", "suppressOutput", "tableDirection", "tableSchema",
         "transformations"}  # fmt: skip
INHERITED = {"aboutUrl", "datatype", "default", "lang", "null", "ordered", "propertyUrl", "required", "separator",
             "textDirection", "valueUrl"}  # fmt: skip
SCHEMA = {"@id", "@type", "columns", "foreignKeys", "primaryKey", "rowTitles"}
COLUMN = {"@id", "@type", "name", "suppressOutput", "titles", "virtual"}
DIALECT = {"commentPrefix", "delimiter", "doubleQuote", "encoding", "header", "headerRowCount", "lineTerminators",
           "quoteChar", "skipBlankRows", "skipColumns", "skipInitialSpace", "skipRows", "trim"}  # fmt: skip
DATATYPES = {"string", "double", "number", "integer", "date", "boolean", "anyURI", "decimal"}
PREFIXES = {"dc", "dcterms", "dcat", "prov", "schema", "skos", "foaf", "xsd", "qb", "void"}
"""Of those that the recommendation knows beforehand, the ones in use."""

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.]*")


def check_description(told: Mapping[str, Any]) -> None:
    context = told["@context"]
    assert context[0] == "http://www.w3.org/ns/csvw"
    assert set(context[1]) <= {"@language", "@base"}
    assert told["@type"] == "Table"
    assert isinstance(told["url"], str)
    _check_names(told, TABLE | INHERITED)
    assert set(told["dialect"]) <= DIALECT
    schema = told["tableSchema"]
    _check_names(schema, SCHEMA | INHERITED)
    names = [column["name"] for column in schema["columns"]]
    assert len(names) == len(set(names)), "names of columns are unique"
    for column in schema["columns"]:
        _check_column(column)
    assert set(schema["primaryKey"]) <= set(names)


def _check_column(column: Mapping[str, Any]) -> None:
    _check_names(column, COLUMN | INHERITED)
    assert _NAME.fullmatch(column["name"])
    assert isinstance(column["required"], bool)
    datatype = column["datatype"]
    assert (datatype if isinstance(datatype, str) else datatype["base"]) in DATATYPES
    assert isinstance(datatype, str) or set(datatype) <= {"@id", "base", "format", "length", "minLength", "maxLength"}
    for address in ("propertyUrl", "valueUrl", "aboutUrl"):
        assert re.match(r"https?://|\{|#|$", column.get(address, ""))


def _check_names(values: Mapping[str, Any], known: set[str]) -> None:
    for name, value in values.items():
        if name not in known:
            prefix, colon, rest = name.partition(":")
            assert colon, f"{name!r} is no property of the recommendation"
            assert rest, name
            assert prefix in PREFIXES, f"{name!r} has a prefix that is not known beforehand"
            _check_common(value)


def _check_common(value: Any) -> None:
    """Common properties are JSON-LD of a narrow kind: no context, no list, no set, no blank node by name."""
    if isinstance(value, list):
        for one in value:
            _check_common(one)
    elif isinstance(value, dict):
        assert not {"@context", "@list", "@set", "@graph", "@reverse"} & set(value)
        assert not str(value.get("@id", "")).startswith("_:")
        if "@value" in value:
            assert set(value) <= {"@value", "@type", "@language"}
        for name, inner in value.items():
            if not name.startswith("@"):
                assert name.partition(":")[0] in PREFIXES, name
                _check_common(inner)
    else:
        assert isinstance(value, str | int | float | bool)


def check_rows(told: Mapping[str, Any], body: bytes) -> int:
    """Check every cell of a file against its description; how many rows there are."""
    columns = told["tableSchema"]["columns"]
    heading, *rows = csv.reader(io.StringIO(body.decode(told["dialect"]["encoding"]), newline=""), strict=True)
    assert heading == [column["titles"] for column in columns]
    keys = [heading.index(name) for name in told["tableSchema"]["primaryKey"]]
    assert len({tuple(row[at] for at in keys) for row in rows}) == len(rows), "the key names each row once"
    for row in rows:
        for column, cell in zip(columns, row, strict=True):
            assert cell or not column["required"], f"{column['name']} is empty in {row}"
            for part in cell.split(column["separator"]) if column.get("separator") else [cell]:
                if part:
                    _check_cell(column["datatype"], part)
    return len(rows)


def _check_cell(datatype: Any, text: str) -> None:
    base, form = (datatype, None) if isinstance(datatype, str) else (datatype["base"], datatype.get("format"))
    if base in ("double", "number"):
        float(text)
    elif base == "integer":
        int(text)
    elif base == "date":
        dt.date.fromisoformat(text)
    elif base == "boolean":
        assert text in (form or "true|false").split("|")
    elif form:
        assert re.fullmatch(form, text), f"{text!r} is not {form}"
