"""Everything the catalogue holds, gathered from its modules and checked as a whole.

A new indicator is written in the module of its theme; a new theme is a module added to `THEMES`.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from types import MappingProxyType, ModuleType
from typing import TypeVar

from newlyn.evidence.catalogue.indicator import Indicator
from newlyn.evidence.catalogue.table import Table
from newlyn.foundation.errors import DefinitionError, NotFoundError, did_you_mean

T = TypeVar("T")

THEMES: tuple[str, ...] = ("geography", "population", "deprivation", "census", "outcomes", "energy", "health_index")
"""Modules of this package; each has `TABLES` and `INDICATORS`."""


@cache
def tables() -> Mapping[str, Table]:
    """Every declared table by id."""
    return _by_name([(table.id, table) for theme in _themes() for table in theme.TABLES])


@cache
def indicators() -> Mapping[str, Indicator]:
    """Every indicator by code, in order of code."""
    found = sorted(((item.code, item) for theme in _themes() for item in theme.INDICATORS), key=lambda pair: pair[0])
    known = tables()
    for code, indicator in found:
        for feed in indicator.feeds:
            if known.get(feed.table.id) is not feed.table:
                raise DefinitionError(f"{code}: its table {feed.table.id} is not among the TABLES of any theme.")
    return _by_name(found)


def find_indicator(code: str) -> Indicator:
    """The indicator of that code, or a `NotFoundError` with the nearest codes."""
    known = indicators()
    if code not in known:
        hint = did_you_mean(code, known) or "`newlyn indicators` lists them."
        raise NotFoundError(f"there is no indicator {code!r}. {hint}")
    return known[code]


def _themes() -> list[ModuleType]:
    return [import_module(f"newlyn.evidence.catalogue.{theme}") for theme in THEMES]


def _by_name(pairs: list[tuple[str, T]]) -> Mapping[str, T]:
    named: dict[str, T] = {}
    for name, value in pairs:
        if name in named:
            raise DefinitionError(f"{name!r} is defined twice in the catalogue.")
        named[name] = value
    return MappingProxyType(named)
