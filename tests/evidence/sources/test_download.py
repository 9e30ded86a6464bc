"""Files arrive whole or not at all, whatever the server does; every failure is one line that says what to do."""

from __future__ import annotations

import gzip
import hashlib
import os
import re
import shutil
import signal
import ssl
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.misbehaving_server import (
    Handler,
    Misbehaviour,
    Server,
    chunked,
    cut_off,
    dribble,
    empty,
    gzipped,
    instead,
    misbehaving_server,
    only_rows,
    redirect,
    renamed_column,
    stall,
    status,
    typed,
    without_ranges,
)

from newlyn.evidence.sources.connection import USER_AGENT, Connections
from newlyn.evidence.sources.download import Download, NotModified, download
from newlyn.evidence.sources.partial import Validators
from newlyn.evidence.sources.patience import Patience
from newlyn.foundation.errors import BusyError, SourceError, StorageError

BODY = b"code,value\n" + b"".join(b"E010%05d,%d\n" % (row, row) for row in range(5000))
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
Fetch = Callable[..., Download | NotModified]


@pytest.fixture
def server() -> Iterator[Server]:
    with misbehaving_server({"x.csv": BODY}) as running:
        yield running


@pytest.fixture
def waits() -> list[float]:
    """Every wait between tries, in seconds; none is really waited."""
    return []


@pytest.fixture(scope="module")
def links() -> Iterator[Connections]:
    """Straight to the server, whatever proxies this machine may have."""
    with Connections(proxies={}) as opened:
        yield opened


@pytest.fixture
def fetch(server: Server, tmp_path: Path, waits: list[float], links: Connections) -> Fetch:
    """Download `x.csv` without proxies or real waits."""
    patience = Patience(silence=5, sleep=waits.append)

    def call(url: str | None = None, **options: object) -> Download | NotModified:
        given = {"connections": links, "patience": patience, "clock": lambda: NOON} | options
        return download(url or server.url("x.csv"), tmp_path, **given)  # type: ignore[arg-type]

    return call


def ranges(server: Server) -> list[str | None]:
    return [asked.range for asked in server.requests]


def arrived(result: Download | NotModified) -> bytes:
    assert isinstance(result, Download)
    return result.path.read_bytes()


# --- a good server -----------------------------------------------------------------------------------------------


def test_a_download_knows_its_bytes_and_where_they_came_from(server: Server, fetch: Fetch) -> None:
    got = fetch()
    assert isinstance(got, Download)
    assert got.path.read_bytes() == BODY
    assert (got.sha256, got.size) == (hashlib.sha256(BODY).hexdigest(), len(BODY))
    assert (got.url, got.retrieved, got.content_type) == (server.url("x.csv"), "2026-03-01T12:00:00Z", "text/csv")
    assert got.validators == Validators(server.files["x.csv"].etag, "Wed, 01 Jan 2025 00:00:00 GMT")


def test_we_say_who_we_are_and_ask_for_plain_bytes(server: Server, fetch: Fetch) -> None:
    fetch()
    assert server.requests[0].headers["user-agent"] == USER_AGENT
    assert USER_AGENT.startswith("Newlyn/")
    assert server.requests[0].headers["accept-encoding"] == "identity"


def test_nothing_but_the_file_is_left_in_the_folder(fetch: Fetch, tmp_path: Path) -> None:
    got = fetch()
    assert isinstance(got, Download)
    assert list(tmp_path.iterdir()) == [got.path]
    got.discard()
    assert list(tmp_path.iterdir()) == []


def test_progress_counts_up_to_the_whole(fetch: Fetch) -> None:
    seen: list[tuple[int, int | None]] = []
    fetch(progress=lambda done, of: seen.append((done, of)))
    assert seen[0] == (0, len(BODY))
    assert seen[-1] == (len(BODY), len(BODY))
    assert seen == sorted(seen)


def test_a_known_version_is_not_sent_again(server: Server, fetch: Fetch) -> None:
    got = fetch()
    assert isinstance(got, Download)
    again = fetch(known=got.validators)
    assert again == NotModified(server.url("x.csv"), "2026-03-01T12:00:00Z", got.validators)


