"""The picture of deprivation as data: CSV with one row for each neighbourhood, and the whole as JSON.

The page and the terminal are `page` and `text` of this room.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass

from newlyn.foundation.digest import canonical_json
from newlyn.indices.picture import DeprivationPicture, Neighbourhood

_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
"""A cell that begins with one of these is run as a formula by common spreadsheets."""

_CONTROL = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]+")
"""Line ends and other control characters: never part of a name, and one row is one line."""

_LEADING = (
    "code", "name", "msoa", "msoa_name", "district", "district_name", "residents", "local_rank",
)  # fmt: skip


def render_deprivation_csv(picture: DeprivationPicture) -> str:
    """One row for each neighbourhood, most deprived first, under stable snake_case headings.

    After who and where come rank, tenth and score of the whole index and of each domain that the picture
    holds, then the ID that `newlyn lineage` explains. An unknown value is an empty cell. Text that a
    spreadsheet would run as a formula is preceded by an apostrophe.
    """
    domains = [profile.domain for profile in picture.profile]
    columns = [f"{domain}_{part}" for domain in domains for part in ("rank", "decile", "score")]
    stream = io.StringIO()
    rows = csv.writer(stream, lineterminator="\n")
    rows.writerow((*_LEADING, *columns, "lineage"))
    rows.writerows(tuple(_cells(area, domains)) for area in picture.neighbourhoods)
    return stream.getvalue()


def render_deprivation_json(picture: DeprivationPicture, *, indent: int | None = 1) -> str:
    """The whole picture as JSON with sorted keys: equal pictures are equal bytes. Without indent it is one line."""
    return canonical_json(_plain(picture), indent=indent) + "\n"


def _cells(area: Neighbourhood, domains: list[str]) -> Iterator[str]:
    for column in _LEADING:
        yield _cell(getattr(area, column))
    for domain in domains:
        standing = area.domains.get(domain)
        yield from ("", "", "") if standing is None else map(_cell, (standing.rank, standing.decile, standing.score))
    yield _cell(area.lineage)


def _cell(value: str | float | None) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        text = _CONTROL.sub(" ", value).strip()
        return f"'{text}" if text.startswith(_FORMULA) else text
    return str(int(value)) if value == int(value) else repr(float(value))


def _plain(value: object) -> object:
    if is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    return [_plain(item) for item in value] if isinstance(value, (list, tuple)) else value
