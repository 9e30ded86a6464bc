"""Everything that can be found by name or code, and `search.json`, which lets a page search where no server answers.

What people ask for is read in `workflows.site.find`.
"""

from __future__ import annotations

import json
import re
import unicodedata
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from difflib import SequenceMatcher
from functools import cached_property, lru_cache

from newlyn.foundation.errors import WarehouseError
from newlyn.workflows.postcodes import postcode_districts
from newlyn.workflows.site.area_list import KINDS, SMALL
from newlyn.workflows.site.asked import Answer, Asked
from newlyn.workflows.site.opened import Site, ordered

PATH = "search.json"

ORDER = ("lad", "msoa21", "wd", "lsoa21")
"""Types of area that have pages, as results list them: large ones are what most people mean."""

ALIKE = 0.72
"""Likeness from which a word counts as a slip for another: about one letter in four is wrong."""

MANY = 12
"""Words that are looked at closely for each word that nobody has; they share most groups of letters with it."""

_SPLIT = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that can be found."""

    name: str
    kind: str
    """What people call such a thing: `district`, `ward`, `indicator`."""
    code: str
    path: str
    """Path of its page inside the place."""
    also: str
    """What else tells it apart: its district, the theme of an indicator, what became of an area of the past."""


def plain(text: str) -> str:
    """Words as they are compared: small letters without accents and signs, with *and* for &.

    Examples
    --------
    >>> plain("Jaywick & St. Osyth"), plain("Café—King’s  Road")
    ('jaywick and st osyth', 'cafe kings road')
    """
    parted = unicodedata.normalize("NFKD", text.casefold().replace("&", " and "))
    letters = "".join(letter for letter in parted if letter not in "'’" and not unicodedata.combining(letter))
    return " ".join(part for part in _SPLIT.split(letters) if part)


@dataclass(frozen=True, eq=False)
class Index:
    """The entries of a place, and which words lead to which of them."""

    entries: tuple[Entry, ...]

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The names as they are compared, in the order of the entries."""
        return tuple(plain(entry.name) for entry in self.entries)

    @cached_property
    def _held(self) -> dict[str, set[int]]:
        """By word: positions of the entries that have it in name, kind, code or what tells them apart."""
        held: dict[str, set[int]] = {}
        for at, entry in enumerate(self.entries):
            for word in plain(f"{entry.name} {entry.kind} {entry.code} {entry.also}").split():
                held.setdefault(word, set()).add(at)
        return held

    @cached_property
    def words(self) -> tuple[str, ...]:
        """All words in order, so that those with one beginning stand together."""
        return tuple(sorted(self._held))

    @cached_property
    def _grams(self) -> dict[str, list[int]]:
        """By group of three letters: positions of the words that have it."""
        held: dict[str, list[int]] = {}
        for at, word in enumerate(self.words):
            for gram in _grams(word):
                held.setdefault(gram, []).append(at)
        return held

    def beginning(self, start: str) -> set[int]:
        """Entries that have a word with this beginning."""
        found: set[int] = set()
        for word in self.words[bisect_left(self.words, start) :]:
            if not word.startswith(start):
                break
            found |= self._held[word]
        return found

    def slip(self, word: str) -> set[int]:
        """Entries that have a word for which this one may be a slip of the keyboard."""
        shared = Counter(at for gram in _grams(word) for at in self._grams.get(gram, ()))
        near = [self.words[at] for at, _ in sorted(shared.items(), key=lambda one: (-one[1], one[0]))[:MANY]]
        likeness = {other: SequenceMatcher(None, other, word).ratio() for other in near}
        best = max(likeness.values(), default=0.0)
        chosen = [other for other in near if likeness[other] >= max(ALIKE, best - 0.05)]
        return set().union(*(self._held[other] for other in chosen))


def _grams(word: str) -> set[str]:
    padded = f"  {word} "
    return {padded[at : at + 3] for at in range(len(padded) - 2)}


@lru_cache(maxsize=8)
def index_of(site: Site) -> Index:
    """Everything that can be found on the pages of a place."""
    return Index((*_areas(site), *_indicators(site), *_past(site), *_postcodes(site)))


def _areas(site: Site) -> Iterator[Entry]:
    for area_type in ORDER:
        for area in ordered(site.of_type(area_type)):
            district = site.areas.get(area.district)
            yield Entry(area.title, area.kind, area.code, f"areas/{area.code}", district.name if district else "")


def _indicators(site: Site) -> Iterator[Entry]:
    for indicator in sorted(site.indicators.values(), key=lambda one: (one.label, one.code)):
        theme = indicator.theme.capitalize()
        yield Entry(indicator.label, "indicator", indicator.code, f"indicators/{indicator.code}", theme)


def _past(site: Site) -> Iterator[Entry]:
    """Areas that are no longer: one entry for each area that stands in the place of one."""
    for one in site.retired.values():
        kind = f"former {KINDS.get(one.area_type[:4] + '21', KINDS.get(one.area_type, 'area'))}"
        for code in one.successors:
            if code in site.areas:
                name = f"{one.name or one.code}, now {site.areas[code].title}"
                yield Entry(name, kind, one.code, f"areas/{code}", one.words)


@lru_cache(maxsize=8)
def postcodes_of(site: Site) -> Mapping[str, tuple[str, ...]]:
    """By postcode district, the wider neighbourhoods of the place that have postcodes in it; empty without a list."""
    try:
        listed = postcode_districts(site.warehouse)
    except WarehouseError:  # names and codes are found without the evidence
        return {}
    small = {area.code: area.msoa for area in site.of_type(SMALL)}
    within = {outward: sorted({small[code] for code in codes if code in small}) for outward, codes in listed.items()}
    return {outward: tuple(filter(None, wider)) for outward, wider in within.items() if any(wider)}


def _postcodes(site: Site) -> Iterator[Entry]:
    """Postcode districts have no pages: one entry for each wider neighbourhood that lies in one."""
    for outward, wider in postcodes_of(site).items():
        for code in wider:
            yield Entry(outward, "postcode district", outward, f"areas/{code}", site.areas[code].title)


def show(asked: Asked) -> Answer:
    """What can be found, for scripts: name, kind, code, address and what tells it apart."""
    listed = [asdict(entry) | {"path": asked.links.page(entry.path)} for entry in index_of(asked.site).entries]
    return Answer(json.dumps(listed, ensure_ascii=False, separators=(",", ":")).encode(), "application/json")


def addresses(site: Site) -> Iterator[str]:
    """One file."""
    del site
    yield PATH
