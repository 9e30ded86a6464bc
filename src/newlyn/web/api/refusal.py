"""What is answered when something is wrong: one shape for all addresses, with what is accepted in its message.

`newlyn.web.faults` writes it; here it is described, and what Django Ninja finds wrong is put in our words.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Field, NinjaAPI, Schema
from ninja.errors import ValidationError

from newlyn.foundation.errors import InputError, NewlynError
from newlyn.web.faults import fault_response


class Refusal(Schema):
    """Why there is no answer."""

    status: Annotated[int, Field(description="The HTTP status, once more.")]
    family: Annotated[str | None, Field(description="What kind of error it is, such as NotFoundError.")]
    message: Annotated[str, Field(description="What was given, what is accepted, and what to do.")]


class Refused(Schema):
    """The body of every answer that is not one."""

    error: Refusal


REFUSALS: Mapping[int, Any] = {304: None, 400: Refused, 404: Refused, 503: Refused}
"""What any address may answer instead."""


def handle_errors(api: NinjaAPI) -> None:
    """Answer errors of known families, and parameters that are not as described; all else is a fault of ours."""
    api.exception_handler(NewlynError)(fault_response)
    api.exception_handler(ValidationError)(_misread)


def _misread(request: HttpRequest, error: ValidationError) -> HttpResponse:
    return fault_response(request, InputError(explain(error.errors)))


def explain(errors: list[dict[str, Any]]) -> str:
    """What is wrong with the parameters, in one line.

    Examples
    --------
    >>> explain([{"loc": ("query", "asked", "limit"), "msg": "Input should be less than or equal to 1000"}])
    'the parameter limit: Input should be less than or equal to 1000. What each one accepts is in openapi.json.'
    """
    told = "; ".join(f"the parameter {one['loc'][-1]}: {one['msg']}" for one in errors)
    return f"{told}. What each one accepts is in openapi.json."
