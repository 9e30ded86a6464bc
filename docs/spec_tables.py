"""Spec tables: small worked cases of each statistical method, which are run as tests and shown in the manual.

They are YAML under `tests/spec/stats`, one file for each module of `newlyn.stats`. What the pages of the methods say is
`docs.statistics_pages`; the tables are run by `tests/spec/test_stats.py`.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import yaml

import newlyn.stats

FOLDER = Path(__file__).parents[1] / "tests" / "spec" / "stats"
ELSEWHERE = ("newlyn.stats.argument", "newlyn.stats.estimate")
"""What all methods share; their functions are no methods."""

Value = Any
"""A number, a word, true or false, or lists of them: what YAML holds."""


@dataclass(frozen=True)
class SpecTable:
    """What is given to a method and what it gives back, or what it says when it refuses."""

    module: str
    method: str
    about: str
    given: Mapping[str, Value]
    gives: Mapping[str, Value] = field(default_factory=dict)
    refuses: str = ""
    decimals: int | None = None
    source: str = ""

    def __post_init__(self) -> None:
        """A table says one thing, and numbers are given to so many places."""
        if bool(self.gives) == bool(self.refuses):
            raise ValueError(f"{self.module}.{self.method}: a table has either `gives` or `refuses`")

    @property
    def function(self) -> Callable[..., object]:
        """The method itself."""
        found: Callable[..., object] = getattr(importlib.import_module(self.module), self.method)
        return found

    def call(self) -> object:
        """What the method returns."""
        return self.function(**{name: argument(name, value) for name, value in self.given.items()})


def argument(name: str, value: Value) -> object:
    """A value of YAML as the method takes it: lists are arrays, `rng` is a seed, `{call: …}` is made first."""
    if name == "rng":
        return np.random.default_rng(value)
    if isinstance(value, Mapping):
        module, _, attribute = value["call"].partition(":")
        found: Any = importlib.import_module(f"newlyn.stats.{module}")
        for part in attribute.split("."):
            found = getattr(found, part)
        return found(**{key: argument(key, inner) for key, inner in value.get("given", {}).items()})
    if isinstance(value, list):
        return as_array(value)
    return value


def as_array(value: Value) -> np.ndarray[Any, Any]:
    """An array of a list, with null as NaN; words stay words."""
    flat = [inner for inner in _flat(value) if inner is not None]
    if all(isinstance(inner, (int, float)) and not isinstance(inner, bool) for inner in flat):
        return np.array(value, dtype=float)
    return np.array(value)


def _flat(value: Value) -> Iterator[Value]:
    if isinstance(value, list):
        for inner in value:
            yield from _flat(inner)
    else:
        yield value


@cache
def spec_tables() -> tuple[SpecTable, ...]:
    """Every table there is, in the order of the files."""
    return tuple(
        SpecTable(module=_module_of(path), **entry)
        for path in sorted(FOLDER.rglob("*.yaml"))
        for entry in yaml.safe_load(path.read_text(encoding="utf-8"))
    )


def _module_of(path: Path) -> str:
    return ".".join(("newlyn.stats", *path.relative_to(FOLDER).with_suffix("").parts))


@cache
def modules() -> tuple[str, ...]:
    """The modules of `newlyn.stats` that hold methods."""
    return tuple(name for name in _all() if name not in ELSEWHERE and methods(name))


@cache
def _all() -> tuple[str, ...]:
    found = pkgutil.walk_packages(newlyn.stats.__path__, "newlyn.stats.")
    return tuple(sorted(one.name for one in found if not one.ispkg))


def methods(module: str) -> dict[str, Callable[..., object]]:
    """The public functions that a module defines, in the order in which they stand."""
    found = vars(importlib.import_module(module)).items()
    return {
        name: thing
        for name, thing in found
        if inspect.isfunction(thing) and thing.__module__ == module and not name.startswith("_")
    }
