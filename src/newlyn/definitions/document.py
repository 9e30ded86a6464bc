"""Read a YAML file into a frozen pydantic model; say file, line and what is accepted when it is wrong.

What the models mean is told where they stand: places in `newlyn.packs`, datasets in
`newlyn.evidence.sources`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar, get_args

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic_core import ErrorDetails

from newlyn.foundation.errors import DefinitionError, did_you_mean


class Definition(BaseModel):
    """Base of everything defined in YAML: frozen, and a key that is not known is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


Model = TypeVar("Model", bound=Definition)
Path_ = tuple[str | int, ...]


def load_definition(path: Path, model: type[Model]) -> Model:
    """Read `path` as `model`.

    Raises
    ------
    DefinitionError
        If the file is missing, is not YAML, repeats a key or does not fit; one line for each fault.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8 text"
        raise DefinitionError(f"{path}: cannot be read: {reason}.") from None
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
        content = yaml.load(text, Loader=_Unrepeated)  # noqa: S506 - a SafeLoader that also refuses repeated keys
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise DefinitionError(f"{path}, line {line}: not YAML as Newlyn reads it: {error.problem}.") from None
    if not isinstance(content, dict):
        raise DefinitionError(f"{path}, line 1: expected a mapping of names to values, got {_kind(content)}.")
    try:
        return model.model_validate(content)
    except ValidationError as error:
        lines = [f"{path}, {_explain(fault, node, model)}" for fault in error.errors()]
        raise DefinitionError("\n".join(lines)) from None


class _Unrepeated(yaml.SafeLoader):
    """YAML lets a later key replace an earlier one in silence; a definition must not."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen = set()
        for key, _ in node.value:
            if key.value in seen:
                raise yaml.MarkedYAMLError(problem=f"the key {key.value!r} is given twice", problem_mark=key.start_mark)
            seen.add(key.value)
        return super().construct_mapping(node, deep)


def _explain(fault: ErrorDetails, node: yaml.Node | None, model: type[Definition]) -> str:
    path = fault["loc"]
    line = _line(node, path) if node else 1
    where = ".".join(str(part + 1) if isinstance(part, int) else part for part in path) or "the file"
    if fault["type"] == "extra_forbidden":
        hint = did_you_mean(str(path[-1]), _fields(model, path[:-1]))
        return f"line {line}: {where} is not a known key. {hint}".rstrip()
    message = fault["msg"].removeprefix("Value error, ")
    given = fault["input"]
    shown = f" (got {given!r})" if isinstance(given, str | int | float | bool) and repr(given) not in message else ""
    return f"line {line}: {where}: {message}{shown}"


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
        for key, value in node.value:
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


def plain(model: BaseModel) -> Mapping[str, Any]:
    """The model as plain values, for a digest or for JSON."""
    return model.model_dump(mode="json", exclude_none=True)
