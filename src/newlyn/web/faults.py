"""What a reader is told when something is wrong, in the design of the other pages; what is noted for who can mend it.

A reader never sees a stack trace, a path of the disk or a value that happened to be at hand. What else the reader
may have meant is known to whoever raised the error, and is in its message.
"""

from __future__ import annotations

import logging
import secrets
import sys
import traceback
from collections.abc import Callable, Sequence
from html import escape
from pathlib import Path

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse

from newlyn.foundation.errors import NewlynError, WarehouseError
from newlyn.publish.site.frame import Frame
from newlyn.publish.site.link import Links
from newlyn.publish.site.message import Choice, render_message
from newlyn.web.places import links_of, sites
from newlyn.workflows.site.pages import frame_of

LOG = logging.getLogger("newlyn.web")
RETRY_SECONDS = 60
"""When to come back while the evidence is not at hand: the build of one place takes about as long."""

TITLES = {
    400: "This address cannot be read",
    403: "This page is not for everyone",
    404: "There is no page here",
    405: "This page can only be read",
    409: "Somebody else is at work here",
    500: "Something has gone wrong",
    503: "The figures are not at hand",
}

SENTENCES = {
    400: "The request is not one that this service understands.",
    403: "You have not been given the right to see it.",
    404: "Check the address.",
    405: "It answers requests for reading (GET and HEAD) and no others.",
    409: "Try again in a minute.",
    500: "The fault is ours, and has been noted.",
    503: "They are being built, or cannot be read. Try again in a minute.",
}

MENDING = "If you look after this service: newlyn build PLACE makes what is missing, and the log says what is wrong."


class Faults:
    """Turns an error of a known family into its answer; any other is for `server_error`."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Hand the request on: all is done where a view fails."""
        return self._get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Answer an error that a view raised."""
        if isinstance(error, FileNotFoundError):
            # What was there when the place was opened has been taken away while it was read.
            error = WarehouseError(f"{error.filename} has gone. Run `newlyn build PLACE` again.")
        return fault_response(request, error) if isinstance(error, NewlynError) else None


def fault_response(request: HttpRequest, error: NewlynError) -> HttpResponse:
    """The answer to an error of a known family: its own message, unless it is about this machine."""
    status = error.http_status if error.http_status in TITLES else 500
    if status in (400, 404):
        return respond(request, status, str(error), family=error.family)
    return respond(request, status, fault=note(request, error), family=error.family)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The answer to a request that Django itself refuses, such as one for a host that is not ours."""
    del exception  # its message repeats what was sent
    return respond(request, 400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The answer to a reader who may not see something."""
    del exception
    return respond(request, 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The answer where none of our addresses begins like this one."""
    del exception
    return respond(request, 404)


def not_allowed(request: HttpRequest) -> HttpResponse:
    """The answer to a request that would change what can only be read."""
    response = respond(request, 405)
    response.headers["Allow"] = "GET, HEAD"
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """The answer to a fault of the program, with a number by which it is found in the log."""
    error = sys.exc_info()[1]
    return respond(request, 500, fault=note(request, error) if error else "")


def note(request: HttpRequest, error: BaseException) -> str:
    """Write one line about a fault to the log, and return its number.

    The line has the path without its query, the kind of error and the way through the code. Only a message of a
    known family is in it: those are written so that they hold nobody's data, and others may hold anything.
    """
    fault = secrets.token_hex(4)
    message = f": {error}" if isinstance(error, NewlynError) else ""
    kind, way = type(error).__name__, _way(error)
    LOG.error("fault %s: %s %r: %s%s [%s]", fault, request.method, request.path, kind, message, way)
    return fault


def _way(error: BaseException) -> str:
    """Where it happened, and through which of our own lines it came there."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if "newlyn" in Path(frame.filename).parts or frame is frames[-1]]
    return " < ".join(f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in reversed(ours))


def respond(request: HttpRequest, status: int, said: str = "", *, fault: str = "", family: str = "") -> HttpResponse:
    """A page (for the API, an object) that says what is wrong; where nothing is said, what is so of every request."""
    told = [said[:1].upper() + said[1:] if said else SENTENCES[status]]
    if fault:
        told.append(f"Its number in the log is {fault}.")
    if status == 503:
        told.append(MENDING)
    if request.path.startswith("/api/"):
        body = {"error": {"status": status, "family": family or None, "message": " ".join(told)}}
        response: HttpResponse = JsonResponse(body, status=status)
    else:
        response = HttpResponse(_page(request, TITLES[status], told), status=status)
    response.headers["Cache-Control"] = "no-store"
    if status == 503:
        response.headers["Retry-After"] = str(RETRY_SECONDS)
    return response


def _page(request: HttpRequest, title: str, told: Sequence[str]) -> str:
    try:
        frame, links, elsewhere = _surroundings(request)
        return render_message(frame, links, title, told, [elsewhere])
    except Exception as error:
        # The page that tells of a fault must not fail of the same one.
        note(request, error)
        body = "".join(f"<p>{escape(text)}</p>" for text in told)
        head = f"<head><title>{escape(title)}</title></head>"
        return f'<!doctype html><html lang="en-GB">{head}<body><h1>{escape(title)}</h1>{body}</body></html>'


def _surroundings(request: HttpRequest) -> tuple[Frame, Links, Choice]:
    """The frame of the place whose page was asked for if it can be opened, and a page from which to go on."""
    slug = request.path.split("/")[1]
    try:
        site = sites().open(slug)
    except NewlynError:
        return Frame.neutral(), links_of(), Choice("List of places", "")
    links = links_of(slug)
    return frame_of(site, links), links, Choice(f"Overview of {site.name}", "")
