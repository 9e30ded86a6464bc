"""Part of a file on request, as RFC 9110 has it: what a map needs that reads its tiles out of one large file.

Which files may be asked for is decided by who calls; no name that comes from outside becomes a path here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.http import parse_etags

from newlyn.web.faults import not_allowed

PIECE = 64 * 1024
"""Bytes that are read at once, however long the file is."""

_ONE_RANGE = re.compile(r"\s*bytes\s*=\s*(\d{0,18})\s*-\s*(\d{0,18})\s*", re.I | re.A)


@dataclass(frozen=True)
class Span:
    """Bytes from `start` up to and without `end`."""

    start: int
    end: int

    def __len__(self) -> int:
        return self.end - self.start


def asked_span(header: str, size: int) -> Span | None:
    """The bytes that a `Range` header asks for of a file of some size; empty where the file has none of them.

    None where the header is to be passed over and the whole file sent: it is no range of bytes, or more than one.

    Examples
    --------
    >>> asked_span("bytes=2-5", 10), asked_span("bytes=-3", 10), asked_span("bytes=8-", 10)
    (Span(start=2, end=6), Span(start=7, end=10), Span(start=8, end=10))
    >>> asked_span("bytes=10-", 10), asked_span("bytes=0-1,4-5", 10)
    (Span(start=0, end=0), None)
    """
    found = _ONE_RANGE.fullmatch(header)
    if found is None or found[1] == found[2] == "":
        return None
    if not found[1]:
        return Span(max(size - int(found[2]), 0), size) if int(found[2]) and size else Span(0, 0)
    start = int(found[1])
    if found[2] and int(found[2]) < start:
        return None
    return Span(start, min(int(found[2]) + 1, size) if found[2] else size) if start < size else Span(0, 0)


def send_file(request: HttpRequest, path: Path, *, tag: str, content_type: str) -> HttpResponseBase:
    """Answer with the file at `path`, or with the part of it that is asked for.

    `tag` is a strong entity tag: parts that a browser puts together must come from the same bytes.
    """
    if request.method not in ("GET", "HEAD"):
        return not_allowed(request)
    if tag in parse_etags(request.headers.get("If-None-Match", "")):
        return _with_headers(HttpResponse(status=304), tag)
    size = path.stat().st_size
    # A part is of use only to who has other parts of the same file.
    held = request.headers.get("If-Range", tag)
    span = asked_span(request.headers.get("Range", ""), size) if held == tag else None
    if span is not None and not len(span):
        refused = HttpResponse(status=416, content_type=content_type, headers={"Content-Range": f"bytes */{size}"})
        return _with_headers(refused, tag)
    wanted = span or Span(0, size)
    body = () if request.method == "HEAD" else _read(path, wanted)
    response = StreamingHttpResponse(body, status=206 if span else 200, content_type=content_type)
    response.headers["Content-Length"] = str(len(wanted))
    if span:
        response.headers["Content-Range"] = f"bytes {span.start}-{span.end - 1}/{size}"
    return _with_headers(response, tag)


def _with_headers(response: HttpResponseBase, tag: str) -> HttpResponseBase:
    response.headers["ETag"] = tag
    response.headers["Accept-Ranges"] = "bytes"
    response.headers["Cache-Control"] = "no-cache"
    return response


def _read(path: Path, span: Span) -> Iterator[bytes]:
    with path.open("rb") as stream:
        stream.seek(span.start)
        left = len(span)
        while left > 0 and (piece := stream.read(min(PIECE, left))):
            left -= len(piece)
            yield piece
