"""Whatever is given, a method answers or refuses in one line: it never falls over, warns or returns infinity unasked.

Each spec table is spoilt in many ways, one argument at a time; what a method does with a fault is in its own tests.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass

import numpy as np
import pytest
from docs.spec_tables import SpecTable, argument, spec_tables

from newlyn.foundation.errors import InputError

Array = np.ndarray
FAULTS: dict[str, Callable[[Array], object]] = {
    "empty": lambda _: np.array([]),
    "no rows": lambda array: array[:0],
    "one alone": lambda array: array[:1],
    "a single number": lambda array: array.ravel()[0],
    "all missing": lambda array: np.full(array.shape, np.nan),
    "one missing": lambda array: _with(array, np.nan),
    "infinite": lambda array: _with(array, np.inf),
    "negative": lambda array: _with(array, -1.0),
    "huge": lambda array: _with(array, 1e300),
    "vast": lambda array: _with(array, 1e12),
    "beyond counting": lambda array: _with(array, 1e40),
    "nought": lambda array: np.zeros(array.shape),
    "all alike": lambda array: np.full(array.shape, array.ravel()[0]),
    "one more": lambda array: np.concatenate([array, array[:1]]),
    "backwards": lambda array: array[::-1],
    "one axis more": lambda array: array[None],
    "text": lambda array: array.astype(str),
    "None": lambda _: None,
    "percentages": lambda array: array * 100,
}


ENDLESS = {"years_to_close"}
"""Methods that answer infinity where they mean it: a gap that never closes at this pace."""


def _with(array: Array, value: float) -> Array:
    spoilt = array.astype(float)
    spoilt[(0,) * array.ndim] = value
    return spoilt


def _arguments() -> list[tuple[SpecTable, str]]:
    """The first table of each array that a method takes."""
    found = {
        (table.module, table.method, name): (table, name)
        for table in reversed(spec_tables())
        if table.gives
        for name, value in table.given.items()
        if isinstance(value, list)
    }
    return list(found.values())


def _trouble(table: SpecTable, name: str, fault: str) -> str:
    """What went wrong with a spoilt argument: nothing where the method answered, or refused in one line."""
    try:
        spoilt = FAULTS[fault](np.asarray(argument(name, table.given[name])))
    except (IndexError, ValueError, TypeError, np.exceptions.DTypePromotionError):
        return ""  # the fault cannot be made of this array: words have no percentages
    return _called(table, name, spoilt, fault)


def _called(table: SpecTable, name: str, value: object, fault: str) -> str:
    given = {key: argument(key, one) for key, one in table.given.items()} | {name: value}
    try:
        found = table.function(**given)
    except InputError as refusal:
        return "" if re.fullmatch(r"\S.{10,400}", str(refusal)) else f"{fault}: {refusal}"
    except Exception as other:  # what is found is told for all faults at once
        return f"{fault}: {type(other).__name__}: {other}"
    endless = [at for at, array in _arrays(found) if np.isinf(array).any()]
    return f"{fault}: infinite {endless}" if endless and table.method not in ENDLESS else ""


def _arrays(found: object, at: str = "result") -> Iterator[tuple[str, Array]]:
    """Every array of numbers in a result, with where it is."""
    if is_dataclass(found):
        for field in fields(found):
            yield from _arrays(getattr(found, field.name), f"{at}.{field.name}")
    elif isinstance(found, (np.ndarray, np.floating)) and found.dtype.kind == "f":
        yield at, np.asarray(found)


@pytest.mark.parametrize(("table", "name"), _arguments(), ids=lambda one: getattr(one, "method", one))
def test_a_spoilt_argument_is_answered_or_refused_in_one_line(table: SpecTable, name: str) -> None:
    assert [told for fault in FAULTS if (told := _trouble(table, name, fault))] == []


OPTIONS: dict[str, object] = {
    "text": "many",
    "no number": float("nan"),
    "a fraction": 2.5,
    "None": None,
    "a list": [1, 2, 3],
    "negative": -1,
    "an object": object(),
    "a mapping": {},
}


def _options() -> list[tuple[SpecTable, str]]:
    """The first table of each option that a method takes, given or not."""
    found = {
        (table.module, table.method, name): (table, name)
        for table in reversed(spec_tables())
        if table.gives
        for name, option in inspect.signature(table.function).parameters.items()
        if not isinstance(table.given.get(name, option.default), (list, dict))
        and (name in table.given or option.default is not option.empty)
    }
    return list(found.values())


@pytest.mark.parametrize(("table", "name"), _options(), ids=lambda one: getattr(one, "method", one))
def test_an_option_of_the_wrong_kind_is_answered_or_refused_in_one_line(table: SpecTable, name: str) -> None:
    default = inspect.signature(table.function).parameters[name].default
    wrong = {fault: value for fault, value in OPTIONS.items() if value is not None or default is not None}
    assert [told for fault, value in wrong.items() if (told := _called(table, name, value, fault))] == []


@pytest.mark.parametrize(
    "table", list({one.method: one for one in spec_tables() if one.gives}.values()), ids=lambda one: one.method
)
def test_every_level_is_a_proportion(table: SpecTable) -> None:
    for name in ("level", "limits_level"):
        if name in inspect.signature(table.function).parameters:
            given = {key: argument(key, value) for key, value in table.given.items()} | {name: 95}
            with pytest.raises(InputError, match=r"95"):
                table.function(**given)
