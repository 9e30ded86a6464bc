from __future__ import annotations

import base64
import json
from typing import Any

from tests.publish.open_data.tables import SOURCE, describe_hamlets

from newlyn.publish.open_data.catalogue import CONTEXT, Offered, hash_address, render_catalogue


def catalogue(service: str = "") -> dict[str, Any]:
    tables = [Offered(describe_hamlets(), (".csv", ".parquet"))]
    found: dict[str, Any] = json.loads(
        render_catalogue("Saltmarch", "Saltmarch County Council", "5a17", tables, service=service)
    )
    return found


def names(value: object) -> set[str]:
    if isinstance(value, dict):
        return {name for name in value if not name.startswith("@")} | {n for one in value.values() for n in names(one)}
    return {n for one in value for n in names(one)} if isinstance(value, list) else set()


def test_every_property_has_a_prefix_of_the_context() -> None:
    told = catalogue("../../api/v1/")
    del told["@context"]
    assert {name.partition(":")[0] for name in names(told)} <= set(CONTEXT)


def test_a_table_is_offered_in_each_of_its_forms_with_licence_and_media_type() -> None:
    (dataset,) = catalogue()["dcat:dataset"]
    forms = {one["dcat:downloadURL"]["@id"]: one["dcat:mediaType"]["@id"] for one in dataset["dcat:distribution"]}
    assert forms == {
        "hamlets.csv": "https://www.iana.org/assignments/media-types/text/csv",
        "hamlets.parquet": "https://www.iana.org/assignments/media-types/application/vnd.apache.parquet",
    }
    assert all(one["dct:license"] for one in dataset["dcat:distribution"])
    assert dataset["prov:wasDerivedFrom"] == [{"@id": hash_address(SOURCE.sha256)}]


def test_the_address_of_a_content_holds_its_digest() -> None:
    text = hash_address("ab" * 32).removeprefix("ni:///sha-256;")
    assert base64.urlsafe_b64decode(text + "=").hex() == "ab" * 32


def test_a_static_copy_tells_of_no_service() -> None:
    assert "dcat:service" not in catalogue()
    (service,) = catalogue("../../api/v1/")["dcat:service"]
    assert service["dcat:endpointDescription"] == {"@id": "../../api/v1/openapi.json"}
