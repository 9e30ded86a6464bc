"""Read a YAML file as text that people wrote: every fault has its line, and no file can run code or eat the memory.

What the values should be is `definitions.document`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import yaml

from newlyn.foundation.errors import DefinitionError

DEEPEST = 100
"""Levels of nesting; a deeper file would exhaust the stack of the parser, which ends the whole program."""
MOST_VALUES = 200_000
"""Values a file may stand for once aliases are written out: a few lines of them can stand for billions."""

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # thirty times as fast, where libyaml was at hand


def read_yaml(path: Path) -> tuple[yaml.Node | None, Any]:
    """The file's nodes, which know their lines, and its content as plain values.

    Raises
    ------
    DefinitionError
        If the file cannot be read, is not YAML, repeats a key or stands for more than anyone writes.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise DefinitionError(f"{path}{_unreadable(error)}") from None
    with _faults_of(path, text):
        _check_depth(text)
        loader = _marked(_Loader)(text)
        node = loader.get_single_node()
        if node is None:
            return None, None
        _check_node(node, {})
        return node, loader.construct_document(node)


def _marked(loader: Any) -> Any:
    """A safe loader that also tells the line of a value it cannot read, such as the 13th month."""

    class Marked(loader):  # type: ignore[misc]  # which of the two loaders is known when the program runs
        def construct_object(self, node: yaml.Node, deep: bool = False) -> Any:
            try:
                return super().construct_object(node, deep)
            except ValueError:
                raise _fault(node, f"{str(node.value)[:40]!r} cannot be read as a {_type(node)}") from None

    return Marked


def _unreadable(error: OSError | UnicodeDecodeError) -> str:
    if isinstance(error, UnicodeDecodeError):
        line = error.object[: error.start].count(b"\n") + 1
        return f", line {line}: cannot be read: it is not UTF-8 text. Save the file as UTF-8."
    return f": cannot be read: {error.strerror or error}."


@contextmanager
def _faults_of(path: Path, text: str) -> Iterator[None]:
    try:
        yield
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        has_tab = any("\t" in one for one in text.split("\n")[line - 1 : line])
        advice = " Indent with spaces, not tabs." if has_tab else ""
        raise DefinitionError(f"{path}, line {line}: not YAML as Newlyn reads it: {error.problem}.{advice}") from None
    except yaml.reader.ReaderError as error:
        line = text.encode()[: error.position].count(b"\n") + 1
        raise DefinitionError(
            f"{path}, line {line}: not YAML as Newlyn reads it: the character {chr(error.character)!r} is not text."
        ) from None


def _fault(node: Any, problem: str) -> yaml.MarkedYAMLError:
    """A fault at a node or an event; the two parsers have marks of their own types."""
    return yaml.MarkedYAMLError(problem=problem, problem_mark=node.start_mark)


def _type(node: yaml.Node) -> str:
    """The type that YAML sees in a value, in words."""
    tag = str(node.tag).rsplit(":", 1)[-1]
    return {"int": "number", "float": "number", "timestamp": "date", "bool": "yes or no", "null": "blank"}.get(tag, tag)


def _check_depth(text: str) -> None:
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST:
            raise _fault(event, f"nested deeper than {DEEPEST} levels")


def _check_node(node: yaml.Node, known: dict[int, int]) -> int:
    """How many values `node` stands for with its aliases written out; what no definition may hold is refused."""
    if id(node) in known:
        if known[id(node)] == 0:
            raise _fault(node, "it stands inside itself")
        return known[id(node)]
    known[id(node)] = 0  # on its way
    if isinstance(node, yaml.MappingNode):
        _check_keys(node)
        within = [value for _, value in node.value]
    else:
        within = node.value if isinstance(node, yaml.SequenceNode) else []
    size = 1 + sum(_check_node(one, known) for one in within)
    if size > MOST_VALUES:
        raise _fault(node, f"its aliases stand for more than {MOST_VALUES:,} values")
    known[id(node)] = size
    return size


def _check_keys(node: yaml.MappingNode) -> None:
    """YAML lets a later key replace an earlier one in silence, and keys be lists; a definition must not."""
    seen = set()
    for key, _ in node.value:
        if not isinstance(key, yaml.ScalarNode):
            raise _fault(key, "a key is text, not a list or a mapping")
        if key.tag not in ("tag:yaml.org,2002:str", "tag:yaml.org,2002:merge"):
            raise _fault(key, f"the key {key.value} is read as a {_type(key)}; put it in quotes")
        if key.value in seen:
            raise _fault(key, f"the key {key.value!r} is given twice")
        seen.add(key.value)
