"""What is refused before anything is looked up: a stranger's host name, and a query that no form of ours would send.

Everything else that comes from outside is handed on as text; whoever reads it decides what it may be.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import unquote_to_bytes

from django.http import HttpRequest, HttpResponseBase

from newlyn.foundation.errors import InputError
from newlyn.web.faults import fault_response

LONGEST_QUERY = 2000
"""Letters, before they are decoded; the longest that a page links to is a tenth of that."""

_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f-\x9f]")  # a tab comes along when a cell of a table is pasted


class Gate:
    """Lets a request in, or answers it with what is wrong with it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Hand the request on, or refuse it."""
        request.get_host()  # refuses a name that is not ours
        fault = query_fault(request.META.get("QUERY_STRING", ""))
        return fault_response(request, InputError(fault)) if fault else self._get_response(request)


def query_fault(query: str) -> str:
    """What is wrong with the part of an address behind the question mark; empty if nothing is."""
    if len(query) > LONGEST_QUERY:
        return f"The address has {len(query):,} letters behind the question mark. Use at most {LONGEST_QUERY:,}."
    # By the rules of WSGI each letter of it is one byte as it came.
    if _CONTROL.search(unquote_to_bytes(query.encode("latin-1")).decode("utf-8", "replace")):
        return "The address has signs behind the question mark that are not text. Leave them out."
    return ""
