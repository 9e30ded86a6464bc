"""The messages that the manual explains are those that Newlyn gives, word for word between the dots."""

import ast
import re
from pathlib import Path

import pytest
from tests.docs.pages import ROOT

import newlyn
from newlyn.foundation.errors import FAMILIES

PAGE = (ROOT / "docs" / "how-to" / "handle-a-bad-file.md").read_text(encoding="utf-8")
SHORTEST = 6  # letters of a piece between dots that is worth looking for


def texts_of_the_code():
    """Every text in the code, with the pieces of one message joined and dots for what is filled in."""
    for path in Path(newlyn.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.JoinedStr):
                yield "".join(part.value if isinstance(part, ast.Constant) else "…" for part in node.values)
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value


def explained():
    rows = re.findall(r"^\| (`.+?`) \| [^|]+ \| [^|]+ \|$", PAGE, re.M)
    return [message for row in rows for message in re.findall(r"`([^`]+)`", row)]


CODE = "\n".join(texts_of_the_code())


@pytest.mark.parametrize("message", [one for one in explained() if not one.endswith("Error")])
def test_a_message_that_is_explained_is_one_that_is_given(message):
    for piece in re.split(r"…|\(…\)", message):
        piece = piece.strip(" .()")
        if len(piece) >= SHORTEST:
            assert piece in CODE


def test_enough_messages_are_explained_for_the_test_above_to_mean_something():
    assert len(explained()) > 35


@pytest.mark.parametrize("family", FAMILIES, ids=lambda one: one.__name__)
def test_every_family_is_told_with_its_exit_code_and_who_can_mend_it(family):
    assert re.search(rf"^\| {family.exit_code} \| `{family.__name__}` \| \S", PAGE, re.M)
