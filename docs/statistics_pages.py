"""Pages of the statistical methods: what each docstring says, and its spec tables.

The tables themselves are `docs.spec_tables`.
"""

from __future__ import annotations

import ast
import importlib
import inspect
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import is_dataclass
from itertools import pairwise
from typing import get_args, get_type_hints

from docs.markup import code, page, prose, table
from docs.spec_tables import SpecTable, Value, methods, modules, spec_tables

from newlyn.stats.estimate import Estimate, Limits, Tested

ROOT = "newlyn.stats."


def families() -> dict[str, list[str]]:
    """The modules of each page: a folder of `newlyn.stats` with all it holds, or a module that stands alone."""
    found: dict[str, list[str]] = {}
    for name in modules():
        found.setdefault(name.removeprefix(ROOT).split(".")[0], []).append(name)
    return found


def statistics_page() -> str:
    """Every method by family, with its first sentence."""
    parts = [_family_rows(family, names) for family, names in families().items()]
    return page(
        "Statistical methods",
        "`newlyn.stats` takes arrays and returns arrays; it knows NumPy and SciPy only and can be used without the "
        "rest of Newlyn ([how](../how-to/use-the-statistics.md)). Nothing in it suppresses, rounds or formats. "
        "Levels are proportions: 0.95, never 95. Missing values are NaN. Chance comes only from a "
        "`numpy.random.Generator` that is passed in. Where an answer differs from a published reference: "
        "[deviations](../explanation/statistics-deviations.md).",
        *parts,
        "## What methods return",
        *(_result(one) for one in (Limits, Estimate, Tested)),
    )


def _family_rows(family: str, names: Sequence[str]) -> str:
    rows = [
        (f"[`{method}`]({page_name(family)}#{method})", first_sentence(thing))
        for name in names
        for method, thing in methods(name).items()
    ]
    return f"## {_title(family)}\n\n{_duty(family)}\n\n{table(('method', 'for'), rows)}"


def page_name(family: str) -> str:
    """The file of a family of methods."""
    return f"statistics-{family.replace('_', '-')}.md"


def family_page(family: str) -> str:
    """Every method of a family, then the classes that they take and return beside those that all families share."""
    parts = [_method(name, method, thing) for name in families()[family] for method, thing in methods(name).items()]
    own = [_result(one) for one in results(family)]
    return page(_title(family), _duty(family), *parts, *(["## What they take and return", *own] if own else []))


def results(family: str) -> list[type]:
    """The classes of a family that its methods take or return, and those that these hold."""
    waiting: list[object] = [thing for name in families()[family] for thing in methods(name).values()]
    found: dict[type, None] = {}
    while waiting:
        for hint in get_type_hints(waiting.pop(0)).values():
            for kind in _kinds(hint):
                if is_dataclass(kind) and f"{kind.__module__}.".startswith(f"{ROOT}{family}.") and kind not in found:
                    found[kind] = None
                    waiting.append(kind)
    return list(found)


def _kinds(hint: object) -> Iterator[type]:
    """Every class that a type hint names."""
    if isinstance(hint, type) and not get_args(hint):
        yield hint
    for inner in get_args(hint):
        yield from _kinds(inner)


def _result(kind: type) -> str:
    """A class of results with its fields, and what is said below each of them."""
    tree = ast.parse(inspect.getsource(kind))
    lines = [
        f"- {code(field.target.id)}{f': {prose(said)}' if (said := _said_by(below)) else ''}"
        for one in tree.body
        if isinstance(one, ast.ClassDef)
        for field, below in pairwise([*one.body, ast.Pass()])
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name)
    ]
    return "\n\n".join([f"### {kind.__name__}", prose(sections(inspect.getdoc(kind) or "")[""]), "\n".join(lines)])


def _said_by(node: ast.stmt) -> str:
    """The text of a string that stands by itself."""
    alone = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    return str(node.value.value) if alone else ""


def _title(family: str) -> str:
    return family.replace("_", " ").capitalize()


def _duty(family: str) -> str:
    return prose((inspect.getdoc(importlib.import_module(ROOT + family)) or "").split("\n\n")[0])


def first_sentence(thing: object) -> str:
    """The first line of a docstring."""
    return prose((inspect.getdoc(thing) or "").split("\n\n")[0])


