"""Style sheets, scripts and fonts: files named after their content, which a browser need never ask for twice.

How a page names one is `newlyn.publish.asset`.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from django.http import HttpRequest, HttpResponse
from whitenoise.base import WhiteNoise

from newlyn.foundation.errors import NotFoundError
from newlyn.publish.asset import KEPT_FOR_EVER, STATIC
from newlyn.web.faults import not_allowed


def asset(request: HttpRequest, name: str) -> HttpResponse:
    """One file, compressed as the browser likes it best."""
    if request.method not in ("GET", "HEAD"):
        return not_allowed(request)
    found = _files(STATIC).files.get(f"/{name}")
    if found is None:
        raise NotFoundError(f"there is no file {name!r} among the assets. Reload the page that named it.")
    # Only these two headers are handed on: a date that cannot be read would be a fault of the program there.
    asked = {key: request.META[key] for key in ("HTTP_ACCEPT_ENCODING", "HTTP_IF_NONE_MATCH") if key in request.META}
    answer = found.get_response(request.method, asked)
    response = HttpResponse(status=answer.status)
    if answer.file is not None:
        with answer.file:
            response.content = answer.file.read()
    for key, value in answer.headers:
        response.headers[key] = value
    return response


@cache
def _files(folder: Path) -> WhiteNoise:
    """The files of the folder, found once; none where the front end was not put together."""
    noise = WhiteNoise(
        None,
        max_age=60,
        allow_all_origins=False,
        immutable_file_test=lambda path, url: bool(KEPT_FOR_EVER.search(url)),
    )
    if folder.is_dir():
        noise.add_files(folder)
    return noise
