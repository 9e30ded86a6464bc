"""Style sheets and scripts: named after their content, compressed beforehand, and kept for ever by browsers."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from django.test import Client

from newlyn.web import assets, places
from newlyn.web.places import links_of

CSS = b"body { margin: 0 }\n" * 50


@pytest.fixture
def browser(client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Client:
    """A browser at a service with one style sheet and one file that keeps its name."""
    folder = tmp_path / "static"
    folder.mkdir()
    (folder / "site-0A1B2C3D.css").write_bytes(CSS)
    (folder / "site-0A1B2C3D.css.gz").write_bytes(gzip.compress(CSS))
    (folder / "site-0A1B2C3D.css.br").write_bytes(b"brotli")
    (folder / "plain.txt").write_bytes(b"plain")
    monkeypatch.setattr(assets, "STATIC", folder)
    return client


def test_a_file_named_after_its_content_is_kept_for_ever(browser: Client) -> None:
    response = browser.get("/static/site-0A1B2C3D.css")
    assert (response.status_code, response.content) == (200, CSS)
    assert response["Content-Type"] == 'text/css; charset="utf-8"'
    assert "immutable" in response["Cache-Control"]
    assert "immutable" not in browser.get("/static/plain.txt")["Cache-Control"]


@pytest.mark.parametrize(("accepted", "encoding"), [("gzip, br", "br"), ("gzip", "gzip"), ("", None), ("zstd", None)])
def test_the_best_form_that_the_browser_takes_is_sent(browser: Client, accepted: str, encoding: str | None) -> None:
    response = browser.get("/static/site-0A1B2C3D.css", headers={"accept-encoding": accepted})
    assert response.get("Content-Encoding") == encoding
    assert response["Vary"] == "Accept-Encoding"
    assert response["Content-Length"] == str(len(response.content))


def test_who_has_the_file_is_told_so(browser: Client) -> None:
    tag = browser.get("/static/plain.txt")["ETag"]
    assert browser.get("/static/plain.txt", headers={"if-none-match": tag}).status_code == 304


def test_a_head_sends_no_file(browser: Client) -> None:
    response = browser.head("/static/site-0A1B2C3D.css")
    assert (response.status_code, response.content, response["Content-Length"]) == (200, b"", str(len(CSS)))


@pytest.mark.parametrize("header", ["if-modified-since", "range", "if-none-match", "accept-encoding"])
@pytest.mark.parametrize("value", ["garbage", "bytes=zz", "\xff", "Sat, 99 Foo 9999", ""])
def test_no_header_makes_a_file_fail(browser: Client, header: str, value: str) -> None:
    assert browser.get("/static/plain.txt", headers={header: value}).content == b"plain"


@pytest.mark.parametrize(
    "name", ["nope.css", "site-0A1B2C3D.css.gz", "../assets.py", "%2e%2e/site.json", "/plain.txt", ""]
)
def test_no_other_file_is_reached(browser: Client, name: str) -> None:
    response = browser.get(f"/static/{name}")
    assert response.status_code == 404
    assert "There is no page here" in response.text


def test_pages_can_be_read_where_the_front_end_was_not_put_together(
    client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(assets, "STATIC", tmp_path / "nothing")
    monkeypatch.setattr(places, "assets", lambda: None)
    assert client.get("/static/site.css").status_code == 404
    assert client.get("/").status_code == 200
    assert links_of("small").asset("site.css") == "/static/site.css"
