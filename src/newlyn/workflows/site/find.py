"""Find an area or an indicator by what a reader types: a name, part of one, a code of today or of the past, a postcode.

What can be found is `workflows.site.search_index`; the page is `publish.site.find`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from newlyn.publish.site.find import District, FindPage, Found, FoundGroup, render_find
from newlyn.publish.site.frame import Crumb
from newlyn.workflows.postcodes import outward_code
from newlyn.workflows.site.area_list import KINDS
from newlyn.workflows.site.asked import Answer, Asked, page, redirect
from newlyn.workflows.site.opened import Site, ordered
from newlyn.workflows.site.search_index import ORDER, Entry, Index, index_of, plain, postcodes_of

LONGEST = 100
"""Letters of a question that are read; no name is longer."""

SHOWN = 20
"""Results of one kind that are listed."""

NEAREST = 8
"""Results in all that are listed where nothing has the name."""

CODE = re.compile(r"[EWSNK]\d{8}")

_LITTLE = frozenset({"and", "the", "of", "in", "at", "on"})
"""Words by which nothing is told apart."""


@dataclass(frozen=True)
class Matches:
    """What a question led to, best first."""

    entries: tuple[Entry, ...]
    near: bool = False
    """Whether a word had to be taken for another, or left out."""


def search(index: Index, question: str) -> Matches:
    """The entries that have every word of a question, or the beginning of it; else those that come nearest."""
    words = plain(question).split()
    words = [word for word in words if word not in _LITTLE] or words
    if not words:
        return Matches(())
    held = [index.beginning(word) for word in words]
    slips = [found or index.slip(word) for word, found in zip(words, held, strict=True)]
    together = set.intersection(*slips)
    if together:
        return Matches(_best_first(index, together, words), near=not all(held))
    counts = Counter(at for found in slips for at in found)
    most = max(counts.values(), default=0)
    return Matches(_best_first(index, {at for at, n in counts.items() if n == most}, words)[:NEAREST], near=True)


def _best_first(index: Index, found: set[int], words: Sequence[str]) -> tuple[Entry, ...]:
    """Whole names first, then names that begin so, then the rest; within these as the index has them."""
    asked = " ".join(words)

    def rank(at: int) -> tuple[int, int]:
        name = index.names[at]
        return (0 if name == asked else 1 if name.startswith(asked) else 2, at)

    return tuple(index.entries[at] for at in sorted(found, key=rank))


def show(asked: Asked) -> Answer:
    """Answer `find?q=`; the code of one thing leads straight to its page."""
    question = "".join(letter for letter in asked.query.get("q", "") if letter.isprintable()).strip()[:LONGEST]
    site = asked.site
    code = question.upper()
    if code in site.areas and site.areas[code].type not in ("cty", "rgn", "ctry"):
        return redirect(asked.links.page(f"areas/{code}"))
    if question.lower() in site.indicators:
        return redirect(asked.links.page(f"indicators/{question.lower()}"))
    found = search(index_of(site), question)
    values = FindPage(question, _groups(found.entries), found.near, _notes(site, question), _districts(site))
    framed = asked.at("find", Crumb("Overview", ""), Crumb("Find a place"))
    return page(render_find(values, framed.frame, asked.links))


def _groups(entries: Sequence[Entry]) -> tuple[FoundGroup, ...]:
    kinds: dict[str, list[Found]] = {}
    for entry in entries:
        kinds.setdefault(entry.kind, []).append(Found(entry.name, entry.path, entry.also, entry.code))
    order = [*(KINDS[area_type] for area_type in ORDER), "indicator"]  # then postcodes and areas of the past
    placed = sorted(kinds, key=lambda kind: order.index(kind) if kind in order else len(order))
    return tuple(FoundGroup(kind, tuple(kinds[kind][:SHOWN]), len(kinds[kind])) for kind in placed)


def _notes(site: Site, question: str) -> tuple[str, ...]:
    """What a reader has to know of a code or a postcode beside the results."""
    code, outward = question.upper(), outward_code(question)
    if code in site.retired:
        one = site.retired[code]
        named = f"{one.name} ({one.code})" if one.name else one.code
        return (f"{named} was {one.words}. Areas of today that stand in its place are listed here.",)
    if code in site.areas:
        area = site.areas[code]
        return (f"{area.name} ({code}) has no page of its own here: {site.name} and its areas are compared with it.",)
    if CODE.fullmatch(code):
        return (
            f"{site.name} has no area of the code {code}. It may lie in another place, or have a slip in its digits.",
        )
    if outward and not postcodes_of(site):
        return (
            "Postcodes are not in this evidence, so a place cannot be found by one. Try the name of a town or ward.",
        )
    if outward and outward in postcodes_of(site):
        return (f"These wider neighbourhoods have postcodes that begin with {outward}.",)
    return ()


def _districts(site: Site) -> tuple[District, ...]:
    inside: dict[str, list[Found]] = {}
    for area in ordered(site.of_type("msoa21")):
        inside.setdefault(area.district, []).append(Found(area.title, f"areas/{area.code}"))
    return tuple(
        District(area.name, f"areas/{area.code}", tuple(inside.get(area.code, ())))
        for area in ordered(site.of_type("lad"))
    )


def addresses(site: Site) -> Iterator[str]:
    """One page; what it finds cannot be listed."""
    del site
    yield "find"