def test_a_date_alone_is_enough_to_know_a_version(server: Server, fetch: Fetch) -> None:
    server.describe("x.csv", etag=None)
    got = fetch()
    assert isinstance(got, Download)
    assert isinstance(fetch(known=got.validators), NotModified)


def test_a_new_version_is_sent_to_who_knows_the_old_one(server: Server, fetch: Fetch) -> None:
    got = fetch()
    assert isinstance(got, Download)
    server.replace("x.csv", b"code,value\nnew,1\n")
    assert arrived(fetch(known=got.validators)) == b"code,value\nnew,1\n"


def test_chunks_without_a_length_are_put_together(server: Server, fetch: Fetch) -> None:
    server.misbehave("x.csv", chunked())
    seen: list[tuple[int, int | None]] = []
    assert arrived(fetch(progress=lambda done, of: seen.append((done, of)))) == BODY
    assert seen[-1] == (len(BODY), None)


# --- answers that are not the file -------------------------------------------------------------------------------


def test_a_page_that_is_not_there_names_the_definition_to_look_at(server: Server, fetch: Fetch) -> None:
    expected = (
        f"^{re.escape(server.url('gone.csv'))}: the server answered 404 \\(Not Found\\). "
        "Check the address in ons.yaml, or read a copy with --mirror DIR.$"
    )
    with pytest.raises(SourceError, match=expected):
        fetch(server.url("gone.csv"), named_in="ons.yaml")
    assert len(server.requests) == 1  # what is not there now will not be there in a second


@pytest.mark.parametrize("number", [204, 206, 302, 304, 400, 401, 403, 410, 416])
def test_a_status_that_brings_no_file_is_refused_at_once(server: Server, fetch: Fetch, number: int) -> None:
    server.misbehave("x.csv", status(number, body=b""))
    with pytest.raises(SourceError, match=rf"the server answered {number} \("):
        fetch()
    assert len(server.requests) == 1


@pytest.mark.parametrize("number", [202, 429, 500, 502, 503, 504])
def test_a_passing_fault_is_waited_out(server: Server, fetch: Fetch, waits: list[float], number: int) -> None:
    server.misbehave("x.csv", status(number), times=3)
    assert arrived(fetch()) == BODY
    assert waits == [2, 4]  # the first try again comes at once


def test_we_give_up_after_five_tries(server: Server, fetch: Fetch, waits: list[float]) -> None:
    server.misbehave("x.csv", status(429))
    with pytest.raises(SourceError, match=r"gave up after 5 tries: the server answered 429 .*Try again later"):
        fetch()
    assert len(server.requests) == 5
    assert waits == [2, 4, 8]


def test_the_wait_that_the_server_asks_for_is_kept(server: Server, fetch: Fetch, waits: list[float]) -> None:
    server.misbehave("x.csv", status(429, retry_after=7), times=1)
    server.misbehave("x.csv", status(503, retry_after=timedelta(seconds=30)), times=1)
    assert arrived(fetch()) == BODY
    assert waits[0] == 7
    assert 25 <= waits[1] <= 30


def test_a_wait_that_cannot_be_read_is_passed_over(server: Server, fetch: Fetch, waits: list[float]) -> None:
    server.misbehave("x.csv", status(503, retry_after="soon"), times=2)
    assert arrived(fetch()) == BODY
    assert waits == [2]


def test_a_server_that_asks_for_a_very_long_wait_is_left_alone(server: Server, fetch: Fetch) -> None:
    server.misbehave("x.csv", status(429, retry_after=3600))
    with pytest.raises(SourceError, match=r"asks to be left alone for 3600 s. Try again later"):
        fetch()
    assert len(server.requests) == 1  # coming back earlier than told would be no better than not listening


