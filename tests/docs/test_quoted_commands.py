"""Commands that are quoted can be typed: each parses with the real command, whose work is not done."""

import re
import shlex
from contextlib import suppress
from pathlib import Path

import click
import pytest
from docs.reference import walk_commands
from tests.docs.pages import ROOT, blocks, prose, written

import newlyn

COMMANDS = dict(walk_commands())
TYPED = re.compile(r"^(?:\w+=\S+ )*(?:\S*/)?newlyn (.+)$", re.M)
INLINE = re.compile(r"`(?:\S*/)?newlyn ([^`\n…{}]+)`")


def in_manual():
    """Every command line that a page quotes, and where."""
    for path in written():
        name = str(path.relative_to(ROOT))
        for block in blocks(path):
            yield from ((name, line) for line in TYPED.findall(block))
        yield from ((name, line) for line in INLINE.findall(prose(path)))


def in_code():
    """Every command line that a message or a docstring tells people to type, and where."""
    for path in Path(newlyn.__file__).parent.rglob("*.py"):
        yield from ((path.name, line) for line in INLINE.findall(path.read_text(encoding="utf-8")))


def parse(line):
    """Resolve the command and let it parse its arguments; a mere mention of a command has none."""
    words = [word.split(">")[0] for word in shlex.split(line.split(" > ")[0].split(" | ")[0])]
    path = "newlyn"
    while words and f"{path} {words[0]}" in COMMANDS:
        path = f"{path} {words.pop(0)}"
    if path == "newlyn" and not words[0].startswith("-"):
        raise click.UsageError(f"no such command: {line}")
    if words:
        COMMANDS[path].make_context(path, words)


@pytest.mark.parametrize(("where", "line"), sorted({*in_manual(), *in_code()}))
def test_a_quoted_command_parses(where, line):
    with suppress(click.exceptions.Exit):  # --help and --version have answered
        parse(line)


@pytest.mark.parametrize("line", ["biuld essex", "build essex --colour", "lineage one two", "indicators --goal lug-15"])
def test_a_command_that_does_not_exist_would_be_noticed(line):
    with pytest.raises(click.UsageError):
        parse(line)


def test_the_manual_quotes_every_command():
    mentioned = {line for _, line in in_manual()}
    for path, command in COMMANDS.items():
        if not isinstance(command, click.Group):
            name = path.removeprefix("newlyn ")
            assert any(line == name or line.startswith(f"{name} ") for line in mentioned), path
