"""No definition runs code, exhausts the memory or ends the program."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
import yaml

from newlyn.definitions import yaml_file
from newlyn.definitions.yaml_file import read_yaml
from newlyn.foundation.errors import DefinitionError

LETTERS = "abcdefghij"


def _bomb(first: str, each: str) -> str:
    """Ten lines, each of which stands for nine of the one before: thousands of millions of values."""
    lines = [f"a: &a {first}"]
    lines += [f"{name}: &{name} {each.format(', '.join([f'*{below}'] * 9))}" for below, name in pairwise(LETTERS)]
    return "\n".join(lines) + "\n"


@pytest.fixture(params=["fast", "plain"])
def path(tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A place for a file, with each of the two parsers: libyaml's, and the slow one where that is not at hand."""
    if request.param == "plain":
        monkeypatch.setattr(yaml_file, "_Loader", yaml.SafeLoader)
    return tmp_path / "x.yaml"


@pytest.mark.parametrize("text", [_bomb("[x]", "[{}]"), _bomb("{x: 1}", "{{<<: [{}]}}")])
def test_a_few_lines_that_stand_for_billions_of_values_are_refused(path: Path, text: str) -> None:
    path.write_text(text)
    with pytest.raises(DefinitionError, match=r"x\.yaml, line \d+: .*its aliases stand for more than 200,000 values\."):
        read_yaml(path)


@pytest.mark.parametrize(
    "text", ["a: " + "[" * 200_000, "- " * 200_000 + "a", "a: " + "{b: " * 5000 + "1" + "}" * 5000]
)
def test_a_bottomless_file_is_refused_and_does_not_end_the_program(path: Path, text: str) -> None:
    path.write_text(text)
    with pytest.raises(DefinitionError, match=r"x\.yaml, line 1: .*nested deeper than 100 levels\."):
        read_yaml(path)


def test_a_list_that_holds_itself_is_refused(path: Path) -> None:
    path.write_text("x: 1\na: &a [*a]\n")
    with pytest.raises(DefinitionError, match=r"line 2: .*it stands inside itself\."):
        read_yaml(path)


def test_no_code_is_run(path: Path) -> None:
    left = path.with_name("left")
    path.write_text(f"a: !!python/object/apply:os.mkdir ['{left}']\n")
    with pytest.raises(DefinitionError, match=r"line 1: .*could not determine a constructor for the tag"):
        read_yaml(path)
    assert not left.exists()


def test_a_second_document_is_refused(path: Path) -> None:
    path.write_text("a: 1\n---\nb: 2\n")
    with pytest.raises(DefinitionError, match="another document"):
        read_yaml(path)


def test_an_alias_may_stand_twice(path: Path) -> None:
    path.write_text("a: &a [1]\nb: [*a, *a]\n")
    assert read_yaml(path)[1] == {"a": [1], "b": [[1], [1]]}


def test_own_keys_go_before_merged_ones_even_where_the_merged_mapping_merges(path: Path) -> None:
    path.write_text("x:\n  deep: &b {<<: &a {k: 1, l: 1}, k: 2}\ny: {<<: *b, l: 3}\n")
    assert read_yaml(path)[1] == {"x": {"deep": {"k": 2, "l": 1}}, "y": {"k": 2, "l": 3}}