@pytest.mark.parametrize(
    ("how", "expected"),
    [
        (instead(b"<html>Sorry</html>"), b"<html>Sorry</html>"),
        (empty(), b""),
        (renamed_column(b"value", b"Value (2)"), BODY.replace(b"value", b"Value (2)", 1)),
        (only_rows(2), b"".join(BODY.splitlines(keepends=True)[:3])),
        (typed("text/html"), BODY),
    ],
    ids=["HTML", "empty", "renamed", "cut to rows", "wrong type"],
)
def test_a_whole_answer_is_brought_as_it_is_for_the_checks_to_judge(
    server: Server, fetch: Fetch, how: Misbehaviour, expected: bytes
) -> None:
    server.misbehave("x.csv", how)
    assert arrived(fetch()) == expected


def test_the_type_that_the_server_claims_is_told(server: Server, fetch: Fetch) -> None:
    server.misbehave("x.csv", instead(b"<html>", "text/html; charset=utf-8"))
    got = fetch()
    assert isinstance(got, Download)
    assert got.content_type == "text/html; charset=utf-8"


# --- bodies that break off ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("reset", [False, True], ids=["closed", "reset"])
def test_only_the_rest_of_a_cut_off_body_is_asked_for(server: Server, fetch: Fetch, reset: bool) -> None:
    server.misbehave("x.csv", cut_off(after=1000), times=1)
    server.misbehave("x.csv", cut_off(after=500, reset=reset), times=1)
    assert arrived(fetch()) == BODY
    assert ranges(server)[:2] == [None, "bytes=1000-"]
    assert server.requests[1].headers["if-range"] == server.files["x.csv"].etag
    # A reset may overtake the bytes before it: what counts is that the third request goes on where the file ends.
    third = int(str(ranges(server)[2]).removeprefix("bytes=").removesuffix("-"))
    assert third == 1500 or (reset and 1000 <= third <= 1500)


def test_a_body_that_always_breaks_off_is_given_up_with_what_arrived(server: Server, fetch: Fetch) -> None:
    server.misbehave("x.csv", cut_off(after=1000))
    size = f"5.0 of {len(BODY) / 1000:.1f} kB"
    with pytest.raises(SourceError, match=rf"{size} arrived, then the connection broke; gave up after 5 tries"):
        fetch()


def test_the_next_run_goes_on_where_the_last_one_gave_up(server: Server, fetch: Fetch) -> None:
    server.misbehave("x.csv", cut_off(after=1000), times=5)
    with pytest.raises(SourceError, match="gave up after 5 tries"):
        fetch()
    server.requests.clear()
    assert arrived(fetch()) == BODY
    assert ranges(server) == ["bytes=5000-"]


def test_tries_that_make_headway_are_not_counted(server: Server, fetch: Fetch) -> None:
    large = bytes(range(256)) * 4096 * 8
    server.files["x.csv"] = server.files["x.csv"].named("x.csv", large)
    server.misbehave("x.csv", cut_off(after=1024 * 1024), times=7)
    assert arrived(fetch()) == large
    assert len(server.requests) == 8


def test_tries_that_make_little_headway_are_counted(server: Server, fetch: Fetch) -> None:
    server.files["x.csv"] = server.files["x.csv"].named("x.csv", bytes(8 * 1024 * 1024))
    server.misbehave("x.csv", cut_off(after=600 * 1024))
    with pytest.raises(SourceError, match=r"3.1 of 8.4 MB arrived, then the connection broke; gave up after 5 tries"):
        fetch()


def test_a_server_without_ranges_sends_the_whole_again(server: Server, fetch: Fetch) -> None:
    server.misbehave("x.csv", cut_off(after=1000), times=1)
    server.misbehave("x.csv", without_ranges())
    assert arrived(fetch()) == BODY
    assert ranges(server) == [None, "bytes=1000-"]


def test_a_file_that_changes_between_two_tries_is_fetched_anew(server: Server, fetch: Fetch) -> None:
    server.misbehave("x.csv", cut_off(after=1000), times=5)
    with pytest.raises(SourceError, match="gave up"):
        fetch()
    server.replace("x.csv", BODY[::-1])
    assert arrived(fetch()) == BODY[::-1]


