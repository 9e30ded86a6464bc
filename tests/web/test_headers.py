"""What every answer says to a browser, on pages, files, redirects and errors alike."""

from __future__ import annotations

import pytest
from django.test import Client

ANSWERS = ["/", "/small", "/small/", "/small/nope", "/small/fault", "/nope/", "/é", "/small/?q=%00", "/healthz",
           "/robots.txt", "/sitemap.xml", "/static/nope.css", "/small/tiles/lsoa21.pmtiles",
           "/small/data/table.csv"]  # fmt: skip

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; worker-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'"
)


@pytest.mark.parametrize("path", ANSWERS)
def test_every_answer_is_held_to_its_own_host(client: Client, path: str) -> None:
    response = client.get(path)
    assert response["Content-Security-Policy"] == POLICY
    assert response["Referrer-Policy"] == "same-origin"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["X-Frame-Options"] == "DENY"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in response["Permissions-Policy"]


@pytest.mark.parametrize("path", ANSWERS)
@pytest.mark.parametrize("cookie", ["", f"sessionid={'s' * 32}; csrftoken={'c' * 32}"])
def test_readers_get_no_cookie_and_are_not_told_apart(client: Client, path: str, cookie: str) -> None:
    response = client.get(path, headers={"cookie": cookie})
    assert not response.cookies
    assert "Set-Cookie" not in response
    assert "Cookie" not in response.get("Vary", "")


@pytest.mark.parametrize("path", ANSWERS)
def test_every_answer_says_how_long_it_is_and_not_who_gave_it(client: Client, path: str) -> None:
    response = client.get(path)
    assert "Server" not in response
    assert "X-Powered-By" not in response
    assert response.streaming or response["Content-Length"] == str(len(response.content))
