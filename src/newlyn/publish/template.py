"""Templates of the pages: text from data is escaped, and a name that a template does not know is an error.

A template only places values; the values are made by the page that renders it.
"""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping
from functools import cache
from typing import Any

from jinja2 import ChainableUndefined, ChoiceLoader, Environment, PackageLoader, PrefixLoader, StrictUndefined, Template


def render(name: str, values: Mapping[str, object]) -> str:
    """Fill the template `name` with `values`."""
    return _environment().get_template(name).render(values)


class _Macros(PrefixLoader):
    """GOV.UK's macros, whose parameters leave most keys out: what they do not find is empty, not an error."""

    def load(
        self,
        environment: Environment,
        name: str,
        globals: MutableMapping[str, Any] | None = None,  # noqa: A002 - Jinja's word
    ) -> Template:
        return super().load(_lenient(environment), name, globals)


@cache
def _lenient(environment: Environment) -> Environment:
    return environment.overlay(undefined=ChainableUndefined)


@cache
def _environment() -> Environment:
    return Environment(
        loader=ChoiceLoader(
            [
                PackageLoader("newlyn.publish", "templates"),
                _Macros({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")}),
            ]
        ),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,  # templates come with the program and change only with it
    )
