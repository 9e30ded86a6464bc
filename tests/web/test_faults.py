"""What a reader sees when something is wrong, and what is noted: no trace, no path of the disk, not what was typed."""

from __future__ import annotations

import json
import logging
import re

import pytest
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from tests.web.small_place import SmallPlace

from newlyn.foundation.errors import FAMILIES, InputError, NewlynError, NotFoundError, WarehouseError
from newlyn.web import faults, pages
from newlyn.web.faults import bad_request, fault_response, permission_denied, respond


def asked(path: str = "/small/x") -> HttpRequest:
    return RequestFactory().get(path)


def number(text: str) -> str:
    found = re.search(r"Its number in the log is ([0-9a-f]{8})\.", text)
    assert found, text
    return found[1]


def test_a_fault_of_the_program_is_a_page_with_a_number_that_the_log_has_too(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR, "newlyn.web"):
        response = client.get("/small/fault?q=Jane+Doe")
    assert response.status_code == 500
    assert "Something has gone wrong" in response.text
    (line,) = [record.getMessage() for record in caplog.records if record.name == "newlyn.web"]
    assert line.startswith(f"fault {number(response.text)}: GET '/small/fault': ValueError [small_place.py:")
    assert "pages.py" in line
    assert "\n" not in line


def test_neither_page_nor_log_repeats_what_was_at_hand(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    response = client.get("/small/fault?q=Jane+Doe")
    ours = [record.getMessage() for record in caplog.records if record.name.startswith("newlyn")]
    for text in (response.text, *ours):
        assert "Jane" not in text
        assert "Traceback" not in text
        assert "site-packages" not in text


def test_a_path_cannot_write_a_line_of_its_own_into_the_log(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pages, "answer", lambda *_: 1 / 0)
        client.get("/small/a%0D%0A2026 ERROR forged")
        client.get("/small/a\u2028forged")
    ours = [record.getMessage() for record in caplog.records if record.name == "newlyn.web"]
    assert ours
    assert all(len(line.splitlines()) == 1 for line in ours)


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.__name__)
def test_every_family_has_its_page(client: Client, monkeypatch: pytest.MonkeyPatch, family: type[NewlynError]) -> None:
    def fail(*_: object) -> None:
        raise family("/srv/newlyn/warehouse: it is not what it should be.")

    monkeypatch.setattr(pages, "answer", fail)
    response = client.get("/small/x")
    expected = family.http_status if family.http_status in (400, 404, 409, 503) else 500
    assert response.status_code == expected
    assert "Smallshire in figures" in response.text
    assert response["Cache-Control"] == "no-store"
    told = response.status_code in (400, 404)
    assert ("/srv/newlyn/warehouse" in response.text) is told
    assert ("Its number in the log is" in response.text) is not told


@pytest.mark.parametrize("family", [InputError, NotFoundError])
def test_a_message_for_the_reader_begins_as_a_sentence_and_stays_text(family: type[NewlynError]) -> None:
    response = fault_response(asked(), family("there is no <b>area</b> 'x'."))
    assert "There is no &lt;b&gt;area&lt;/b&gt; &#39;x&#39;." in response.text


def test_evidence_that_is_away_says_when_to_come_back_and_how_to_mend_it() -> None:
    response = fault_response(asked(), WarehouseError("no evidence in /srv. Run `newlyn build PLACE`."))
    assert (response.status_code, response["Retry-After"]) == (503, "60")
    assert "newlyn build PLACE" in response.text
    assert "/srv" not in response.text


def test_a_file_that_goes_while_it_is_read_is_evidence_that_is_away(client: Client, place: SmallPlace) -> None:
    response = client.get("/small/gone")
    assert response.status_code == 503
    assert str(place.home) not in response.text


def test_what_django_refuses_is_told_without_its_message() -> None:
    assert "secret" not in bad_request(asked(), ValueError("secret")).text
    response = permission_denied(asked(), PermissionDenied("secret"))
    assert (response.status_code, "secret" in response.text) == (403, False)


@pytest.mark.parametrize("path", ["/é", "/a b/", "/..", "/%00", "/small.", "//other.example/x", "/<script>"])
def test_an_address_like_none_of_ours_is_told_so(client: Client, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 404
    assert "There is no page here" in response.text
    assert "<script>" not in response.text.replace("<script ", "")


def test_the_page_of_a_fault_does_not_fail_of_the_same_fault(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> str:
        raise RuntimeError("the template is broken")

    monkeypatch.setattr(faults, "render_message", fail)
    response = client.get("/small/<nope>")
    assert response.status_code == 404
    assert "<h1>There is no page here</h1><p>Smallshire has no page &#x27;&lt;nope&gt;&#x27;." in response.text
    assert "broken" not in response.text
    assert "Content-Security-Policy" in response


def test_a_fault_in_the_answer_itself_is_still_answered(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> HttpResponse:
        raise RuntimeError("even this")

    monkeypatch.setattr(pages, "page_tag", fail)
    assert client.get("/small/").status_code == 500


@pytest.mark.parametrize("status", sorted(faults.TITLES))
def test_programs_are_told_the_same_as_an_object(status: int) -> None:
    response = respond(asked("/api/v1/x"), status, "there is no area 'x'.", family="NotFoundError")
    assert (response.status_code, response["Content-Type"]) == (status, "application/json")
    told = json.loads(response.content)["error"]
    assert (told["status"], told["family"]) == (status, "NotFoundError")
    assert told["message"].startswith("There is no area 'x'.")


def test_every_status_has_its_title_and_sentence() -> None:
    assert set(faults.TITLES) == set(faults.SENTENCES)
    assert all(text.endswith(".") for text in faults.SENTENCES.values())
