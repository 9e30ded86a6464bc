"""Area types and their codes: what kind of area a GSS code names, in which nation, and whether a column keeps to it.

How areas nest is `geography.hierarchy`; how small areas change between censuses is `geography.vintage`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from newlyn.foundation.errors import InputError, did_you_mean

NATIONS: Mapping[str, str] = MappingProxyType(
    {"E": "England", "W": "Wales", "S": "Scotland", "N": "Northern Ireland", "K": "more than one nation"}
)
"""The first letter of a code says where the area lies."""

_ADJECTIVES = {"E": "an English", "W": "a Welsh", "S": "a Scottish", "N": "a Northern Irish", "K": "a multi-nation"}

# Kind -> singular, plural, and the three characters its codes begin with.
# Source: ONS, Register of Geographic Codes (RGC). A kind whose areas are made of other kinds' areas (`utla`)
# comes last, because `kind_of_code` takes the first kind that fits.
_KINDS: dict[str, tuple[str, str, str]] = {
    "oa": ("output area (OA)", "output areas (OAs)", "E00 W00 S00"),
    "lsoa": ("lower layer super output area (LSOA)", "lower layer super output areas (LSOAs)", "E01 W01"),
    "msoa": ("middle layer super output area (MSOA)", "middle layer super output areas (MSOAs)", "E02 W02"),
    "dz": ("data zone", "data zones", "S01 N20"),
    "iz": ("intermediate zone", "intermediate zones", "S02 N21"),
    "wd": ("electoral ward", "electoral wards", "E05 W05 S13 N08"),
    "cmwd": ("census merged ward", "census merged wards", "E36 W40"),
    "lad": ("local authority district", "local authority districts", "E06 E07 E08 E09 W06 S12 N09"),
    "cty": ("county", "counties", "E10 E11 E13"),
    "rgn": ("region", "regions", "E12"),
    "ctry": ("country", "countries", "E92 W92 S92 N92 K02 K03 K04"),
    "cauth": ("combined authority", "combined authorities", "E47"),
    "pcon": ("parliamentary constituency", "parliamentary constituencies", "E14 W07 S14 N05 N06"),
    "icb": ("integrated care board", "integrated care boards", "E54"),
    "subicb": ("sub-integrated care board location", "sub-integrated care board locations", "E38"),
    "utla": ("county or unitary authority", "counties and unitary authorities", "E06 E08 E09 E10 W06 S12 N09"),
}

_VINTAGES: dict[str, tuple[int, ...]] = {
    "oa": (2001, 2011, 2021),
    "lsoa": (2001, 2011, 2021),
    "msoa": (2001, 2011, 2021),
    "wd": tuple(range(2011, 2026)),
    "lad": tuple(range(2009, 2026)),
    "cty": tuple(range(2009, 2026)),
    "utla": tuple(range(2009, 2026)),
    "rgn": tuple(range(2009, 2026)),
    "ctry": tuple(range(2009, 2026)),
    "cauth": tuple(range(2015, 2026)),
    "pcon": (2010, 2024),
    "icb": (2022, 2023, 2024),
    "subicb": (2022, 2023, 2024),
}

# Census areas are numbered in the order in which they were made, so the highest code of a vintage tells a
# later area from an earlier one. Highest codes in the ONS lookups 2001 to 2011 and 2011 to 2021; those of the
# output areas of 2001 and 2011 are not in them.
_HIGHEST: dict[str, dict[int, tuple[str, str]]] = {
    "oa": {2021: ("E00190594", "W00010697")},
    "lsoa": {
        2001: ("E01032482", "W01001896"),
        2011: ("E01033768", "W01001958"),
        2021: ("E01035762", "W01002040"),
    },
    "msoa": {2001: ("E02006781", "W02000413"), 2011: ("E02006934", "W02000423"), 2021: ("E02007116", "W02000428")},
}

_CODE = re.compile(r"[EWSNK]\d{8}")


@dataclass(frozen=True)
class AreaType:
    """A kind of area at one vintage, such as the LSOAs of 2021; the vintage is None where it does not matter."""

    id: str
    kind: str
    vintage: int | None
    singular: str
    plural: str
    prefixes: tuple[str, ...]
    """The three characters that its codes may begin with, in all nations."""

    def prefixes_in(self, nations: str) -> tuple[str, ...]:
        """The prefixes of the nations whose letters are given, such as `EW`."""
        return tuple(prefix for prefix in self.prefixes if prefix[0] in nations)


def _make_types() -> dict[str, AreaType]:
    types: dict[str, AreaType] = {}
    for kind, (singular, plural, prefixes) in _KINDS.items():
        types[kind] = AreaType(kind, kind, None, singular, plural, tuple(prefixes.split()))
        for year in _VINTAGES.get(kind, ()):
            named = f"{kind}{year % 100:02d}"
            types[named] = AreaType(
                named, kind, year, f"{year} {singular}", f"{year} {plural}", tuple(prefixes.split())
            )
    return types


AREA_TYPES: Mapping[str, AreaType] = MappingProxyType(_make_types())
"""Every area type by its id: the kind and two digits of the year (`lsoa21`), or the kind alone (`lad`)."""


def area_type(type_id: str) -> AreaType:
    """The area type of that id.

    Raises
    ------
    InputError
        If there is none; the message proposes the nearest.

    Examples
    --------
    >>> area_type("lsoa21").plural
    '2021 lower layer super output areas (LSOAs)'
    """
    if type_id not in AREA_TYPES:
        hint = did_you_mean(type_id, AREA_TYPES) or "Write a kind and a year, such as 'lsoa21' or 'lad24'."
        raise InputError(f"{type_id!r} is not an area type. {hint}")
    return AREA_TYPES[type_id]


def kind_of_code(code: str) -> str:
    """The kind of area that a code names.

    Raises
    ------
    InputError
        If it is no GSS code of a kind known here.

    Examples
    --------
    >>> kind_of_code("E01021988"), kind_of_code("E07000066"), kind_of_code("E10000012")
    ('lsoa', 'lad', 'cty')
    """
    kind = _kind_or_none(code)
    if kind is None:
        raise InputError(f"{code!r} is not a GSS code. Accepted: a letter and eight digits, such as E01021988.")
    return kind


def nation_of_code(code: str) -> str:
    """The letter of the nation (`E`, `W`, `S`, `N`), or `K` for an area of more than one.

    Raises
    ------
    InputError
        If it is no GSS code of a kind known here.
    """
    kind_of_code(code)
    return code[0]


def check_codes(codes: Any, area_types: str | Sequence[str], *, nation: str = "E", where: str = "area codes") -> None:
    """Refuse a column that holds anything but codes of the given type.

    Parameters
    ----------
    codes : (n,) array of text
        An Arrow array, a NumPy array or a list. A missing code is refused.
    area_types : str or sequence of str
        One type (`lsoa21`), or several where a publisher mixes levels in one column.
    nation : str
        Letters of the nations that are accepted: `E` (the default), `EW`, `EWSNK` for the whole kingdom
        with its totals.
    where : str
        What the message begins with, such as the file and the column.

    Raises
    ------
    InputError
        Naming the first code at fault and its position, counted from 1.
    """
    fault = find_fault(codes, area_types, nation=nation)
    if fault is not None:
        position, reason = fault
        raise InputError(f"{where}, position {position + 1:,}: {reason}")


def find_fault(codes: Any, area_types: str | Sequence[str], *, nation: str = "E") -> tuple[int, str] | None:
    """Position of the first code that `check_codes` would refuse, counted from 0, and why; None if there is none."""
    wanted = [area_type(one) for one in ([area_types] if isinstance(area_types, str) else area_types)]
    column = _as_text(codes)
    bad = pc.invert(_fits(column, wanted, nation))
    if not pc.any(bad).as_py():
        return None
    at = pc.index(bad, True).as_py()
    return at, _fault(column[at].as_py(), wanted, nation)


def _as_text(codes: Any) -> pa.Array:
    column = codes if isinstance(codes, pa.Array | pa.ChunkedArray) else pa.array(codes)
    column = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    return column.cast(pa.string())


def _fits(column: pa.Array, wanted: Sequence[AreaType], nation: str) -> pa.Array:
    """Whether each code is well formed, of a wanted kind and nation, and not from a later vintage."""
    prefixes = sorted({prefix for one in wanted for prefix in one.prefixes_in(nation)})
    good = pc.match_substring_regex(column, f"^(?:{'|'.join(prefixes) or 'none'})[0-9]{{6}}$")
    if len(wanted) == 1:
        for highest in _highest(wanted[0]):
            # Codes of one prefix have one length, so the order of the text is the order of the numbers.
            later = pc.and_(pc.starts_with(column, highest[:3]), pc.greater(column, highest))
            good = pc.and_(good, pc.invert(later))
    return pc.fill_null(good, False)


def _highest(wanted: AreaType) -> tuple[str, ...]:
    return _HIGHEST.get(wanted.kind, {}).get(wanted.vintage or 0, ())


def _fault(code: str | None, wanted: Sequence[AreaType], nation: str) -> str:
    """Why `code` is not accepted, what is, and what to do."""
    plural = " or ".join(one.plural for one in wanted)
    nations = ", ".join(NATIONS[letter] for letter in nation if letter in NATIONS)
    prefixes = ", ".join(prefix for one in wanted for prefix in one.prefixes_in(nation))
    accepted = f"Accepted: {plural} of {nations} ({prefixes} and six digits)"
    if not code:
        return f"the code is missing. {accepted}."
    kind = _kind_or_none(code)
    if kind is None:
        tidy = code.strip().upper()
        remedy = f"; write {tidy}" if tidy != code and _kind_or_none(tidy) else ""
        return f"{code!r} is not a GSS code. {accepted}{remedy}."
    if not any(code[:3] in one.prefixes for one in wanted):
        given = _KINDS[kind][0]
        article = "an" if given[0] in "aeiou" else "a"
        return f"{code!r} is the code of {article} {given}. {accepted}. Check which column holds the areas."
    if code[0] not in nation:
        return f"{code!r} is {_ADJECTIVES[code[0]]} code. {accepted}. Leave out the areas of {NATIONS[code[0]]}."
    first = next((year for year, top in _HIGHEST[wanted[0].kind].items() if any(_upto(code, one) for one in top)), None)
    made = f"was first used in {first}" if first else "is higher than any code in use"
    return f"{code!r} {made}. {accepted}. Name the vintage of the column, or change its vintage first."


def _upto(code: str, highest: str) -> bool:
    return code[:3] == highest[:3] and code <= highest


def _kind_or_none(code: str) -> str | None:
    if not _CODE.fullmatch(code):
        return None
    return next((kind for kind, (_, _, prefixes) in _KINDS.items() if code[:3] in prefixes.split()), None)
