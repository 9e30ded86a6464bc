"""The pages that people wrote, and the blocks of code in them."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]

_BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.M | re.S)


def written():
    """Pages written by hand: at the root of the repository, and in the manual without its generated reference."""
    manual = (path for path in (ROOT / "docs").rglob("*.md") if path.parent.name != "reference")
    return sorted([*ROOT.glob("*.md"), *manual])


def blocks(path, language=""):
    """The fenced blocks of a page in one language."""
    return [body for kind, body in _BLOCK.findall(path.read_text(encoding="utf-8")) if kind == language]


def prose(path):
    """A page without its fenced blocks."""
    return _BLOCK.sub("", path.read_text(encoding="utf-8"))
