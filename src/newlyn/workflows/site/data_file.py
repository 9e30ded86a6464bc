"""One file to download: a table of the place as CSV or Parquet, its description, or the catalogue of all of them.

Which tables there are is `data_set`; how they are written is `newlyn.publish.open_data`.
"""

from __future__ import annotations

from collections.abc import Iterator

import pyarrow as pa

from newlyn.foundation.errors import NotFoundError
from newlyn.publish.open_data import catalogue, csv_file, csvw, parquet_file
from newlyn.publish.open_data.table import Description
from newlyn.workflows.site.asked import Answer, Asked
from newlyn.workflows.site.data_set import DataSet, find_data_set, indicator_sets, place_sets
from newlyn.workflows.site.opened import Site

CATALOGUE = "catalogue.json"
CONTENT_TYPES = {".csv": csv_file.CONTENT_TYPE, ".parquet": parquet_file.CONTENT_TYPE}
API = "../../api/v1/"
"""The address of the API, seen from the catalogue."""


def show(asked: Asked, name: str) -> Answer:
    """The file of that name.

    Raises
    ------
    NotFoundError
        If there is no such file.
    """
    site = asked.site
    if name == CATALOGUE:
        return Answer(_catalogue(site, service=API if asked.links.served else ""), catalogue.CONTENT_TYPE)
    # The longest ending first: a description ends like a CSV file with more behind.
    for ending in (csvw.ENDING, ".csv", ".parquet"):
        if name.endswith(ending):
            return _file(site, find_data_set(site, name.removesuffix(ending)), ending)
    raise NotFoundError(
        f"{site.name} has no file {name!r} to download. Files end in .csv, .parquet or {csvw.ENDING}; the page `data` "
        "lists them."
    )


def addresses(site: Site) -> Iterator[str]:
    """Every file of a static copy: the tables of areas as CSV only, for there are a thousand of them."""
    yield f"data/{CATALOGUE}"
    for one in (*place_sets(site), *indicator_sets(site)):
        yield from (f"data/{name}" for name in file_names(one))
    for code in site.areas:
        yield from (f"data/area-{code}{ending}" for ending in (".csv", csvw.ENDING))


def file_names(one: DataSet) -> tuple[str, ...]:
    """The files of a table: what it is offered as, and the description of its CSV file."""
    endings = (*one.endings, csvw.ENDING) if ".csv" in one.endings else one.endings
    return tuple(f"{one.about.name}{ending}" for ending in endings)


def _file(site: Site, one: DataSet, ending: str) -> Answer:
    if f"{one.about.name}{ending}" not in file_names(one):
        offered = " and ".join(one.endings)
        raise NotFoundError(f"the table {one.about.name} is not offered as {ending}. Accepted: {offered}.")
    if ending == csvw.ENDING:
        return Answer(csvw.render_csvw(one.about), csvw.CONTENT_TYPE)
    # Under the name that the description gives it, so that both are found together where they are kept.
    body = render_file(one.rows().table(), one.about, ending)
    return Answer(body, CONTENT_TYPES[ending], download=f"{one.about.name}{ending}")


def render_file(rows: pa.Table, about: Description, ending: str) -> bytes:
    """The rows of a table in one of the forms that it is offered in."""
    return csv_file.render_csv(rows) if ending == ".csv" else parquet_file.render_parquet(rows, about)


def _catalogue(site: Site, *, service: str) -> bytes:
    tables = [catalogue.Offered(one.about, one.endings) for one in (*place_sets(site), *indicator_sets(site))]
    return catalogue.render_catalogue(site.name, site.brand.name, site.evidence, tables, service=service)
