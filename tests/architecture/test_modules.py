"""A module says what it is for and what is elsewhere, and is short enough to be read at a sitting."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from tests.architecture.repository import ROOT, modules

LONGEST = 350  # lines
LONGER: dict[str, str] = {}
"""Modules that may be longer, and the reason of each."""

VAGUE = re.compile(r"(^|_)(utils?|helpers?|common|manager|misc|tools|core)(_|$)")


def test_a_module_begins_with_a_sentence_about_itself() -> None:
    """What it is for, and what is not in it and where that is."""
    headers = {name: ast.get_docstring(module) or "" for name, module in modules().items()}
    assert [name for name, text in headers.items() if not re.match(r"\S.{20,}?[.:](\s|$)", text, re.S)] == []


def test_a_module_is_not_longer_than_can_be_read_at_a_sitting() -> None:
    """Split a longer one, or give its reason in LONGER."""
    assert {name: lines for name, lines in _lines().items() if lines > LONGEST and name not in LONGER} == {}


def test_every_exception_to_the_length_is_still_needed() -> None:
    assert [name for name, reason in LONGER.items() if not reason or _lines()[name] <= LONGEST] == []


def _lines() -> dict[str, int]:
    return {name: len((ROOT / name).read_text().splitlines()) for name in modules()}


def test_a_module_is_named_for_one_idea() -> None:
    assert [name for name in modules() if any(VAGUE.search(Path(part).stem) for part in Path(name).parts)] == []


def test_a_public_function_says_more_than_its_name() -> None:
    """Ruff asks for a docstring; this asks that it be more than the name again."""
    assert [
        f"{name}: {node.name}"
        for name, module in modules().items()
        for node in ast.walk(module)
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_") and _says_nothing(node)
    ] == []


def _says_nothing(node: ast.FunctionDef | ast.ClassDef) -> bool:
    text = (ast.get_docstring(node) or "").split("\n")[0]
    words = {word.lower() for word in re.findall(r"[a-z]+", text, re.I)}
    return bool(text) and not words - set(node.name.lower().split("_")) - {"the", "a", "an", "of"}


def test_nothing_is_printed_by_the_way_and_no_text_is_run_as_code() -> None:
    """What is said to people goes through the command line."""
    refused = {"print", "input", "breakpoint", "exec", "eval", "compile"}
    assert [
        f"{name}, line {node.lineno}: {node.func.id}"
        for name, module in modules().items()
        for node in ast.walk(module)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in refused
    ] == []
