"""The OpenAPI document: what Django Ninja knows of the addresses, and what only people know of them.

Its examples are in `examples.json` beside this module; a test asks each of them and compares the answers.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from ninja import NinjaAPI

from newlyn.foundation.digest import canonical_json

TITLE = "Newlyn API"
ROOT = "/api/v1"
EXAMPLES = Path(__file__).with_name("examples.json")

DESCRIPTION = """The figures of the pages as JSON: places, their areas, indicators, observations, and where each figure
comes from. Read-only, without a key, open to pages of other sites.

**Lists** come in pages: `limit` items after the first `offset`; `total` says how many there are, and the header `Link`
has the address of the next page. Each page names the `build` of the evidence: when it changes between two pages, begin
again.

**Nothing is passed over in silence**: a parameter that does not exist is refused, as is a name that does not occur,
with what is accepted.

**Asking again**: send the `ETag` of an answer as `If-None-Match`. While nothing has changed the answer is 304.

**Versions**: within `v1` no field and no address is taken away or changes its meaning; new ones may come.

**Null** is never nought: `status` says why there is no value."""

TAGS = (
    ("places", "Places, and the picture of deprivation of each."),
    ("areas", "The areas of a place, from neighbourhoods to districts, and what was observed of one."),
    ("indicators", "What is measured."),
    ("observations", "The figures."),
    ("lineage", "Where a figure comes from."),
    ("goals", "The 14 Levelling Up Goals of the Purpose Coalition."),
)

WORDS = {
    "200": "The answer.",
    "304": "Nothing has changed since the answer with that `ETag`.",
    "400": "The request cannot be understood, or has a parameter that does not exist.",
    "404": "No place, area, indicator, group, period or figure has the name that was given.",
    "503": "The figures are being built, or cannot be read. Try again in a minute.",
}

_TAG = {"description": "Send it as `If-None-Match` to ask again.", "required": True, "schema": {"type": "string"}}
_LINK = {
    "description": 'The address of the next page under `rel="next"`; absent from the last.',
    "schema": {"type": "string"},
}


@cache
def document_json(api: NinjaAPI) -> bytes:
    """The document as it is sent."""
    return (canonical_json(describe_api(api), indent=1) + "\n").encode()


def describe_api(api: NinjaAPI) -> dict[str, Any]:
    """The document as plain values."""
    told: dict[str, Any] = json.loads(json.dumps(api.get_openapi_schema(path_prefix="")))
    told["info"] |= {"description": DESCRIPTION, "license": {"name": "MIT", "identifier": "MIT"}}
    told["servers"] = [{"url": ROOT, "description": "This service."}]
    told["tags"] = [{"name": name, "description": words} for name, words in TAGS]
    examples = load_examples()
    for path, item in told["paths"].items():
        _tell_responses(item["get"], examples.get(path, {}))
    return told


@cache
def load_examples() -> dict[str, dict[str, Any]]:
    """By address as the document writes it: a request and its answer."""
    found: dict[str, dict[str, Any]] = json.loads(EXAMPLES.read_text(encoding="utf-8"))
    return found


def _tell_responses(operation: dict[str, Any], example: dict[str, Any]) -> None:
    responses = operation["responses"]
    for status, words in WORDS.items():
        responses[status]["description"] = words
    good = responses["200"]
    good["headers"] = {"ETag": _TAG}
    if any(one["name"] == "offset" for one in operation["parameters"]):
        good["headers"]["Link"] = _LINK
    responses["304"]["headers"] = {"ETag": _TAG}
    if example:
        shown = {"summary": f"GET {example['request']}", "value": example["answer"]}
        good["content"]["application/json"]["examples"] = {"essex": shown}