def test_a_rest_of_another_version_is_not_joined_to_the_beginning(server: Server, fetch: Fetch) -> None:
    """Some servers ignore `If-Range` and send the range of whatever they have now."""
    server.misbehave("x.csv", cut_off(after=1000), times=1)
    new = server.files["x.csv"].named("x.csv", BODY[::-1])

    def another(handler: Handler, _: object) -> None:
        server.files["x.csv"] = new
        handler.headers.replace_header("If-Range", new.etag)
        cut_off(after=len(BODY))(handler, new)

    server.misbehave("x.csv", another, times=1)
    assert arrived(fetch()) == BODY[::-1]
    assert ranges(server) == [None, "bytes=1000-", None]


def test_without_an_etag_the_date_serves_to_resume(server: Server, fetch: Fetch) -> None:
    server.describe("x.csv", etag='W/"weak"')
    server.misbehave("x.csv", cut_off(after=1000), times=1)
    assert arrived(fetch()) == BODY
    assert server.requests[1].headers["if-range"] == "Wed, 01 Jan 2025 00:00:00 GMT"


def test_a_file_that_nothing_tells_apart_from_its_next_version_is_never_resumed(server: Server, fetch: Fetch) -> None:
    server.describe("x.csv", etag=None, last_modified=None)
    server.misbehave("x.csv", cut_off(after=1000), times=1)
    assert arrived(fetch()) == BODY
    assert ranges(server) == [None, None]


def test_a_try_after_a_break_waits_like_any_other(server: Server, fetch: Fetch, waits: list[float]) -> None:
    server.misbehave("x.csv", cut_off(after=1000), times=2)
    server.misbehave("x.csv", status(503), times=1)
    assert arrived(fetch()) == BODY
    assert waits == [2, 4]


def test_a_length_that_is_told_only_with_the_rest_is_passed_on(server: Server, fetch: Fetch) -> None:
    server.misbehave("x.csv", chunked(whole=False), times=1)
    seen: list[int | None] = []
    fetch(progress=lambda _, of: seen.append(of))
    assert (seen[0], seen[-1]) == (None, len(BODY))


def test_nothing_is_left_of_a_beginning_that_can_never_be_resumed(server: Server, fetch: Fetch, tmp_path: Path) -> None:
    server.describe("x.csv", etag=None, last_modified=None)
    server.misbehave("x.csv", cut_off(after=1000))
    with pytest.raises(SourceError, match="gave up after 5 tries"):
        fetch()
    assert list(tmp_path.iterdir()) == []


def test_chunks_that_end_early_are_not_taken_for_the_whole(server: Server, fetch: Fetch) -> None:
    server.misbehave("x.csv", chunked(whole=False), times=1)
    assert arrived(fetch()) == BODY
    assert ranges(server) == [None, f"bytes={len(BODY) // 2}-"]


def test_a_file_that_shrank_below_what_has_arrived_is_fetched_anew(server: Server, fetch: Fetch) -> None:
    server.describe("x.csv", etag='"always the same"')
    server.misbehave("x.csv", cut_off(after=1000), times=5)
    with pytest.raises(SourceError, match="gave up"):
        fetch()
    server.describe("x.csv", content=b"short\n")
    assert arrived(fetch()) == b"short\n"  # by way of 416


def test_a_known_version_makes_an_old_beginning_worthless(server: Server, fetch: Fetch, tmp_path: Path) -> None:
    server.misbehave("x.csv", cut_off(after=1000), times=5)
    with pytest.raises(SourceError, match="gave up"):
        fetch()
    etag = server.files["x.csv"].etag
    assert isinstance(fetch(known=Validators(etag)), NotModified)
    assert list(tmp_path.iterdir()) == []


@settings(max_examples=20, deadline=None)
@given(cuts=st.lists(st.integers(0, len(BODY)), max_size=4), reset=st.booleans())
def test_the_bytes_are_the_same_wherever_the_body_breaks_off(links: Connections, cuts: list[int], reset: bool) -> None:
    with misbehaving_server({"x.csv": BODY}) as server, tempfile.TemporaryDirectory() as folder:
        for cut in cuts:
            server.misbehave("x.csv", cut_off(after=cut, reset=reset), times=1)
        got = download(server.url("x.csv"), Path(folder), connections=links, patience=Patience(back_off=0))
        assert arrived(got) == BODY


