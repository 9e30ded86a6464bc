"""Parts of a file are the bytes that a slice would give, with the headers of RFC 9110."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.http import HttpResponseBase
from django.test import RequestFactory
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newlyn.web import ranges
from newlyn.web.ranges import Span, asked_span, send_file

TAG = '"abc"'
DATA = bytes(range(256)) * 10


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "tiles"
    file.write_bytes(DATA)
    return file


def ask(path: Path, method: str = "GET", **headers: str) -> HttpResponseBase:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    request = RequestFactory().generic(method, "/x", headers=named)
    return send_file(request, path, tag=TAG, content_type="application/x")


def body(response: HttpResponseBase) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


def test_without_a_range_the_whole_file_is_sent(path: Path) -> None:
    response = ask(path)
    assert (response.status_code, body(response)) == (200, DATA)
    assert (response["Content-Length"], response["Accept-Ranges"]) == ("2560", "bytes")
    assert (response["ETag"], response["Content-Type"]) == (TAG, "application/x")
    assert (response["Cache-Control"], "Content-Range" in response) == ("no-cache", False)


@pytest.mark.parametrize(
    ("header", "start", "end"),
    [("bytes=0-0", 0, 1), ("bytes=5-9", 5, 10), ("bytes=2550-", 2550, 2560), ("bytes=-7", 2553, 2560),
     ("bytes=0-99999", 0, 2560), ("bytes=-99999", 0, 2560), ("BYTES = 1 - 2 ", 1, 3), ("bytes=2559-2559", 2559, 2560)],
)  # fmt: skip
def test_a_part_is_sent_with_where_it_stands(path: Path, header: str, start: int, end: int) -> None:
    response = ask(path, range=header)
    assert (response.status_code, body(response)) == (206, DATA[start:end])
    assert response["Content-Range"] == f"bytes {start}-{end - 1}/2560"
    assert response["Content-Length"] == str(end - start)


@pytest.mark.parametrize("header", ["bytes=2560-", "bytes=9999-10000", "bytes=-0"])
def test_a_part_behind_the_end_is_refused_with_the_size(path: Path, header: str) -> None:
    response = ask(path, range=header)
    assert (response.status_code, body(response), response["Content-Range"]) == (416, b"", "bytes */2560")


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_an_empty_file_has_no_parts(tmp_path: Path, method: str) -> None:
    (tmp_path / "empty").touch()
    assert ask(tmp_path / "empty", method).status_code == 200
    for header in ("bytes=0-", "bytes=-1", "bytes=0-0"):
        assert ask(tmp_path / "empty", method, range=header).status_code == 416


@pytest.mark.parametrize(
    "header",
    ["", "bytes", "bytes=", "bytes=-", "bytes=a-b", "bytes=5-4", "bytes=1-2,4-5", "lines=1-2", "bytes=1-2-3",
     "bytes=٣-٤", "bytes=-" + "9" * 30, "bytes=0x1-2", "bytes=1.5-2", "=1-2", "bytes=\t1\n-2x"],
)  # fmt: skip
def test_what_is_no_single_range_of_bytes_is_passed_over(path: Path, header: str) -> None:
    assert asked_span(header, 2560) is None
    if header.isascii():
        assert body(ask(path, range=header)) == DATA


def test_a_head_has_the_headers_of_the_part_and_reads_nothing(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    part = dict(ask(path, range="bytes=1-4").items())
    monkeypatch.setattr(ranges, "_read", lambda *_: pytest.fail("the file was read"))
    response = ask(path, "HEAD", range="bytes=1-4")
    assert (response.status_code, body(response), dict(response.items())) == (206, b"", part)


@pytest.mark.parametrize(("held", "status"), [(TAG, 206), ('"other"', 200), ('W/"abc"', 200), ("Sat, 1 Jan 2022", 200)])
def test_a_part_is_sent_only_to_who_has_other_parts_of_the_same_file(path: Path, held: str, status: int) -> None:
    assert ask(path, range="bytes=1-4", if_range=held).status_code == status


def test_who_has_the_file_is_told_so(path: Path) -> None:
    response = ask(path, if_none_match=f'"x", {TAG}', range="bytes=1-4")
    assert (response.status_code, response["ETag"]) == (304, TAG)


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_a_file_can_only_be_read(path: Path, method: str) -> None:
    assert ask(path, method).status_code == 405


def test_a_large_file_is_never_read_whole(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ranges, "PIECE", 100)
    pieces = list(ask(path, range="bytes=10-").streaming_content)
    assert {len(piece) for piece in pieces} == {100, 50}
    assert b"".join(pieces) == DATA[10:]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(start=st.none() | st.integers(0, 3000), end=st.none() | st.integers(0, 3000))
def test_a_part_is_what_a_slice_would_give(path: Path, start: int | None, end: int | None) -> None:
    response = ask(path, range=f"bytes={'' if start is None else start}-{'' if end is None else end}")
    if start is None:
        expected = DATA[-end:] if end else DATA if end is None else b""
    else:
        expected = DATA[start : None if end is None else end + 1] if end is None or end >= start else DATA
    assert body(response) == expected
    assert response.status_code == (416 if not expected else 206 if "Content-Range" in response else 200)


@given(header=st.text(alphabet="bytes=-0123456789, ", max_size=30), size=st.integers(0, 200))
def test_a_span_lies_within_the_file(header: str, size: int) -> None:
    span = asked_span(header, size)
    assert span is None or span == Span(0, 0) or 0 <= span.start < span.end <= size
