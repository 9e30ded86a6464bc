"""The picture of deprivation in a terminal: plain aligned text.

The same sentences and numbers as the page, without colour, so that it can be piped and read aloud.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence

from newlyn.indices.picture import DeprivationPicture, Group, Neighbourhood
from newlyn.publish import number
from newlyn.publish.deprivation import sentence
from newlyn.publish.deprivation.measure import BAND_WORDS, FIFTH, WHOLE, areas_share, band_of, residents_share

MOST_DEPRIVED = 10
"""Neighbourhoods that are listed; the page and the CSV hold all of them."""

NARROWEST = 40
_UNKNOWN = "–"

Row = Sequence[str]


def render_deprivation_text(picture: DeprivationPicture, *, width: int) -> str:
    """Summary, bands, districts and the ten most deprived neighbourhoods, in lines of at most `width` letters.

    Columns that do not fit are cut with an ellipsis in their names, never in their numbers; below 40
    letters the tables keep their full width.
    """
    parts = [
        f"{picture.place_name}: {picture.title}",
        _wrapped(sentence.answer(picture), width),
        _table(("Most deprived … of England", "Areas", "%", "Residents", "%"), _bands(picture), width),
    ]
    if picture.districts:
        parts.append(
            _table(("District", "Areas", "In fifth", "Residents", "In fifth", "%"), _districts(picture), width)
        )
    parts.append(_table(("Neighbourhood", "Area", "Rank", "Tenth", "Residents"), _most_deprived(picture), width))
    if picture.place.residents is None:
        parts.append(f"{_UNKNOWN}  {number.NOT_PUBLISHED}")
    parts.extend(_wrapped(caveat, width) for caveat in picture.caveats)
    return _printable("\n\n".join(parts)) + "\n"


def _bands(picture: DeprivationPicture) -> list[Row]:
    place = picture.place
    return [
        (
            BAND_WORDS[band.top],
            number.count(band.areas),
            number.percent(areas_share(place, band.top)),
            number.count(band.residents),
            number.percent(residents_share(place, band.top)),
        )
        for band in place.bands
    ]


def _districts(picture: DeprivationPicture) -> list[Row]:
    return [_district(group) for group in sentence.most_deprived_first(picture.districts)]


def _district(group: Group) -> Row:
    fifth = band_of(group.bands, FIFTH)
    return (
        group.name,
        number.count(group.areas),
        number.count(fifth.areas),
        number.count(group.residents),
        number.count(fifth.residents),
        number.percent(residents_share(group, FIFTH)),
    )


def _most_deprived(picture: DeprivationPicture) -> list[Row]:
    return [_neighbourhood(area) for area in picture.neighbourhoods[:MOST_DEPRIVED]]


def _neighbourhood(area: Neighbourhood) -> Row:
    standing = area.domains[WHOLE]
    residents = number.count(area.residents)
    return (area.msoa_name, area.name, number.count(standing.rank), str(standing.decile), residents)


def _table(heads: Row, rows: Iterable[Row], width: int) -> str:
    """Text columns to the left, numbers to the right; the first column gives way when the line is too long."""
    lines = [heads, *([_UNKNOWN if cell == number.NOT_PUBLISHED else cell for cell in row] for row in rows)]
    widths = [max(len(line[at]) for line in lines) for at in range(len(heads))]
    over = sum(widths) + 2 * (len(widths) - 1) - max(width, NARROWEST)
    widths[0] = max(widths[0] - max(over, 0), min(widths[0], 12))
    is_text = [
        not any(line[at][:1].isdigit() or line[at] == _UNKNOWN for line in lines[1:]) for at in range(len(heads))
    ]
    return "\n".join(_line(line, widths, is_text) for line in lines)


def _line(cells: Row, widths: Sequence[int], is_text: Sequence[bool]) -> str:
    placed = (
        _cut(cell, size).ljust(size) if left or at == 0 else cell.rjust(size)
        for at, (cell, size, left) in enumerate(zip(cells, widths, is_text, strict=True))
    )
    return "  ".join(placed).rstrip()


def _cut(cell: str, size: int) -> str:
    return cell if len(cell) <= size else cell[: size - 1] + "…"


def _wrapped(text: str, width: int) -> str:
    return textwrap.fill(text, max(width, NARROWEST), break_on_hyphens=False)


def _printable(text: str) -> str:
    """Names come from files: one that holds an escape sequence must not reach the terminal as such."""
    return "".join(letter if letter.isprintable() or letter == "\n" else "�" for letter in text)
