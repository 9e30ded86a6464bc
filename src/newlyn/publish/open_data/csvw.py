"""A CSV file described for machines: CSV on the Web (W3C Recommendation, 17 December 2015).

The description stands beside its file under the name that the recommendation tells programs to look for:
`table.csv-metadata.json` beside `table.csv`.

References
----------
Metadata Vocabulary for Tabular Data, https://www.w3.org/TR/tabular-metadata/, sections 5 and 6.
"""

from __future__ import annotations

import re
from typing import Any

from newlyn.foundation.digest import canonical_json
from newlyn.publish.open_data.licence import licence_addresses
from newlyn.publish.open_data.table import Column, Description, Kind, SourceFile

CONTENT_TYPE = "application/csvm+json"
ENDING = ".csv-metadata.json"

DATATYPES: dict[Kind, str] = {
    "text": "string",
    "number": "double",
    "count": "integer",
    "day": "date",
    "yes or no": "boolean",
}


def render_csvw(about: Description) -> bytes:
    """The description of `<name>.csv` as JSON."""
    return (canonical_json(describe(about), indent=1) + "\n").encode()


def describe(about: Description) -> dict[str, Any]:
    """The description as plain values, in the words of the recommendation.

    Publisher, licence and source are told in Dublin Core, PROV and schema.org, whose prefixes the recommendation
    knows beforehand.
    """
    licences = [{"@id": address} for address in licence_addresses(one.licence for one in about.sources)]
    told: dict[str, Any] = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "@type": "Table",
        "url": f"{about.name}.csv",
        "dc:title": about.title,
        "dc:description": about.summary,
        "dc:publisher": {"@type": "schema:Organization", "schema:name": about.publisher},
        "dc:spatial": about.place,
        "dc:identifier": f"{about.name}@{about.build}",
        "dialect": {"encoding": "utf-8", "header": True, "delimiter": ",", "lineTerminators": ["\r\n"]},
        "tableSchema": {"columns": [_column(one) for one in about.columns], "primaryKey": list(about.key)},
    }
    if licences:
        told["dc:license"] = licences
    if about.sources:
        told["prov:wasDerivedFrom"] = [_source(one) for one in about.sources]
    return told


def _column(column: Column) -> dict[str, Any]:
    told: dict[str, Any] = {
        "name": column.name,
        "titles": column.name,
        "dc:title": column.title,
        "dc:description": column.description,
        "datatype": _datatype(column),
        "required": column.required,
    }
    optional = {
        "separator": column.parted_by,
        "propertyUrl": column.property_url,
        "valueUrl": column.value_url,
    }
    return told | {name: value for name, value in optional.items() if value}


def _datatype(column: Column) -> str | dict[str, str]:
    if column.kind == "yes or no":
        return {"base": "boolean", "format": "true|false"}
    if column.accepted:
        return {"base": "string", "format": "|".join(re.escape(word) for word in column.accepted)}
    return DATATYPES[column.kind]


def _source(source: SourceFile) -> dict[str, Any]:
    told: dict[str, Any] = {
        "@type": "prov:Entity",
        "dc:title": source.title,
        "dc:publisher": source.publisher,
        "dc:rights": source.licence,
        "schema:name": source.file,
        "schema:sha256": source.sha256,
    }
    if source.url:
        told["schema:url"] = {"@id": source.url}
    if source.retrieved:
        told["schema:dateModified"] = source.retrieved
    return told
