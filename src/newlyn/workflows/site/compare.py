"""Choose two areas to compare, by name or code; the page of a pair is `workflows.site.compare_pair`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from newlyn.publish.site.compare import CompareForm, Field, Named, PairOf, render_form
from newlyn.publish.site.frame import Crumb
from newlyn.workflows.site.area_list import KINDS, Area
from newlyn.workflows.site.asked import Answer, Asked, page, redirect
from newlyn.workflows.site.find import LONGEST, search
from newlyn.workflows.site.opened import Site, ordered
from newlyn.workflows.site.search_index import index_of, plain

SECTION = "compare"

MANY = 12
"""Areas that are offered where a name fits several."""

_KINDS = frozenset(KINDS.values())


@dataclass(frozen=True)
class Resolved:
    """What was typed into a field, understood or not."""

    area: Area | None
    problem: str = ""
    choices: tuple[Area, ...] = ()


def resolve(site: Site, typed: str) -> Resolved:
    """The area that a reader means by a name or a code; several to choose from where it fits them all."""
    code = typed.upper()
    if code in site.areas:
        return Resolved(site.areas[code])
    if code in site.retired:
        now = [site.areas[one] for one in site.retired[code].successors if one in site.areas]
        if len(now) == 1:
            return Resolved(now[0])
        return Resolved(None, f"{code} was {site.retired[code].words}. Choose one that followed it.", tuple(now))
    name = plain(typed)
    called = [area for area in site.areas.values() if name and name in (plain(area.name), plain(area.title))]
    if len(called) == 1:
        return Resolved(called[0])
    found = search(index_of(site), typed)
    fitting = dict.fromkeys(entry.code for entry in found.entries if entry.kind in _KINDS)
    areas = tuple(called) or tuple(site.areas[one] for one in fitting if one in site.areas)
    if len(areas) == 1 and not found.near:
        return Resolved(areas[0])
    if not areas:
        return Resolved(None, f"Nothing here is called “{typed}”. Type the name of a district, or a code.")
    told = f"Nothing here is called “{typed}”; these come nearest." if found.near else f"“{typed}” fits several areas."
    return Resolved(None, f"{told} Choose one, or type more.", areas[:MANY])


def show(asked: Asked) -> Answer:
    """Answer `compare?a=&b=`: the form, or the way to the page of the pair."""
    site = asked.site
    typed = [_read(asked.query.get(name, "")) for name in ("a", "b")]
    found = [resolve(site, text) if text else Resolved(None) for text in typed]
    first, second = (one.area for one in found)
    problem = ""
    if first and second:
        if first.code != second.code:
            return redirect(asked.links.page(f"compare/{first.code}-{second.code}"))
        problem = f"Both are {first.title}. Choose two different areas."
    fields = [
        Field(
            name=name,
            label=label,
            typed=one.area.title if one.area else text,
            problem=one.problem,
            choices=tuple(Named(f"{area.title}, {area.kind}", area.code) for area in one.choices),
        )
        for name, label, text, one in zip(("a", "b"), ("First area", "Second area"), typed, found, strict=True)
    ]
    values = CompareForm(
        fields=(fields[0], fields[1]),
        problem=problem,
        names=tuple(area.name for area in (*ordered(site.of_type("lad")), *_comparators(site))),
        districts=tuple(_pairs_of(site)),
    )
    frame = asked.at(SECTION, Crumb("Overview", ""), Crumb("Compare")).frame
    return page(render_form(values, frame, asked.links))


def _read(text: str) -> str:
    return "".join(letter for letter in text if letter.isprintable()).strip()[:LONGEST]


def _comparators(site: Site) -> tuple[Area, ...]:
    return tuple(site.areas[code] for code in site.comparators)


def pairs(site: Site) -> Iterator[tuple[Area, Area]]:
    """Every pair of districts once, in order of name."""
    yield from combinations(ordered(site.of_type("lad")), 2)


def _pairs_of(site: Site) -> Iterator[PairOf]:
    paths = {frozenset((a.code, b.code)): f"compare/{a.code}-{b.code}" for a, b in pairs(site)}
    districts = ordered(site.of_type("lad"))
    for one in districts:
        others = ((other.name, paths[frozenset((one.code, other.code))]) for other in districts if other is not one)
        yield PairOf(one.name, tuple(others))


def addresses(site: Site) -> Iterator[str]:
    """The form; the pages of pairs are another module's."""
    del site
    yield SECTION
