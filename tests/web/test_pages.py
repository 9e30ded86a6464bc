"""Pages are sent once: whoever has one already is told so before it is made again."""

from __future__ import annotations

import gzip

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.web.small_place import SmallPlace

from newlyn.web import pages
from newlyn.web.page_cache import PageCache
from newlyn.web.pages import accepts_gzip, page_tag

PAGE = "/small/areas/E01000001"


def test_a_page_is_html_with_a_tag_and_is_asked_for_again_before_each_use(client: Client) -> None:
    response = client.get(PAGE)
    assert response.status_code == 200
    assert response["Content-Type"] == "text/html; charset=utf-8"
    assert response["ETag"].startswith('W/"')
    assert (response["Cache-Control"], response["Vary"]) == ("no-cache", "Accept-Encoding")
    assert response["Content-Length"] == str(len(response.content))
    assert "This is areas/E01000001 of Smallshire." in response.text


# --- not made again ----------------------------------------------------------------------------------------------


def test_who_has_the_page_is_told_so_and_nothing_is_made(client: Client, place: SmallPlace) -> None:
    tag = client.get(PAGE)["ETag"]
    place.calls.clear()
    pages.PAGES = PageCache(0)
    response = client.get(PAGE, headers={"if-none-match": tag})
    assert (response.status_code, response.content, place.calls) == (304, b"", [])
    assert (response["ETag"], response["Cache-Control"], response["Vary"]) == (tag, "no-cache", "Accept-Encoding")


@pytest.mark.parametrize("held", ['"other", {}', '{},W/"x"', "{}"])
def test_the_tag_may_stand_among_others(client: Client, held: str) -> None:
    tag = client.get(PAGE)["ETag"]
    assert client.get(PAGE, headers={"if-none-match": held.format(tag)}).status_code == 304


@pytest.mark.parametrize("held", ["*", "", '"other"', "W/", '"', 'W/""', "é", "x" * 5000])
def test_any_other_tag_gets_the_page(client: Client, held: str) -> None:
    assert client.get(PAGE, headers={"if-none-match": held}).status_code == 200


def test_a_page_that_the_reader_has_is_not_made(client: Client, place: SmallPlace) -> None:
    tag = client.get(PAGE)["ETag"]
    place.calls.clear()
    assert client.get(PAGE, headers={"if-none-match": tag}).status_code == 304
    assert place.calls == []


def test_a_page_is_made_once_and_kept(client: Client, place: SmallPlace) -> None:
    first = client.get(PAGE)
    assert client.get(PAGE).content == first.content
    assert place.calls == ["areas/E01000001"]


def test_the_same_query_in_another_order_is_the_same_page(client: Client, place: SmallPlace) -> None:
    tags = {client.get(f"{PAGE}?{query}")["ETag"] for query in ("a=1&b=2", "b=2&a=1", "a=0&a=1&b=2")}
    assert len(tags) == len(place.calls) == 1


def test_everything_that_makes_a_page_another_one_changes_its_tag() -> None:
    asked = [("d1", "a", {}), ("d2", "a", {}), ("d1", "b", {}), ("d1", "a", {"q": "1"}), ("d1", "a", {"q": "2"}),
             ("d1", "a", {"q": "1&r=2"}), ("d1", "a", {"q": "1", "r": "2"}), ("d1", "a\nq=1", {})]  # fmt: skip
    assert len({page_tag(*one) for one in asked}) == len(asked)


def test_the_tag_changes_with_the_code(monkeypatch: pytest.MonkeyPatch) -> None:
    before = page_tag("d", "a", {})
    monkeypatch.setattr(pages, "code_digest", lambda: "other")
    assert page_tag("d", "a", {}) != before


def test_the_overview_is_there_before_anybody_asks(client: Client, place: SmallPlace) -> None:
    pages.warm()
    assert place.calls == [""]
    assert client.get("/small/").status_code == 200
    assert place.calls == [""]


def test_a_page_that_cannot_be_made_beforehand_is_no_fault_yet(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "answer", lambda *_: 1 / 0)
    pages.warm()
    assert client.get("/small/").status_code == 500


# --- on its way --------------------------------------------------------------------------------------------------


def test_a_page_travels_compressed_to_who_takes_it(client: Client) -> None:
    plain = client.get(PAGE)
    zipped = client.get(PAGE, headers={"accept-encoding": "gzip, br"})
    assert zipped["Content-Encoding"] == "gzip"
    assert zipped["ETag"] == plain["ETag"]
    assert gzip.decompress(zipped.content) == plain.content
    assert len(zipped.content) < len(plain.content) / 2
    assert zipped["Content-Length"] == str(len(zipped.content))


@pytest.mark.parametrize(
    ("header", "accepted"),
    [("gzip", True), ("GZIP ; q=0.5", True), ("*", True), ("br, gzip;q=1.000", True), ("gzip;q=0", False),
     ("identity", False), ("", False), ("gzip;q=0.0, *", False), ("*;q=0", False), ("gzipped", False),
     ("gzip;q=x", False), (",;=,", False)],
)  # fmt: skip
def test_what_a_browser_takes_is_what_it_says(header: str, accepted: bool) -> None:
    assert accepts_gzip(header) is accepted


