"""The page of one area, whatever its type; and where the code of an area leads that is no longer.

The parts are gathered in the modules beside this one, `area_*`; what the page looks like is `publish.site.area`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from newlyn.publish.site import area_sentence as sentence
from newlyn.publish.site.area import AreaList, AreaPage, Change, Way, neighbours_table, render_area, within_table
from newlyn.publish.site.area_retired import RetiredPage, Successor, notice_of, render_retired
from newlyn.publish.site.frame import Crumb
from newlyn.workflows.site.area_answer import answer_of, headlines_of
from newlyn.workflows.site.area_beside import neighbours_of, neighbours_words, within_of
from newlyn.workflows.site.area_figures import figures_of
from newlyn.workflows.site.area_list import KINDS, SMALL, Area
from newlyn.workflows.site.area_map import locate
from newlyn.workflows.site.area_profile import edition_before, newest_picture, profile_of, shares_of, tenths_of
from newlyn.workflows.site.area_within import inside
from newlyn.workflows.site.asked import Answer, Asked, page, redirect
from newlyn.workflows.site.opened import Site
from newlyn.workflows.succession import Succession

SECTION = "neighbourhoods"
WITH_PAGE = ("lsoa21", "msoa21", "wd", "lad")


def show(asked: Asked, code: str) -> Answer:
    """The page of an area, or the way to what followed it."""
    site = asked.site
    upper = code.upper()
    if upper != code and (upper in site.areas or upper in site.retired):
        return redirect(asked.links.page(f"areas/{upper}"))
    if code in site.retired and code not in site.areas:
        return _retired(asked, site.retired[code])
    area = site.find_area(code)
    asked = asked.at(SECTION, *_crumbs(site, area))
    asked = replace(asked, frame=replace(asked.frame, notice=_notice(asked, area) or asked.frame.notice))
    return page(render_area(_page(asked, area), asked.frame, asked.links))


def addresses(site: Site) -> Iterator[str]:
    """Every area that has a page, and every code of the past that leads to one."""
    yield from (f"areas/{area.code}" for area in site.areas.values() if area.type in WITH_PAGE)
    yield from (f"areas/{code}" for code in site.retired if code not in site.areas)


def _page(asked: Asked, area: Area) -> AreaPage:
    site, links = asked.site, asked.links
    profile = profile_of(site, area)
    picture, before = newest_picture(site), edition_before(site)
    beside = neighbours_of(site, area)
    year = picture.edition if picture else None
    return AreaPage(
        code=area.code,
        name=area.title,
        kind=area.kind,
        under=_under(site, area),
        answer=answer_of(site, area, profile),
        headlines=headlines_of(site, area, profile, links),
        ways=tuple(_ways(site, area)),
        lists=tuple(_lists(site, area)) if links.served else (),
        locator=locate(site, area, [one.code for one in beside if not one.here]),
        profile=profile,
        change=_change(site, area),
        neighbours=neighbours_table(beside, area.kind, year, site.name, links),
        neighbours_sentence=neighbours_words(beside),
        within=None
        if area.type == SMALL
        else within_table(within_of(site, area), area.name, (year or 0, before.year if before else None), links),
        figures=figures_of(site, area),
        notes=_notes(area),
    )


def _crumbs(site: Site, area: Area) -> Iterator[Crumb]:
    yield Crumb("Overview", "")
    yield Crumb("Neighbourhoods", SECTION)
    for code in (area.district, area.msoa):
        if code in site.areas:
            yield Crumb(site.areas[code].also or site.areas[code].name, f"areas/{code}")
    yield Crumb(area.name)


def _under(site: Site, area: Area) -> str:
    kind = area.kind.capitalize()
    where = site.areas[area.district].name if area.district in site.areas else ""
    parts = [where, site.name] if where and where != site.name else [site.name]
    return f"{kind} in {', '.join(parts)} · {area.code}"


def _ways(site: Site, area: Area) -> Iterator[Way]:
    for role, code in (("Wider neighbourhood", area.msoa), ("Ward", area.ward), ("District", area.district)):
        if code in site.areas:
            yield Way(role, site.areas[code].title, f"areas/{code}")


def _lists(site: Site, area: Area) -> Iterator[AreaList]:
    """Where the areas inside a district are listed; on a static copy there is one list, which cannot be narrowed."""
    for kind in ("msoa21", "wd") if area.type == "lad" else ():
        number = sum(one.district == area.code for one in site.of_type(kind))
        if number:
            yield AreaList(f"{KINDS[kind].capitalize()}s", number, kind)


def _change(site: Site, area: Area) -> Change | None:
    if area.type == SMALL:
        tenths = tenths_of(site, area)
        return Change(sentence.tenths_moved(tenths), sentence.estimates(tenths), tenths) if tenths else None
    shares = shares_of(site, inside(site).get(area.code, ()))
    if not shares:
        return None
    return Change(sentence.shares_moved(area.name, shares), sentence.estimates(shares), shares=shares)


def _notes(area: Area) -> tuple[str, ...]:
    if area.type != "wd":
        return ()
    return (
        "Figures of a ward are those of the neighbourhoods that the Office for National Statistics fits to it, "
        "each to the ward where most of its people live, so they are not exactly the ward’s own.",
    )


def _notice(asked: Asked, area: Area) -> str:
    """Why another code led here; only a code that did lead here is named."""
    found = asked.site.retired.get(asked.query.get("from", "").upper())
    if found is None or found.successors != (area.code,):
        return ""
    return notice_of(found.code, found.words, area.title)


def _retired(asked: Asked, found: Succession) -> Answer:
    site = asked.site
    known = [code for code in found.successors if code in site.areas]
    if found.successors == tuple(known) and len(known) == 1 and asked.links.served:
        return redirect(asked.links.page(f"areas/{known[0]}", **{"from": found.code}))
    kind = next((kind for known_type, kind in KINDS.items() if known_type[:3] == found.area_type[:3]), "area")
    values = RetiredPage(
        code=found.code,
        name=found.name,
        kind=kind,
        words=found.words,
        redrawn=found.why != "recoded",
        successors=tuple(_successor(site, code) for code in found.successors),
    )
    asked = asked.at(SECTION, Crumb("Overview", ""), Crumb("Neighbourhoods", SECTION), Crumb(found.code))
    return page(render_retired(values, asked.frame, asked.links))


def _successor(site: Site, code: str) -> Successor:
    area = site.areas.get(code)
    if area is None or area.type not in WITH_PAGE:
        return Successor(code, "outside this place" if area is None else area.name)
    return Successor(code, area.title, f"areas/{code}")
