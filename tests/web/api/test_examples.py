"""The examples of the OpenAPI document and of the how-to, asked of the API on the real Essex."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from newlyn.web.api.document import load_examples

HOW_TO = Path(__file__).parents[3] / "docs" / "how-to" / "use-the-api.md"

GROWING = ("total", "observations", "indicators")
"""Counts that grow, and lists that become longer, whenever more evidence is read."""


def agrees(documented: Any, given: Any, name: str = "") -> bool:
    """Whether an answer is the documented one, but for the digest of the build and for what has come since."""
    if name == "build":
        return isinstance(given, str)
    if name in GROWING:
        return given >= documented if isinstance(documented, int) else set(documented) <= set(given)
    if isinstance(documented, dict):
        return documented.keys() == given.keys() and all(agrees(documented[key], given[key], key) for key in documented)
    if isinstance(documented, list):
        return len(documented) == len(given) and all(map(agrees, documented, given))
    return bool(documented == given)


@pytest.mark.parametrize("address", load_examples())
def test_the_answer_is_the_documented_one(essex_api: Client, address: str) -> None:
    example = load_examples()[address]
    shape = re.sub(r"\{\w+\}", "[^?]+", address)
    assert re.match(rf"/api/v1{shape}(\?|$)", example["request"])
    given = essex_api.get(example["request"]).json()
    assert agrees(example["answer"], given), json.dumps(given, indent=1)


def how_to_examples() -> list[tuple[str, str]]:
    text = HOW_TO.read_text(encoding="utf-8")
    return re.findall(r"```http\nGET (\S+)\n```\n+```json\n(.*?)```", text, re.S)


@pytest.mark.parametrize(("request_line", "answer"), how_to_examples())
def test_the_how_to_shows_what_is_answered(essex_api: Client, request_line: str, answer: str) -> None:
    given = essex_api.get(request_line).json()
    assert agrees(json.loads(answer), given), json.dumps(given, indent=1)


def test_the_how_to_has_examples() -> None:
    assert len(how_to_examples()) >= 4


def test_the_way_through_a_long_list_leads_to_its_end(essex_api: Client) -> None:
    (block,) = re.findall(r"```python\n(.*?)```", HOW_TO.read_text(encoding="utf-8"), re.S)
    defined: dict[str, Any] = {}
    exec(compile(block, HOW_TO.name, "exec"), defined)  # noqa: S102 - the manual's own example
    defined["urlopen"] = lambda address: Opened(essex_api.get(address.removeprefix("http://127.0.0.1:8000")))
    codes = [one["code"] for one in defined["items"]("/api/v1/places/essex/areas?type=msoa21&limit=50")]
    assert len(codes) == len(set(codes)) > 150


class Opened(io.BytesIO):
    """An answer as `urlopen` gives it."""

    def __init__(self, response: HttpResponse) -> None:
        super().__init__(response.content)
        self.headers = response.headers


def test_a_difference_is_seen() -> None:
    assert not agrees({"value": 1.0}, {"value": 2.0})
    assert not agrees({"value": 1.0}, {"value": 1.0, "more": 1})
    assert not agrees({"total": 5}, {"total": 4})
    assert not agrees([1], [1, 2])
    assert agrees({"total": 5, "build": "a"}, {"total": 6, "build": "b"})
