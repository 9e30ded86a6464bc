"""Templates of the pages: text from data is escaped, and a name that a template does not know is an error.

A template only places values; the values are made by the page that renders it.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined


def render(name: str, values: Mapping[str, object]) -> str:
    """Fill the template `name` with `values`."""
    return _environment().get_template(name).render(values)


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("newlyn.publish", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