@pytest.mark.parametrize("encoding", ["", "gzip"])
def test_a_head_has_the_headers_of_the_page_and_no_page(client: Client, encoding: str) -> None:
    head = client.head(PAGE, headers={"accept-encoding": encoding})
    page = client.get(PAGE, headers={"accept-encoding": encoding})
    assert (head.status_code, head.content) == (200, b"")
    assert dict(head.items()) == dict(page.items())


def test_a_file_to_be_kept_has_its_name(client: Client) -> None:
    response = client.get("/small/data/table.csv")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"] == "attachment; filename*=UTF-8''table%20%E2%80%93%20of.csv"


# --- addresses ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "led_to"),
    [
        ("/small", "/small/"),
        ("/small?a=%C3%A9&b=1", "/small/?a=%C3%A9&b=1"),
        ("/small/areas/E01000001/", "/small/areas/E01000001"),
        ("/small/areas/E01000001///?sort=name", "/small/areas/E01000001?sort=name"),
        ("/small//", "/small/"),
        ("/small//other.example/", "/small//other.example"),
    ],
)
def test_a_stroke_too_many_or_too_few_is_put_right(client: Client, asked: str, led_to: str) -> None:
    response = client.get(asked)
    assert (response.status_code, response["Location"]) == (301, led_to)


def test_a_code_of_the_past_leads_on(client: Client) -> None:
    response = client.get("/small/areas/E01000000")
    assert (response.status_code, response["Location"]) == (302, "/small/areas/E01000001")
    assert "ETag" not in response


@pytest.mark.parametrize("path", ["/smal/", "/smal", "/smal/areas/E01000001/"])
def test_an_unknown_place_is_told_with_the_nearest(client: Client, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 404
    assert "There is no place &#39;smal&#39;. Did you mean &#39;small&#39;?" in response.text
    assert "ETag" not in response


def test_an_unknown_page_is_told_in_the_design_of_its_place(client: Client) -> None:
    response = client.get("/small/nope")
    assert response.status_code == 404
    assert "Smallshire has no page &#39;nope&#39;." in response.text
    assert "Smallshire in figures" in response.text
    assert '<a class="govuk-link" href="/small/">Overview of Smallshire</a>' in response.text


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options", "trace"])
@pytest.mark.parametrize("path", ["/", "/small", PAGE, "/healthz", "/static/x.css", "/small/tiles/lsoa21.pmtiles"])
def test_what_can_only_be_read_is_only_read(client: Client, method: str, path: str) -> None:
    response = getattr(client, method)(path)
    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD")
    assert "This page can only be read" in response.text


# --- hostile readers ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("query", ["q=%00", "%01=1", "q=%1f", "q=%7F", "q=%C2%85", "a" * 2001, "q=%0d%0aSet-Cookie:x"])
def test_a_query_that_is_no_text_is_refused(client: Client, place: SmallPlace, query: str) -> None:
    response = client.get(f"{PAGE}?{query}")
    assert (response.status_code, place.calls) == (400, [])
    assert "This address cannot be read" in response.text


@pytest.mark.parametrize(
    "query",
    [
        "q=Clacton%09",
        "q=" + "a" * 1998,
        "q=%F0%9F%8C%8A",
        "q=%FF%FE",
        "&&&=",
        "q=%zz",
        "q=Å".encode().decode("latin-1"),
    ],
)
def test_a_query_that_is_text_is_handed_on(client: Client, query: str) -> None:
    assert client.generic("GET", PAGE, QUERY_STRING=query).status_code == 200


def test_markup_in_a_query_stays_text(client: Client) -> None:
    text = client.get(f"{PAGE}?q=<script>alert(1)</script>").text
    assert "<script>alert(1)" not in text
    assert "&lt;script&gt;alert(1)" in text


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    path=st.text(max_size=60),
    query=st.text(max_size=60) | st.dictionaries(st.text(max_size=9), st.text(max_size=30), max_size=4),
    inside=st.booleans(),
)
def test_whatever_is_asked_for_is_answered_without_a_fault(
    client: Client, path: str, query: str | dict[str, str], inside: bool
) -> None:
    path, data = ("/small/" if inside else "/") + path, query if isinstance(query, dict) else None
    path, query = (_encodable(text) for text in (path, "" if isinstance(query, dict) else query))
    response = client.generic("GET", path, QUERY_STRING=_as_it_came(query)) if data is None else client.get(path, data)
    assert response.status_code < 500
    assert "Traceback" not in response.text
    assert "Content-Security-Policy" in response


def _encodable(text: str) -> str:
    """As it could arrive over the wire: lone surrogates are no text."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _as_it_came(text: str) -> str:
    """As WSGI hands it on: one letter for each byte."""
    return text.encode().decode("latin-1")
