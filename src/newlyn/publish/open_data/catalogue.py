"""All tables of a place for machines that gather catalogues: DCAT 3 as JSON-LD.

References
----------
Data Catalog Vocabulary (DCAT) – Version 3, W3C Recommendation, 22 August 2024, https://www.w3.org/TR/vocab-dcat-3/.
"""

from __future__ import annotations

from base64 import urlsafe_b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from newlyn.foundation.digest import canonical_json
from newlyn.publish.open_data import csv_file, csvw, parquet_file
from newlyn.publish.open_data.licence import licence_addresses
from newlyn.publish.open_data.table import Description

CONTENT_TYPE = "application/ld+json"

CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "prov": "http://www.w3.org/ns/prov#",
}

_MEDIA = "https://www.iana.org/assignments/media-types/"


@dataclass(frozen=True)
class Offered:
    """One table and the endings of the files in which it is offered."""

    about: Description
    endings: tuple[str, ...]


def render_catalogue(place: str, publisher: str, build: str, tables: Iterable[Offered], *, service: str = "") -> bytes:
    """The catalogue; addresses in it are relative to its own, so it can be moved together with the files.

    Parameters
    ----------
    service : address of the API, relative to the catalogue; empty where none answers
    """
    told: dict[str, Any] = {
        "@context": CONTEXT,
        "@id": "catalogue.json",
        "@type": "dcat:Catalog",
        "dct:title": _english(f"Open data of {place}"),
        "dct:description": _english(f"Every table behind the pages of {place}, with its sources."),
        "dct:publisher": _organisation(publisher),
        "dct:language": {"@id": "http://publications.europa.eu/resource/authority/language/ENG"},
        "dct:identifier": build,
        "dcat:dataset": [_dataset(one) for one in tables],
    }
    if service:
        told["dcat:service"] = [
            {
                "@id": service,
                "@type": "dcat:DataService",
                "dct:title": _english("Newlyn API, version 1"),
                "dcat:endpointURL": {"@id": service},
                "dcat:endpointDescription": {"@id": f"{service}openapi.json"},
            }
        ]
    return (canonical_json(told, indent=1) + "\n").encode()


def _dataset(offered: Offered) -> dict[str, Any]:
    about = offered.about
    licences = [{"@id": address} for address in licence_addresses(one.licence for one in about.sources)]
    told: dict[str, Any] = {
        "@id": f"#{about.name}",
        "@type": "dcat:Dataset",
        "dct:title": _english(about.title),
        "dct:description": _english(about.summary),
        "dct:identifier": about.name,
        "dct:publisher": _organisation(about.publisher),
        "dcat:version": about.build,
        "dcat:distribution": [_distribution(about, ending) for ending in offered.endings],
    }
    if about.sources:
        told["prov:wasDerivedFrom"] = [{"@id": hash_address(one.sha256)} for one in about.sources]
    if licences:
        told["dct:license"] = licences
        for one in told["dcat:distribution"]:
            one["dct:license"] = licences
    return told


def hash_address(sha256: str) -> str:
    """The address of a file by its content (RFC 6920), the same wherever the file lies.

    Examples
    --------
    >>> hash_address("00" * 32)
    'ni:///sha-256;AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'
    """
    return f"ni:///sha-256;{urlsafe_b64encode(bytes.fromhex(sha256)).decode().rstrip('=')}"


def _distribution(about: Description, ending: str) -> dict[str, Any]:
    media = {".csv": csv_file.CONTENT_TYPE, ".parquet": parquet_file.CONTENT_TYPE}[ending].partition(";")[0]
    told: dict[str, Any] = {
        "@type": "dcat:Distribution",
        "dct:title": _english(f"{about.title}, {ending.removeprefix('.').upper()}"),
        "dcat:downloadURL": {"@id": f"{about.name}{ending}"},
        "dcat:accessURL": {"@id": f"{about.name}{ending}"},
        "dcat:mediaType": {"@id": f"{_MEDIA}{media}"},
    }
    if ending == ".csv":
        told["dct:conformsTo"] = {"@id": "https://www.rfc-editor.org/rfc/rfc4180"}
        told["foaf:page"] = {"@id": f"{about.name}{csvw.ENDING}"}
    return told


def _english(text: str) -> dict[str, str]:
    return {"@value": text, "@language": "en"}


def _organisation(name: str) -> dict[str, str]:
    return {"@type": "foaf:Organization", "foaf:name": name}