# --- compression -------------------------------------------------------------------------------------------------


def test_a_body_that_comes_compressed_is_unpacked(server: Server, fetch: Fetch) -> None:
    server.misbehave("x.csv", gzipped())
    assert arrived(fetch()) == BODY


def test_a_compressed_body_that_breaks_off_is_fetched_anew(server: Server, fetch: Fetch) -> None:
    """Its offsets count packed bytes; ours are unpacked."""
    server.misbehave("x.csv", gzipped(after=5000), times=1)
    seen: list[int | None] = []
    assert arrived(fetch(progress=lambda _, of: seen.append(of))) == BODY
    assert ranges(server) == [None, None]
    assert (seen[0], seen[-1]) == (None, len(BODY))


def test_a_rest_that_comes_compressed_is_not_joined(server: Server, fetch: Fetch) -> None:
    def packed(handler: Handler, _: object) -> None:
        body = gzip.compress(BODY[1000:])
        span = f"bytes 1000-{len(BODY) - 1}/{len(BODY)}"
        handler.head(206, {"Content-Range": span, "Content-Encoding": "gzip", "Content-Length": len(body)})
        handler.wfile.write(body)

    server.misbehave("x.csv", cut_off(after=1000), times=1)
    server.misbehave("x.csv", packed, times=1)
    assert arrived(fetch()) == BODY
    assert ranges(server) == [None, "bytes=1000-", None]


def test_an_encoding_that_cannot_be_unpacked_is_refused(server: Server, fetch: Fetch) -> None:
    server.misbehave("x.csv", gzipped("lzma"))
    with pytest.raises(SourceError, match=r"sent with an encoding Newlyn does not read \(lzma\)"):
        fetch()


def test_a_damaged_compressed_body_is_refused(server: Server, fetch: Fetch) -> None:
    server.misbehave("x.csv", gzipped("deflate"))
    with pytest.raises(SourceError, match="sent compressed and damaged"):
        fetch()


# --- slowness ----------------------------------------------------------------------------------------------------


def test_a_server_that_says_nothing_is_given_up(server: Server, fetch: Fetch) -> None:
    server.misbehave("x.csv", stall())
    with pytest.raises(SourceError, match=r"took too long: no answer within 0.2 s. Try again later"):
        fetch(patience=Patience(tries=2, silence=0.2, back_off=0))
    assert len(server.requests) == 2


def test_a_body_that_stalls_is_resumed(server: Server, fetch: Fetch) -> None:
    server.misbehave("x.csv", stall(after=1000), times=1)
    assert arrived(fetch(patience=Patience(silence=0.3, back_off=0))) == BODY
    assert ranges(server) == [None, "bytes=1000-"]


def test_a_body_that_always_stalls_is_given_up_with_what_arrived(server: Server, fetch: Fetch) -> None:
    server.misbehave("x.csv", stall(after=1000))
    with pytest.raises(SourceError, match=r"kB arrived, then nothing more came for 0.2 s; gave up after 2 tries"):
        fetch(patience=Patience(tries=2, silence=0.2, back_off=0))


def test_a_body_that_dribbles_for_too_long_is_left(server: Server, fetch: Fetch) -> None:
    server.misbehave("x.csv", dribble(piece=100, every=0.02))
    with pytest.raises(SourceError, match=r"took too long: .* kB arrived in 0.1 s"):
        fetch(patience=Patience(whole=0.1))


# --- redirects ---------------------------------------------------------------------------------------------------


def test_a_redirect_is_followed_and_told(server: Server, fetch: Fetch) -> None:
    server.misbehave("old.csv", redirect("/x.csv", 301))
    got = fetch(server.url("old.csv"))
    assert isinstance(got, Download)
    assert (got.url, got.path.read_bytes()) == (server.url("x.csv"), BODY)