def _method(module: str, name: str, thing: Callable[..., object]) -> str:
    told = sections(inspect.getdoc(thing) or "")
    tables = [one for one in spec_tables() if (one.module, one.method) == (module, name)]
    signature = re.sub(r"newlyn\.stats\.\w+(\.\w+)*\.", "", f"{name}{_signature(thing)}")
    parts = [
        f"## {name} {{#{name}}}",
        f"```python\nfrom {module} import {name}\n\n{signature}\n```",
        *(prose(part) if not part.startswith(("- ", "    ")) else part for part in told.pop("").split("\n\n")),
    ]
    for title, text in told.items():
        parts.append(f"**{title}**")
        parts.append(_RENDER.get(title, prose)(text))
    parts += ["**Worked cases**", *(_spec(one) for one in tables)] if tables else []
    return "\n\n".join(parts)


def _signature(thing: Callable[..., object]) -> str:
    given = inspect.signature(thing)
    bare = [one.replace(annotation=inspect.Parameter.empty) for one in given.parameters.values()]
    return str(given.replace(parameters=bare, return_annotation=inspect.Signature.empty))


def sections(docstring: str) -> dict[str, str]:
    """The sections of a numpydoc docstring by their titles; what stands before the first is under no title."""
    parts = re.split(r"\n\n?(\w[\w ]*)\n-{3,}\n", docstring)
    return {"": parts[0].strip()} | {
        title: text.strip("\n") for title, text in zip(parts[1::2], parts[2::2], strict=True)
    }


def _entries(text: str) -> Iterator[tuple[str, str, str]]:
    """Name, kind and meaning of each entry of a section."""
    for entry in re.split(r"\n(?=\S)", text):
        head, _, body = entry.partition("\n")
        name, _, kind = head.partition(" : ")
        yield name, kind, prose(body)


def _parameters(text: str) -> str:
    rows = [(code(name), prose(kind), meaning) for name, kind, meaning in _entries(text)]
    return table(("argument", "kind", "meaning"), rows)


def _listed(text: str) -> str:
    return "\n".join(f"- {prose(name)}{f': {meaning}' if meaning else ''}" for name, _, meaning in _whole(text))


def _whole(text: str) -> Iterator[tuple[str, str, str]]:
    for name, kind, meaning in _entries(text):
        yield (f"{name} : {kind}" if kind else name), "", meaning


def _references(text: str) -> str:
    """One line each; a line that does not end with a full stop runs on."""
    return "\n".join(f"- {prose(one)}" for one in re.split(r"(?<=\.)\n", text))


def _example(text: str) -> str:
    return f"```pycon\n{text}\n```"


_RENDER: Mapping[str, Callable[[str], str]] = {
    "Parameters": _parameters,
    "Returns": _listed,
    "Raises": _listed,
    "References": _references,
    "Examples": _example,
}


def _spec(one: SpecTable) -> str:
    heading = prose(one.about) + (f" Source: {prose(one.source)}" if one.source else "")
    values = dict(one.given) | dict(one.gives)
    lengths = sorted({len(value) for value in values.values() if isinstance(value, list)}, reverse=True)
    single = {name: value for name, value in values.items() if not isinstance(value, list)}
    said = "; ".join(f"{code(name)} {_cell(value)}" for name, value in single.items())
    columns = [_columns(values, length) for length in lengths]
    refusal = f"Refused: `{one.refuses}`" if one.refuses else ""
    return "\n\n".join(part for part in (heading, said, *columns, refusal) if part)


def _columns(values: Mapping[str, Value], length: int) -> str:
    """One table of all lists of one length: a row for each place in them."""
    held = {name: value for name, value in values.items() if isinstance(value, list) and len(value) == length}
    rows = [[_cell(value[at]) for value in held.values()] for at in range(length)]
    return table([code(name) for name in held], rows)


def _cell(value: Value) -> str:
    if isinstance(value, list):
        return ", ".join(_cell(inner) for inner in value)
    if isinstance(value, Mapping):
        return "; ".join(f"{code(key)} {_cell(inner)}" for key, inner in value.get("given", {}).items())
    return "missing" if value is None else str(value)
