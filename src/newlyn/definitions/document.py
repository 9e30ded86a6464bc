"""Read a YAML file into a frozen pydantic model; say file, line and what is accepted when it is wrong.

YAML itself is `definitions.yaml_file`. What the models mean is told where they stand: places in `newlyn.packs`,
datasets in `newlyn.evidence.sources`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar, get_args

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic_core import ErrorDetails

from newlyn.definitions.yaml_file import read_yaml
from newlyn.foundation.errors import DefinitionError, did_you_mean

MOST_FAULTS = 20
"""Faults of one file that are told; nobody reads more before mending the first."""


class Definition(BaseModel):
    """Base of everything defined in YAML: frozen, and a key that is not known is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class ItemError(ValueError):
    """A fault of one item of a list, raised by a validator of the list, so that the item's line is told."""

    def __init__(self, message: str, position: int) -> None:
        super().__init__(message)
        self.position = position


Model = TypeVar("Model", bound=Definition)


def load_definition(path: Path, model: type[Model]) -> Model:
    """Read `path` as `model`.

    Raises
    ------
    DefinitionError
        If the file is missing, is not YAML, repeats a key or does not fit; one line for each fault.
    """
    node, content = read_yaml(path)
    if not isinstance(content, dict):
        raise DefinitionError(f"{path}, line 1: expected a mapping of names to values, got {_kind(content)}.")
    try:
        return model.model_validate(content)
    except ValidationError as error:
        raise DefinitionError("\n".join(_told(error.errors(), path, node, model))) from None


def _told(faults: list[ErrorDetails], path: Path, node: yaml.Node | None, model: type[Definition]) -> Iterator[str]:
    # "The list is too short" only follows from the fault of the item that was left out of it.
    places = {fault["loc"][:depth] for fault in faults for depth in range(len(fault["loc"]))}
    own = [fault for fault in faults if fault["loc"] not in places]
    for fault in own[:MOST_FAULTS]:
        yield f"{path}, {_explain(fault, node, model)}"
    if len(own) > MOST_FAULTS:
        yield f"{path}: and {len(own) - MOST_FAULTS:,} more faults."


def _explain(fault: ErrorDetails, node: yaml.Node | None, model: type[Definition]) -> str:
    cause = fault.get("ctx", {}).get("error")
    path = (*fault["loc"], cause.position) if isinstance(cause, ItemError) else fault["loc"]
    line = _line(node, path) if node else 1
    where = ".".join(str(part + 1) if isinstance(part, int) else part for part in path) or "the file"
    if fault["type"] == "extra_forbidden":
        hint = did_you_mean(str(path[-1]), _fields(model, path[:-1]))
        return f"line {line}: {where} is not a known key. {hint}".rstrip()
    if fault["type"] == "missing":
        return f"line {line}: {where} is not given and is required."
    message = _EXPECTED.get(fault["type"]) or fault["msg"].removeprefix("Value error, ")
    given = fault["input"]
    plain = given if isinstance(given, str | int | float) else None
    shown = f" (got {plain!r})" if plain is not None and repr(plain) not in message else ""
    return f"line {line}: {where}: {message}{shown}"


_EXPECTED = {
    "string_type": "expected text; put it in quotes if it looks like a number, a date or a yes or no",
    "tuple_type": "expected a list, such as [a, b]",
    "list_type": "expected a list, such as [a, b]",
    "dict_type": "expected a mapping of names to values",
    "model_type": "expected a mapping of names to values",
}
"""What pydantic says of its own types, in words of the file."""


def _line(node: yaml.Node, path: Sequence[str | int]) -> int:
    """Line of the deepest node on `path` that exists."""
    line = node.start_mark.line
    for part in path:
        child = next((found for key, found in _children(node) if key == str(part)), None)
        if child is None:
            break
        node, line = child
    return int(line) + 1


def _children(node: yaml.Node) -> Iterator[tuple[str, tuple[yaml.Node, int]]]:
    if isinstance(node, yaml.MappingNode):
        # What was merged in stands before the mapping's own keys, which go before it.
        for key, value in reversed(node.value):
            yield key.value, (value, key.start_mark.line)
    elif isinstance(node, yaml.SequenceNode):
        for position, value in enumerate(node.value):
            yield str(position), (value, value.start_mark.line)


def _fields(model: type[BaseModel], path: Sequence[str | int]) -> list[str]:
    """Names accepted at `path`, walking through the models nested in annotations."""
    for part in path:
        if isinstance(part, str) and part in model.model_fields:
            inner = next(_models(model.model_fields[part].annotation), None)
            if inner is None:
                return []
            model = inner
    return list(model.model_fields)


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in get_args(annotation):
        yield from _models(argument)


def _kind(value: object) -> str:
    return {type(None): "an empty file", list: "a list"}.get(type(value), type(value).__name__)


def line_of(path: Path, key: str) -> int:
    """Line on which the file at `path` gives a key of its own; the first where it does not."""
    node, _ = read_yaml(path)
    return _line(node, (key,)) if node else 1


def plain(model: BaseModel) -> Mapping[str, Any]:
    """The model as plain values, for a digest or for JSON."""
    return model.model_dump(mode="json", exclude_none=True)
