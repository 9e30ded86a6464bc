"""A page of HTML as a test reads it: its elements, its words, and a refusal of tags that do not nest."""

from __future__ import annotations

import re
from collections import Counter
from html.parser import HTMLParser
from itertools import pairwise

VOID = {"meta", "link", "br", "input", "img", "hr"}


class Reader(HTMLParser):
    """Elements of a page, and a refusal of tags that do not nest."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self._open: list[str] = []
        self.feed(text)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len(attrs) == len(dict(attrs)), f"an attribute stands twice in {tag}"
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        if not {"style", "title", "script"} & set(self._open):
            self.words.append(data)

    def values(self, name: str) -> list[str]:
        return [attributes[name] or "" for _, attributes in self.elements if name in attributes]

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())

    @property
    def levels(self) -> list[int]:
        """The levels of the headings, in order."""
        return [int(tag[1]) for tag, _ in self.elements if re.fullmatch(r"h\d", tag)]


def check_page(text: str) -> Reader:
    """Check what is true of every page, and read it.

    Tags nest, IDs occur once, references lead somewhere, headings step down one at a time, tables have a caption and
    heads with a scope, and what is missing is not written as a program writes it.
    """
    found = Reader(text)
    ids = Counter(found.values("id"))
    assert [one for one, times in ids.items() if times > 1] == []
    named = {
        name for at in ("aria-labelledby", "aria-describedby") for value in found.values(at) for name in value.split()
    }
    anchors = {link[1:] for link in found.values("href") if link.startswith("#")}
    assert named | anchors <= set(ids)
    assert found.levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(found.levels[found.levels.index(1) :]))
    tags = Counter(tag for tag, _ in found.elements)
    assert tags["table"] == tags["caption"]
    assert all("scope" in attributes for tag, attributes in found.elements if tag == "th")
    assert found.values("style") == []
    assert "style" not in tags
    assert not re.search(r"\b(None|NaN|nan|undefined)\b", re.sub(r"None of", "", found.text))
    return found
