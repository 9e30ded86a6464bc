"""The keys of a YAML file, told from the models that check it and from the words that stand below each field.

Which files have a page is `docs.reference`.
"""

from __future__ import annotations

import ast
import inspect
import types
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from docs.markup import code, codes, prose, table
from pydantic import BaseModel
from pydantic.fields import FieldInfo

WORDS: Mapping[object, str] = {str: "text", int: "whole number", float: "number", bool: "`true` or `false`"}


def keys_of(model: type[BaseModel]) -> str:
    """A section for `model` and one for each model within it, outermost first."""
    return "\n\n".join(_section(one) for one in models_within(model))


def models_within(model: type[BaseModel]) -> list[type[BaseModel]]:
    """The model and every model that its fields hold, each once."""
    found = [model]
    for one in found:
        for field in one.model_fields.values():
            found += [inner for inner in _models(field.annotation) if inner not in found]
    return found


def _section(model: type[BaseModel]) -> str:
    words = _attribute_words(model)
    rows = [
        (code(name), kind_of(field.annotation), _default(field), prose(words.get(name) or _inner_words(field)))
        for name, field in model.model_fields.items()
    ]
    return f"## {model.__name__}\n\n{prose(inspect.getdoc(model) or '')}\n\n" + table(
        ("key", "holds", "if absent", "meaning"), rows
    )


def kind_of(annotation: Any) -> str:
    """What a key may hold, in words."""
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return kind_of(arguments[0])
    if origin is Literal:
        return " or ".join(code(value) for value in arguments)
    if origin in (Union, types.UnionType):
        return " or ".join(dict.fromkeys(kind_of(one) for one in arguments if one is not type(None)))
    if origin in (tuple, list):
        return f"list of {kind_of(arguments[0])}"
    if origin is dict:
        return f"mapping of {kind_of(arguments[0])} to {kind_of(arguments[1])}"
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return f"[{annotation.__name__}](#{annotation.__name__.lower()})"
    return WORDS.get(annotation, getattr(annotation, "__name__", str(annotation)))


def _default(field: FieldInfo) -> str:
    if field.is_required():
        return "required"
    default = field.get_default(call_default_factory=True)
    if default is None or default in ((), "", {}):
        return "none"
    if isinstance(default, BaseModel):
        return "as each key below"
    return codes(default) if isinstance(default, list | tuple) else code(default if default is not False else "false")


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in get_args(annotation):
        yield from _models(argument)


def _inner_words(field: FieldInfo) -> str:
    """What is said of the model that a field holds, where nothing is said of the field itself."""
    inner = next(_models(field.annotation), None)
    return inspect.getdoc(inner) or "" if inner else ""


@cache
def _attribute_words(model: type[BaseModel]) -> Mapping[str, str]:
    """The text that stands below each field in the source of its class."""
    (body,) = ast.parse(inspect.getsource(model)).body
    assert isinstance(body, ast.ClassDef)  # noqa: S101 - the source of a class is one class
    words = {}
    for field, text in zip(body.body, body.body[1:], strict=False):
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name) and isinstance(text, ast.Expr):
            words[field.target.id] = str(ast.literal_eval(text.value))
    return words
