"""The page of downloads: the tables of a place with their sizes, and the API with answers that it really gives.

The files themselves are `data_file`; what the API answers is `newlyn.workflows.api`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from pydantic import BaseModel, TypeAdapter

from newlyn.indices.edition import find_edition
from newlyn.publish import number
from newlyn.publish.open_data import csvw
from newlyn.publish.open_data.table import Description
from newlyn.publish.site.data import (
    DataPage,
    Example,
    IndicatorNote,
    Size,
    TableNote,
    ThemeNote,
    answer_words,
    form_of,
    licence_notes,
    render_data,
    theme_name,
    theme_words,
)
from newlyn.publish.site.frame import Crumb
from newlyn.workflows.api.area import tell_area
from newlyn.workflows.api.observation import find_observations, page_of_observations
from newlyn.workflows.api.paging import MOST
from newlyn.workflows.site import data_observation as observed
from newlyn.workflows.site.area_list import SMALL
from newlyn.workflows.site.asked import Answer, Asked, page
from newlyn.workflows.site.data_file import render_file
from newlyn.workflows.site.data_set import DataSet, Rows, indicator_sets, place_sets
from newlyn.workflows.site.data_source import sources_of_indicators
from newlyn.workflows.site.opened import Site

API = "api/v1/"
STRETCH = 20_000
"""Rows of a table that are weighed for all."""


def show(asked: Asked) -> Answer:
    """The page."""
    site = asked.site
    notes = _notes(site)
    values = DataPage(
        answer=answer_words(
            site.name,
            len(observed.rows_of_theme(site, None)),
            len(site.indicators),
            len(site.areas),
            fictional=site.pack.fictional,
        ),
        place=notes["place"],
        observations=notes["observations"],
        deprivation=notes["deprivation"],
        themes=tuple(_themes(site)),
        area=_example_area(site),
        area_title=site.areas[_example_area(site)].title,
        districts=tuple(sorted((area.name, area.code) for area in site.of_type("lad"))),
        licences=licence_notes(sources_of_indicators(site, site.indicators)),
        fictional=site.pack.fictional,
        api=API,
        slug=site.slug,
        most=number.count(MOST),
        examples=tuple(_examples(site)) if asked.links.served else (),
    )
    frame = asked.at("data", Crumb("Overview", ""), Crumb("Data")).frame
    return page(render_data(values, frame, asked.links))


def addresses(site: Site) -> Iterator[str]:
    """The one page."""
    del site
    yield "data"


@lru_cache(maxsize=8)
def _notes(site: Site) -> dict[str, tuple[TableNote, ...]]:
    """The tables of the whole place under their headings, with their sizes, which are found once."""
    found: dict[str, list[TableNote]] = {"place": [], "observations": [], "deprivation": []}
    for one in place_sets(site):
        heading, _, part = one.about.name.partition("-")
        if heading not in found:
            found["place"].append(_note(one, one.about.title, one.about.summary))
        elif heading == "observations":
            found[heading].append(_note(one, theme_name(part) if part else "All themes"))
        else:
            found[heading].append(_note(one, find_edition(part).title))
    return {heading: tuple(notes) for heading, notes in found.items()}


def _note(one: DataSet, name: str, summary: str = "") -> TableNote:
    rows, file = one.rows(), one.about.name
    forms = tuple(form_of(end, f"data/{file}{end}", _size(one.about, rows, end)) for end in one.endings)
    described = f"data/{file}{csvw.ENDING}" if ".csv" in one.endings else ""
    return TableNote(name, one.about.title, summary, number.count(len(rows)), forms, described)


def _size(about: Description, rows: Rows, ending: str) -> Size:
    """The size of a file; of a long one as estimated from a stretch in its middle.

    To write the long ones only to weigh them would make the first reader wait for seconds. Areas follow each other and
    have the same figures, so a stretch stands for all: to 1% for CSV. Parquet stores longer tables in less.
    """
    if len(rows) <= STRETCH:
        return Size(len(render_file(rows.table(), about, ending)))
    start = (len(rows) - STRETCH) // 2
    weighed = len(render_file(rows.table(slice(start, start + STRETCH)), about, ending))
    return Size(weighed * len(rows) // STRETCH, "about" if ending == ".csv" else "under")


def _themes(site: Site) -> Iterator[ThemeNote]:
    sets = {one.about.name.removeprefix("indicator-"): one for one in indicator_sets(site)}
    for theme in observed.themes(site):
        inside = [one for one in site.indicators.values() if one.theme == theme]
        notes = tuple(
            IndicatorNote(
                one.label,
                one.code,
                tuple(form_of(end, f"data/indicator-{one.code}{end}") for end in sets[one.code].endings),
            )
            for one in sorted(inside, key=lambda one: one.label)
        )
        yield ThemeNote(theme, theme_words(theme, notes), notes)


def _example_area(site: Site) -> str:
    """The neighbourhood that is most deprived in the newest edition, which everyone looks for first."""
    hoods = site.picture(site.editions[-1]).neighbourhoods if site.editions else ()
    code = next((one.code for one in hoods if one.code in site.areas), "")
    return code or site.of_type(SMALL)[0].code


def _examples(site: Site) -> Iterator[Example]:
    """Two requests that hold for this place, with what the API answers to them."""
    area = _example_area(site)
    start = f"/{API}places/{site.slug}"
    yield Example(
        f"What is known of {site.areas[area].title}?",
        f"{start}/areas/{area}",
        _written(TypeAdapter(type(found := tell_area(site, area))).dump_python(found, mode="json")),
    )
    first = page_of_observations(site, find_observations(site, area=area), offset=0, limit=1)
    yield Example(
        "Which figures are there for it? (One here; at most a thousand at a time.)",
        f"{start}/areas/{area}/observations?limit=1",
        _written(first),
    )


def _written(value: BaseModel | Any) -> str:
    plain = value.model_dump(mode="json") if isinstance(value, BaseModel) else value
    return json.dumps(plain, ensure_ascii=False, indent=2)
