"""The list of the areas of a place: what a query asks for, which rows meet it, and the same rows as CSV.

What the page looks like is `publish.site.neighbourhood_list`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

import pyarrow as pa

from newlyn.foundation.errors import InputError, did_you_mean
from newlyn.publish.open_data.csv_file import render_csv
from newlyn.publish.site.frame import Crumb
from newlyn.publish.site.neighbourhood_list import (
    KEYS,
    NATURAL,
    TYPES,
    Choice,
    Listed,
    ListPage,
    Option,
    orders_of,
    render_list,
    section_of,
)
from newlyn.workflows.site.area_beside import row_of
from newlyn.workflows.site.area_list import SMALL, Area
from newlyn.workflows.site.area_profile import edition_before, newest_picture
from newlyn.workflows.site.area_within import inside
from newlyn.workflows.site.asked import Answer, Asked, page
from newlyn.workflows.site.opened import Site
from newlyn.workflows.site.search_index import plain

PATH = "neighbourhoods"
ON_A_PAGE = 100
LONGEST = 100
"""Letters of a name or code that are read; none is longer."""

FORMATS = ("html", "csv")


def show(asked: Asked) -> Answer:
    """The list, or what is on it as CSV."""
    site = asked.site
    form = asked.query.get("format", "") or "html"
    if form not in FORMATS:
        raise InputError(f"there is no format {form[:60]!r}. Accepted: {', '.join(FORMATS)}.")
    choice, notes = read_choice(site, asked.query)
    rows = rows_of(site, choice)
    if form == "csv":
        name = f"{site.slug}-{TYPES[choice.type][1].replace(' ', '-')}.csv"
        return Answer(_csv(site, rows, choice.type), "text/csv; charset=utf-8", download=name)
    asked = asked.at(PATH, Crumb("Overview", ""), Crumb("Neighbourhoods"))
    values = _page(site, choice, rows, notes) if asked.links.served else _whole(site)
    return page(render_list(values, asked.frame, asked.links))


def addresses(site: Site) -> Iterator[str]:
    """The one list; its pages are asked for by query, and a static copy has all rows on one."""
    del site
    yield PATH


def read_choice(site: Site, query: Mapping[str, str]) -> tuple[Choice, tuple[str, ...]]:
    """What a query asks for, and what the reader has to be told of it.

    Raises
    ------
    InputError
        If a value is not one of those accepted.
    """
    kind = _one_of("type", "list", query.get("type", ""), tuple(TYPES), SMALL)
    words = " ".join(query.get("q", "").split())
    if len(words) > LONGEST:
        raise InputError(f"q has {len(words):,} letters; at most {LONGEST} are read. Write part of a name or a code.")
    sort = query.get("sort", "") or "rank"
    key, notes = _one_of("sort", "order", sort.removeprefix("-"), tuple(NATURAL), "rank"), ()
    choice = Choice(
        type=kind,
        words="".join(letter for letter in words if letter.isprintable()),
        district=_district(site, query.get("district", "")),
        tenth=_tenth(query.get("tenth", "")),
        key=key,
        turned=sort.startswith("-"),
        page=_page_number(query.get("page", "")),
    )
    held = orders_of(kind, _year_before(site))
    if choice.sort not in {one.value for one in held}:
        told = f"A list of {TYPES[kind][1]} cannot be put in the order {key!r}; the most deprived stand first."
        return replace(choice, key="rank", turned=False), (told,)
    return choice, notes


def _one_of(name: str, what: str, given: str, accepted: tuple[str, ...], usual: str) -> str:
    if not given:
        return usual
    if given not in accepted:
        raise InputError(f"there is no {what} {given[:60]!r} ({name}). Accepted: {', '.join(accepted)}.")
    return given


def _district(site: Site, given: str) -> str:
    if not given:
        return ""
    code = given.strip().upper()
    districts = {area.code: area.name for area in site.of_type("lad")}
    if code in districts:
        return code
    hint = did_you_mean(code[:60], districts) or f"Accepted: {', '.join(districts)}."
    raise InputError(f"{site.name} has no district {given[:60]!r}. {hint}")


def _tenth(given: str) -> int | None:
    if not given:
        return None
    if not re.fullmatch(r"[1-9]|10", given):
        raise InputError(f"a tenth is a number from 1 (most deprived) to 10; got {given[:60]!r}.")
    return int(given)


def _page_number(given: str) -> int:
    if not given:
        return 1
    if not re.fullmatch(r"0*[1-9][0-9]*", given, re.ASCII):
        raise InputError(f"a page is a number from 1; got {given[:60]!r}.")
    return int(given[-9:]) if len(given.lstrip("0")) < 10 else 10**9


def _year_before(site: Site) -> int | None:
    edition = edition_before(site)
    return edition.year if edition else None


def rows_of(site: Site, choice: Choice) -> tuple[Listed, ...]:
    """The rows that meet a choice, in its order; those without a value stand last either way."""
    words = plain(choice.words).split()
    kept = [
        row
        for row, text, tenths in _listed(site, choice.type)
        if all(word in text for word in words)
        and (not choice.words or words)
        and choice.district in ("", row.district_code)
        and (choice.tenth is None or choice.tenth in tenths)
    ]
    value = _values(choice)
    known = [row for row in kept if value(row) is not None]
    rest = [row for row in kept if value(row) is None]
    # Sorted twice: rows that are equal stand by name, whichever way the order runs.
    known.sort(key=lambda row: row.name)
    known.sort(key=lambda row: _comparable(value(row)), reverse=choice.turned)
    return (*known, *sorted(rest, key=lambda row: row.name))


def _comparable(value: float | str | None) -> tuple[float, str]:
    return (0.0, value) if isinstance(value, str) else (float(value or 0.0), "")


def _values(choice: Choice) -> Callable[[Listed], float | str | None]:
    """What rows are put in order by: the smallest stands first."""
    shared = choice.type in ("msoa21", "wd")
    by_key: dict[str, Callable[[Listed], float | str | None]] = {
        "name": lambda row: row.name,
        "district": lambda row: row.district,
        "residents": lambda row: None if row.residents is None else -row.residents,
        "before": lambda row: row.before,
        "areas": lambda row: -row.areas,
        "fifth": _share,
        "rank": _share if shared else lambda row: row.rank,
    }
    return by_key[choice.key]


def _share(row: Listed) -> float | None:
    return -row.worst / row.areas if row.areas else None


@lru_cache(maxsize=32)
def _listed(site: Site, area_type: str) -> tuple[tuple[Listed, str, frozenset[int]], ...]:
    """Every area of a type with the text that it is found by and the tenths that it is in or has parts in."""
    return tuple(_row(site, area) for area in site.of_type(area_type))


def _row(site: Site, area: Area) -> tuple[Listed, str, frozenset[int]]:
    one = row_of(site, area)
    district = site.areas.get(area.district, area if area.type == "lad" else None)
    row = Listed(
        code=area.code,
        name=area.title,
        district_code=district.code if district else "",
        district=district.name if district else "",
        residents=area.residents,
        rank=one.rank,
        tenth=one.tenth,
        figure=one.figure if area.type == SMALL else "",
        before=one.before,
        areas=one.areas or 0,
        worst=one.worst or 0,
    )
    parts = (area,) if area.type == SMALL else inside(site).get(area.code, ())
    tenths = frozenset(tenth for part in parts if (tenth := row_of(site, part).tenth) is not None)
    return row, plain(f"{area.title} {area.code}"), tenths


def _page(site: Site, choice: Choice, rows: Sequence[Listed], notes: tuple[str, ...]) -> ListPage:
    pages = max(1, -(-len(rows) // ON_A_PAGE))
    if choice.page > pages:
        told = f"There is no page {choice.page:,}; " if choice.page < 10**9 else "There is no such page; "
        notes = (*notes, f"{told}this is the last, page {pages}.")
        choice = replace(choice, page=pages)
    start = (choice.page - 1) * ON_A_PAGE
    shown = rows[start : start + ON_A_PAGE]
    picture, before = newest_picture(site), _year_before(site)
    year = picture.edition if picture else None
    return ListPage(
        place=site.name,
        choice=choice,
        total=len(site.of_type(choice.type)),
        matching=len(rows),
        pages=pages,
        shown=(start + 1, start + len(shown)) if shown else (0, 0),
        sections=(section_of(shown, choice, site.name, year, before),),
        districts=_districts(site),
        orders=orders_of(choice.type, before),
        year=year,
        before=before,
        notes=notes,
    )


def _whole(site: Site) -> ListPage:
    """Everything at once, for a copy that no server answers for."""
    picture, before = newest_picture(site), _year_before(site)
    year = picture.edition if picture else None
    choices = [Choice(type=kind) for kind in KEYS if site.of_type(kind)]
    total = len(site.of_type(SMALL))
    return ListPage(
        place=site.name,
        choice=Choice(),
        total=total,
        matching=total,
        pages=1,
        shown=(1, total),
        sections=tuple(section_of(rows_of(site, one), one, site.name, year, before) for one in choices),
        districts=_districts(site),
        orders=(),
        year=year,
        before=before,
    )


def _districts(site: Site) -> tuple[Option, ...]:
    return tuple(Option(area.code, area.name) for area in sorted(site.of_type("lad"), key=lambda area: area.name))


def _csv(site: Site, rows: Sequence[Listed], area_type: str) -> bytes:
    """The rows under stable headings, in their order; a value that is not known is an empty cell."""
    picture, before = newest_picture(site), edition_before(site)
    columns: dict[str, pa.Array] = {
        "code": pa.array([row.code for row in rows], pa.string()),
        "name": pa.array([row.name for row in rows], pa.string()),
        "district_code": pa.array([row.district_code for row in rows], pa.string()),
        "district": pa.array([row.district for row in rows], pa.string()),
        "residents": pa.array([None if row.residents is None else round(row.residents) for row in rows], pa.int64()),
    }
    index = picture.index if picture else "imd"
    if area_type == SMALL:
        columns[f"{index}_rank"] = pa.array([row.rank for row in rows], pa.int64())
        columns[f"{index}_tenth"] = pa.array([row.tenth for row in rows], pa.int64())
        if before:
            columns[f"{before.id}_tenth"] = pa.array([row.before for row in rows], pa.int64())
        columns["lineage"] = pa.array([row.figure or None for row in rows], pa.string())
    else:
        columns["neighbourhoods"] = pa.array([row.areas for row in rows], pa.int64())
        columns[f"{index}_most_deprived_fifth"] = pa.array([row.worst for row in rows], pa.int64())
    if area_type == "lad":
        columns[f"{index}_average_score_rank"] = pa.array([row.rank for row in rows], pa.int64())
    return render_csv(pa.table(columns))