def test_what_a_redirect_leads_to_is_named_without_its_query(server: Server, fetch: Fetch) -> None:
    server.misbehave("old.csv", redirect("/gone.csv?signature=secret"))
    expected = rf"old.csv \(redirected to {re.escape(server.url('gone.csv'))}\): the server answered 404"
    with pytest.raises(SourceError, match=expected):
        fetch(server.url("old.csv"))


def test_a_redirect_in_a_circle_is_refused(server: Server, fetch: Fetch) -> None:
    server.misbehave("x.csv", redirect("/y.csv"))
    server.misbehave("y.csv", redirect("/x.csv"))
    with pytest.raises(SourceError, match=r"redirected in a circle, back to .*/x.csv. Check the address"):
        fetch()
    assert len(server.requests) == 2


def test_redirects_without_end_are_refused(server: Server, fetch: Fetch) -> None:
    for step in range(12):
        server.misbehave(f"{step}.csv", redirect(f"/{step + 1}.csv"))
    with pytest.raises(SourceError, match="redirected more than 10 times"):
        fetch(server.url("0.csv"))
    assert len(server.requests) == 11


def test_tries_are_counted_across_a_redirect(server: Server, fetch: Fetch) -> None:
    server.misbehave("old.csv", status(500), times=3)
    server.misbehave("old.csv", redirect("/x.csv"))
    server.misbehave("x.csv", status(500))
    with pytest.raises(SourceError, match="gave up after 5 tries"):
        fetch(server.url("old.csv"))
    assert [asked.path for asked in server.requests] == ["/old.csv"] * 4 + ["/x.csv"] * 2


def test_a_redirect_to_another_kind_of_address_is_refused(server: Server, fetch: Fetch) -> None:
    server.misbehave("x.csv", redirect("file:///etc/passwd"))
    with pytest.raises(SourceError, match=r"neither http nor https \(file:///etc/passwd\)"):
        fetch()


# --- addresses and networks --------------------------------------------------------------------------------------


@pytest.mark.parametrize("url", ["ftp://a/b", "file:///etc/passwd", "http://", "x.csv", ""])
def test_only_http_and_https_are_asked(url: str) -> None:
    with pytest.raises(SourceError, match="not an address that starts with https:// or http://"):
        download(url, Path("unused"))


def test_an_address_that_cannot_be_read_is_refused() -> None:
    with pytest.raises(SourceError, match=r"not an address \("):
        download("http://[::1/x.csv", Path("unused"))


def test_an_address_that_cannot_be_asked_is_refused(fetch: Fetch) -> None:
    with pytest.raises(SourceError, match="it cannot be asked for"):
        fetch("http://a b/x.csv")


def test_a_name_that_is_not_found_is_told_soon(fetch: Fetch, waits: list[float]) -> None:
    with pytest.raises(SourceError, match=r"the name nowhere.invalid was not found \(is there a network\?\)"):
        fetch("http://nowhere.invalid/x.csv")
    assert waits == [2]  # whoever has no network wants to know before long


def test_a_server_that_is_not_there_is_told(fetch: Fetch) -> None:
    with pytest.raises(SourceError, match=r"no connection to 127.0.0.1 \(Connection refused\)"):
        fetch("http://127.0.0.1:1/x.csv")


def test_a_server_that_hangs_up_without_a_word_is_told(server: Server, fetch: Fetch) -> None:
    server.misbehave("x.csv", lambda handler, _: handler.hang_up())
    with pytest.raises(SourceError, match="the connection broke before an answer came"):
        fetch()
    assert len(server.requests) == 5


@pytest.mark.parametrize("how", [None, chunked()], ids=["length told", "length not told"])
def test_a_file_larger_than_allowed_is_refused(
    server: Server, fetch: Fetch, tmp_path: Path, how: Misbehaviour | None
) -> None:
    if how:
        server.misbehave("x.csv", how)
    seen: list[int] = []
    with pytest.raises(SourceError, match=r"larger than the 2.0 kB that are allowed"):
        fetch(largest=2000, progress=lambda done, _: seen.append(done))
    assert list(tmp_path.iterdir()) == []
    assert max(seen, default=0) <= 2000
    if how is None:
        assert seen == []  # the length that was told is enough to refuse it


