"""What the layouts of `nomis.yaml` cannot say: 101 columns of ages as rows, and people born in no named country.

Each function takes an opened file and its definition and returns the declared columns with `source_row`. The files of
the census of 2011 are `sources.nomis_2011`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from newlyn.evidence.catalogue.census_2021 import AGES
from newlyn.evidence.sources.dataset import File
from newlyn.evidence.sources.frame import text_column
from newlyn.evidence.sources.layout import choose_columns
from newlyn.foundation.errors import SourceError

# `Age: Aged 5 years; measures: Value` in one layout, `Aged 5 years` in the other; bands such as `Aged 5 to 9 years`
# stand between the single years and are passed over.
_SINGLE_YEAR = re.compile(r"(?:Age: )?Aged (?:(under 1) year|(\d+) years?(?: and over)?)(?:; measures: Value)?")
_LAST = AGES - 1


def single_years(frame: pa.Table, file: File) -> pa.Table:
    """The columns of single years of age as rows.

    Raises
    ------
    SourceError
        If a year of age has no column.
    """
    columns = {}
    for header in frame.column_names:
        found = _SINGLE_YEAR.fullmatch(header)
        age = 0 if found and found[1] else int(found[2]) if found else None
        if age is not None and ("and over" in header) == (age == _LAST):
            columns[age] = frame[header]
    if lacking := sorted(set(range(AGES)) - set(columns)):
        raise SourceError(
            f"{file.kept_as}: there is no column for the age {lacking[0]}. Compare its headers with `Aged 5 years`."
        )
    return stacked(pa.table(choose_columns(frame, file)), "age", "residents", columns)


def single_years_of_counties(frame: pa.Table, file: File) -> pa.Table:
    """Single years of age of counties alone: unitary authorities are already among the districts."""
    counties = pc.starts_with(text_column(frame, file.columns["area"]), "E10")
    return single_years(frame.filter(counties), file)


def in_or_outside_the_uk(frame: pa.Table, file: File) -> pa.Table:
    """Residents born in the United Kingdom, and all others, whom the file has in groups of countries.

    Raises
    ------
    SourceError
        If a count is not a whole number.
    """
    everyone = _whole_numbers(frame, "Country of birth: Total; measures: Value", file)
    here = _whole_numbers(frame, "Country of birth: Europe: United Kingdom; measures: Value", file)
    counts = {"UK": here, "elsewhere": pc.subtract(everyone, here)}
    return stacked(pa.table(choose_columns(frame, file)), "category", "count", counts)


def stacked(named: pa.Table, names_to: str, values_to: str, columns: Mapping[Any, pa.ChunkedArray]) -> pa.Table:
    """One row for each area and word: the columns one under another, each with its word."""
    return pa.concat_tables(
        named.append_column(names_to, pa.repeat(pa.scalar(word), named.num_rows)).append_column(values_to, column)
        for word, column in columns.items()
    )


def _whole_numbers(frame: pa.Table, header: str, file: File) -> pa.ChunkedArray:
    chosen = choose_columns(frame, file.model_copy(update={"columns": {"number": header}}))
    try:
        return pc.replace_substring(text_column(pa.table(chosen), "number"), ",", "").cast(pa.int64())
    except pa.ArrowInvalid as error:
        raise SourceError(f"{file.kept_as}, column {header!r}: not a whole number ({error}). Fetch it again.") from None
