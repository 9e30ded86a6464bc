"""Markdown from values: tables, code and escaped text.

What the pages say is `docs.reference` and `docs.keys`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def page(title: str, *parts: str) -> str:
    """A page with its title; empty parts leave no gap."""
    return "\n\n".join([f"# {title}", *(part for part in parts if part)]) + "\n"


def table(headers: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table, or nothing when it would have no rows."""
    lines = [f"| {' | '.join(_cell(value) for value in row)} |" for row in rows]
    if not lines:
        return ""
    return "\n".join([f"| {' | '.join(headers)} |", "|---" * len(headers) + "|", *lines])


def facts(pairs: Iterable[tuple[str, object]]) -> str:
    """A list of named facts; those without a value are left out."""
    return "\n".join(f"- {name}: {value}" for name, value in pairs if value not in (None, "", ()))


def code(text: object) -> str:
    """Text in the type of code."""
    return f"`{text}`"


def codes(texts: Iterable[object]) -> str:
    """Several, separated by commas."""
    return ", ".join(code(text) for text in texts)


def block(text: str) -> str:
    """Lines that are shown as they stand."""
    return f"```text\n{text.rstrip()}\n```"


def prose(text: str) -> str:
    """Text of a definition in one line, with what Markdown or HTML would take for a sign made harmless."""
    return " ".join(text.split()).replace("<", "&lt;").replace("*", "\\*")


def _cell(value: object) -> str:
    return str(value).replace("|", "\\|").replace("\n", " ")
