"""The real pages of Essex over HTTP: each kind of them, whatever is asked, and as fast as was promised."""

from __future__ import annotations

from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.web.conftest import Serve

from newlyn.web import pages
from newlyn.web.places import sites
from newlyn.workflows.site.pages import ROUTES

KINDS = [route.pattern for route in ROUTES if route.module != "england_map"]
"""All but the map of England, which a build makes only where it is asked to."""


@pytest.fixture
def essex(home: Path, serve: Serve) -> Client:
    """A browser at the service of Essex."""
    return serve(home)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_page_is_answered_and_not_sent_twice(essex: Client, kind: str) -> None:
    route = next(route for route in ROUTES if route.pattern == kind)
    addresses = list(islice(route.addresses(sites().open("essex")), 2))
    assert addresses
    for address in addresses:
        first = essex.get(f"/essex/{address}")
        assert first.status_code == 200, address
        assert first.content
        assert "Set-Cookie" not in first
        again = essex.get(f"/essex/{address}", headers={"if-none-match": first["ETag"]})
        assert (again.status_code, again.content) == (304, b"")


def test_a_page_is_made_once_however_often_it_is_asked_for(essex: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """What that saves is measured in benchmarks/serve.py."""
    first = essex.get("/essex/areas/E01021988")
    monkeypatch.setattr(pages, "answer", lambda *_: pytest.fail("the page was made again"))
    assert essex.get("/essex/areas/E01021988").content == first.content
    assert essex.get("/essex/areas/E01021988", headers={"if-none-match": first["ETag"]}).status_code == 304


def test_an_unknown_code_is_told_with_the_nearest(essex: Client) -> None:
    response = essex.get("/essex/areas/E01021989x")
    assert response.status_code == 404
    assert "Did you mean &#39;E0102198" in response.text


def test_tiles_begin_as_tiles_do(essex: Client) -> None:
    response = essex.get("/essex/tiles/lsoa21.pmtiles", headers={"range": "bytes=0-6"})
    assert (response.status_code, b"".join(response.streaming_content)) == (206, b"PMTiles")


def test_the_sitemap_names_every_neighbourhood(essex: Client) -> None:
    text = essex.get("/sitemap.xml").text
    areas = sites().open("essex").of_type("lsoa21")
    assert len(areas) > 800
    assert all(f"http://localhost/essex/areas/{area.code}<" in text for area in areas)


PATHS = st.sampled_from(
    ["", "neighbourhoods", "areas/E01021988", "areas/", "indicators", "indicators/", "goals/", "compare", "find",
     "data", "data/", "lineage/", "values/", "deprivation/", "search.json"]
)  # fmt: skip
NAMES = st.sampled_from(["q", "a", "b", "sort", "page", "type", "tenth", "district"]) | st.text(max_size=8)
WORDS = st.sampled_from(
    ["-1", "0", "999999999999999999999", "1e308", "NaN", "E07000076", "E01021988", "CO15", "CO15 1AA", "lsoa21",
     "'\"--", "../..", "{{7*7}}", "<script>", "%00", "\u202e", "name", "-name", "ａ"]
)  # fmt: skip


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    path=PATHS,
    tail=st.just("") | WORDS | st.text(max_size=30),
    query=st.dictionaries(NAMES, WORDS | st.text(max_size=40), max_size=3),
)
def test_whatever_is_asked_of_a_page_is_answered_without_a_fault(
    essex: Client, path: str, tail: str, query: dict[str, Any]
) -> None:
    texts = {_encodable(name): _encodable(value) for name, value in query.items()}
    response = essex.get(f"/essex/{path}{_encodable(tail)}", texts)
    assert response.status_code < 500, (path, tail, query)
    assert "Traceback" not in response.text
    assert "<script>" not in response.text


def _encodable(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8")


def test_what_a_page_does_not_read_of_a_query_makes_no_other_page_of_it(essex: Client) -> None:
    """A campaign's marks or an attacker's noise must not fill the cache."""
    plain, marked = (essex.get(f"/essex/about{query}") for query in ("", "?utm_source=letter&x=1"))
    assert plain.headers["ETag"] == marked.headers["ETag"]
    asked = [
        essex.get(f"/essex/find{query}").headers["ETag"] for query in ("?q=clacton", "?q=harwich", "?q=clacton&y=2")
    ]
    assert asked[0] == asked[2] != asked[1]
