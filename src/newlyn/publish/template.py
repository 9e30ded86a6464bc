"""Templates of the pages: text from data is escaped, and a name that a template does not know is an error.

A template only places values; the values are made by the page that renders it.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from jinja2 import ChainableUndefined, ChoiceLoader, Environment, PackageLoader, PrefixLoader, StrictUndefined
from jinja2.utils import missing


class _Undefined(StrictUndefined):
    """Strict for our own values; the parameters of GOV.UK's macros are dictionaries that leave most keys out."""

    def __new__(cls, hint: str | None = None, obj: Any = missing, name: str | None = None, *rest: Any) -> Any:
        if isinstance(obj, dict | ChainableUndefined):
            return ChainableUndefined(hint, obj, name, *rest)
        return super().__new__(cls)


def render(name: str, values: Mapping[str, object]) -> str:
    """Fill the template `name` with `values`."""
    return _environment().get_template(name).render(values)


@cache
def _environment() -> Environment:
    ours = PackageLoader("newlyn.publish", "templates")
    govuk = PackageLoader("govuk_frontend_jinja")
    return Environment(
        loader=ChoiceLoader([ours, PrefixLoader({"govuk_frontend_jinja": govuk})]),
        autoescape=True,
        undefined=_Undefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,  # templates come with the program and change only with it
    )