def test_two_fetches_of_one_file_do_not_mix(server: Server, fetch: Fetch) -> None:
    def meanwhile(done: int, of: int | None) -> None:
        with pytest.raises(BusyError, match="another process is fetching this file"):
            fetch()

    assert arrived(fetch(progress=meanwhile)) == BODY


def test_a_file_that_another_process_finishes_as_we_come_is_left_to_it(
    fetch: Fetch, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between opening the partial file and locking it, the other may have moved it to its finished name."""
    monkeypatch.setattr("fcntl.flock", lambda *_: next(tmp_path.glob("*.part")).rename(tmp_path / "theirs.whole"))
    with pytest.raises(BusyError, match="another process is fetching this file"):
        fetch()
    assert (tmp_path / "theirs.whole").exists()


# --- proxies -----------------------------------------------------------------------------------------------------


def test_the_proxy_of_the_environment_is_used(server: Server, fetch: Fetch, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", f"http://someone:pass%20word@127.0.0.1:{server.port}")
    monkeypatch.setenv("no_proxy", "")
    assert arrived(fetch("http://publisher.invalid/x.csv", connections=None)) == BODY
    assert server.requests[0].path == "http://publisher.invalid/x.csv"
    assert server.requests[0].headers["proxy-authorization"] == "Basic c29tZW9uZTpwYXNzIHdvcmQ="


def test_hosts_that_need_no_proxy_are_asked_directly(server: Server, fetch: Fetch) -> None:
    proxies = {"http": "127.0.0.1:1", "no": "127.0.0.1"}
    assert arrived(fetch(connections=Connections(proxies=proxies))) == BODY


def test_a_proxy_that_is_not_there_is_told_without_its_password(fetch: Fetch) -> None:
    with pytest.raises(SourceError, match="the proxy gave no way through") as caught:
        fetch(
            "http://publisher.invalid/x.csv", connections=Connections(proxies={"http": "http://me:secret@127.0.0.1:1"})
        )
    assert "secret" not in str(caught.value)


def test_a_kind_of_proxy_that_cannot_be_used_is_told(fetch: Fetch) -> None:
    with pytest.raises(SourceError, match=r"the proxy in http_proxy is not an http:// or https:// address"):
        fetch("http://publisher.invalid/x.csv", connections=Connections(proxies={"all": "socks5://127.0.0.1:1"}))


# --- https -------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate of our own for 127.0.0.1, key and all in one file."""
    if not shutil.which("openssl"):
        pytest.skip("needs the openssl command to make a certificate")
    path = tmp_path_factory.mktemp("tls") / "server.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
         "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", path, "-out", path],
        check=True, capture_output=True,
    )  # fmt: skip
    return path


@pytest.fixture
def protected(certificate: Path) -> Iterator[Server]:
    with misbehaving_server({"x.csv": BODY}, certificate=certificate) as running:
        yield running


def trusting(certificate: Path) -> Connections:
    return Connections(proxies={}, tls=ssl.create_default_context(cafile=str(certificate)))


def test_a_certificate_that_nobody_vouches_for_is_refused_at_once(
    protected: Server, fetch: Fetch, waits: list[float]
) -> None:
    with pytest.raises(SourceError, match=r"cannot be trusted \(self.signed certificate\). Check this machine's date"):
        fetch(protected.url("x.csv"))
    assert (protected.requests, waits) == ([], [])


