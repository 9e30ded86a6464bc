"""Requests that nobody would think of, made from the OpenAPI document by Schemathesis and held against it.

It checks that every answer has a status, a content type, headers and a body that the document tells of, that what is
not accepted is refused and what is accepted is not, that other methods are refused, and that nothing is our fault.
"""

from __future__ import annotations

from typing import Any

import schemathesis
from django.core.wsgi import get_wsgi_application
from django.test import Client
from hypothesis import HealthCheck, Phase, settings
from schemathesis.config import SchemathesisConfig
from schemathesis.schemas import BaseSchema

from newlyn.web.api.document import describe_api
from newlyn.web.api.service import api as service
from newlyn.workflows.site.opened import Site

EXAMPLES = 20
"""For each address and each way of making them up; enough to go through what the parameters are told to accept."""

LIMITED = settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


def configuration() -> SchemathesisConfig:
    accepted = ["2xx", 404]  # a name can be written rightly and belong to nothing
    operations = [
        {
            # That one of two parameters has to be there cannot be told in the document.
            "include-name": "GET /places/{slug}/observations",
            "checks": {"positive_data_acceptance": {"expected-statuses": [*accepted, 400]}},
        },
        {
            # What a figure may be called is told in words; and Saltmarch has no evidence in which it could be traced.
            "include-name": "GET /lineage/{figure}",
            "checks": {
                "positive_data_acceptance": {"expected-statuses": [*accepted, 400, 503]},
                "not_a_server_error": {"expected-statuses": ["2xx", "3xx", "4xx", 503]},
            },
        },
    ]
    checks = {"positive_data_acceptance": {"expected-statuses": accepted}}
    return SchemathesisConfig.from_dict({"checks": checks, "operations": operations})


NAMES: dict[str, list[str]] = {
    "slug": ["saltmarch"],
    "place": ["saltmarch"],
    "code": ["X01000003", "X07000001", "E92000001", "census.disabled"],
    "area": ["X01000003", "X07000001"],
    "indicator": ["census.age", "census.disabled"],
    "type": ["lsoa21", "lad"],
    "area_type": ["lsoa21", "lad"],
    "district": ["X07000001"],
    "theme": ["census"],
    "goal": ["lug-08"],
    "index": ["imd2019", "imd2025"],
    "period": ["2021-03-21", "2019"],
    "group": ["all", "0-15"],
    "figure": ["census.disabled:X01000003:2021-03-21", "picture:saltmarch:imd2025:residents-0.2"],
}
"""Names that occur in Saltmarch, by parameter: what is made up at random belongs to nothing."""


def document() -> BaseSchema:
    """The document, with names of Saltmarch in the place of those of Essex."""
    told = describe_api(service)
    for item in told["paths"].values():
        item["get"]["responses"]["200"]["content"]["application/json"].pop("examples", None)
        for parameter in item["get"]["parameters"]:
            parameter.pop("examples", None)
            shape = parameter["schema"]
            shape.pop("examples", None)
            names = NAMES.get(parameter["name"])
            if names:
                only = {"type": "string", "enum": names}
                parameter["schema"] = only if parameter["name"] in ("slug", "place") else {"anyOf": [only, shape]}
    schema = schemathesis.openapi.from_dict(told, config=configuration())
    schema.app = get_wsgi_application()
    return schema


@document().parametrize()
@LIMITED
def test_every_answer_is_as_the_document_tells(case: schemathesis.Case, api: Client) -> None:
    del api  # serves Saltmarch
    case.call_and_validate(headers={"Accept-Encoding": "identity"})


def test_the_names_that_are_tried_do_occur(saltmarch: Site) -> None:
    assert set(NAMES["area"]) <= set(saltmarch.areas)
    assert set(NAMES["indicator"]) <= set(saltmarch.indicators)
    assert set(NAMES["index"]) == set(saltmarch.editions)


def test_the_document_is_found_where_it_is_said_to_be(api: Client) -> None:
    told: dict[str, Any] = api.get("/api/v1/openapi.json").json()
    assert told == describe_api(service)
