"""What is let in, and what is refused before anything is looked up."""

from __future__ import annotations

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from tests.web.small_place import SmallPlace

from newlyn.web.gate import LONGEST_QUERY, query_fault


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example", "localhost:80@evil.example", "", "a b", "*"]
)
def test_a_name_that_is_not_ours_is_refused_and_not_repeated(client: Client, place: SmallPlace, host: str) -> None:
    for path in ("/", "/small/", "/healthz", "/sitemap.xml", "/static/x.css"):
        response = client.get(path, headers={"host": host})
        assert response.status_code == 400
        assert "evil" not in response.text
    assert place.calls == []


@pytest.mark.parametrize("host", ["localhost", "localhost:8000", "127.0.0.1:9", "[::1]:8000", "LOCALHOST"])
def test_our_own_names_are_let_in_at_any_port(client: Client, host: str) -> None:
    assert client.get("/", headers={"host": host}).status_code == 200


def test_another_host_named_by_a_proxy_is_not_believed(client: Client) -> None:
    response = client.get("/sitemap.xml", headers={"x-forwarded-host": "evil.example"})
    assert response.status_code == 200
    assert "evil" not in response.text


@given(st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=100))
def test_text_of_any_script_is_no_fault(text: str) -> None:
    assert query_fault(text.encode().decode("latin-1").replace("%", "%25")) == ""


@given(st.sampled_from([chr(n) for n in (*range(32), *range(127, 160)) if chr(n) != "\t"]), st.text(max_size=20))
def test_a_control_character_is_a_fault_wherever_it_stands(sign: str, text: str) -> None:
    encoded = "".join(f"%{byte:02x}" for byte in (text.encode("utf-8", "replace") + sign.encode() + b"a"))
    assert "signs behind the question mark that are not text" in query_fault(encoded)


def test_the_longest_query_is_let_in_and_one_letter_more_is_not() -> None:
    assert query_fault("a" * LONGEST_QUERY) == ""
    assert (
        query_fault("a" * (LONGEST_QUERY + 1))
        == "The address has 2,001 letters behind the question mark. Use at most 2,000."
    )


def test_more_fields_than_any_form_has_are_refused(client: Client) -> None:
    assert client.get("/small/?" + "&" * 1001).status_code == 400