def test_the_certificates_of_the_system_are_trusted(
    protected: Server, certificate: Path, fetch: Fetch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    assert arrived(fetch(protected.url("x.csv"), connections=Connections(proxies={}))) == BODY


def test_a_body_cut_off_under_https_is_resumed(protected: Server, certificate: Path, fetch: Fetch) -> None:
    protected.misbehave("x.csv", cut_off(after=1000), times=2)
    assert arrived(fetch(protected.url("x.csv"), connections=trusting(certificate))) == BODY
    assert ranges(protected) == [None, "bytes=1000-", "bytes=2000-"]


def test_a_redirect_from_https_to_http_is_refused(
    protected: Server, server: Server, certificate: Path, fetch: Fetch
) -> None:
    protected.misbehave("x.csv", redirect(server.url("x.csv")))
    with pytest.raises(SourceError, match="redirected from https to unprotected http"):
        fetch(protected.url("x.csv"), connections=trusting(certificate))
    assert server.requests == []


# --- processes that die and disks that fill ----------------------------------------------------------------------

CHILD = """
import resource, sys
from pathlib import Path
from newlyn.evidence.sources.connection import Connections
from newlyn.evidence.sources.download import download
from newlyn.foundation.errors import NewlynError
url, folder, largest = sys.argv[1:]
if int(largest):
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(largest), int(largest)))
try:
    download(url, Path(folder), connections=Connections(proxies={}))
except NewlynError as error:
    print(error)
    sys.exit(error.exit_code)
"""


def child(url: str, folder: Path, largest: int = 0) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", CHILD, url, str(folder), str(largest)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def test_a_killed_process_is_taken_up_where_it_was(server: Server, fetch: Fetch, tmp_path: Path) -> None:
    server.misbehave("x.csv", stall(after=20_000), times=1)
    process = child(server.url("x.csv"), tmp_path)
    deadline = time.monotonic() + 10
    while not any(part.stat().st_size == 20_000 for part in tmp_path.glob("*.part")):
        assert time.monotonic() < deadline, "the child never got its first bytes"
        time.sleep(0.01)
    os.kill(process.pid, signal.SIGKILL)
    process.communicate()
    assert arrived(fetch()) == BODY
    assert ranges(server) == [None, "bytes=20000-"]


def test_a_process_killed_after_the_last_byte_asks_for_one_byte_only(
    server: Server, fetch: Fetch, tmp_path: Path
) -> None:
    server.misbehave("x.csv", cut_off(after=1000), times=5)
    with pytest.raises(SourceError, match="gave up"):
        fetch()
    next(tmp_path.glob("*.part")).write_bytes(BODY)
    server.requests.clear()
    assert arrived(fetch()) == BODY
    assert ranges(server) == [f"bytes={len(BODY) - 1}-"]


@pytest.mark.parametrize("damage", [b"", b"{", b"{}", b"[1]", b'{"validators": 3}'])
def test_a_beginning_without_a_sound_record_is_not_used(
    server: Server, fetch: Fetch, tmp_path: Path, damage: bytes
) -> None:
    server.misbehave("x.csv", cut_off(after=1000), times=5)
    with pytest.raises(SourceError, match="gave up"):
        fetch()
    next(tmp_path.glob("*.facts")).write_bytes(damage)
    server.requests.clear()
    assert arrived(fetch()) == BODY
    assert ranges(server) == [None]


def test_a_full_disk_is_told_in_one_line(server: Server, tmp_path: Path) -> None:
    process = child(server.url("x.csv"), tmp_path, largest=10_000)
    message, _ = process.communicate(timeout=10)
    assert process.returncode == StorageError.exit_code
    assert re.fullmatch(r".*\.part: the file is larger than allowed here. Free some space .*\n", message)


def test_a_file_that_did_not_fit_is_resumed_when_there_is_room(server: Server, fetch: Fetch, tmp_path: Path) -> None:
    child(server.url("x.csv"), tmp_path, largest=10_000).communicate(timeout=10)
    server.requests.clear()
    assert arrived(fetch()) == BODY
    assert ranges(server) == ["bytes=10000-"]


def test_a_folder_that_cannot_be_made_is_told(server: Server, tmp_path: Path, links: Connections) -> None:
    blocked = tmp_path / "a-file"
    blocked.write_bytes(b"")
    with pytest.raises(StorageError, match="there is a file where a folder should be"):
        download(server.url("x.csv"), blocked, connections=links)
