"""Write a new place pack from a name and the codes of its areas."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import yaml

from newlyn.foundation.errors import InputError
from newlyn.foundation.files import write_atomically
from newlyn.geography.code import check_codes, kind_of_code
from newlyn.packs.library import FILE, load_pack

_TYPES = {"cty": "cty", "lad": "lad", "lsoa": "lsoa21", "msoa": "msoa21"}

_TEMPLATE = """\
# A place pack of Newlyn. Every key is described in the manual under "Place packs".
id: {id}
name: {name}
areas:
{areas}
comparators:
  county: auto      # or a county's code, or none
  region: auto
  neighbours: global  # ONS statistical nearest neighbours: global, economic, demographic or none
vintages:
  index: imd2019
  small_areas: lsoa21
disclosure:
  threshold: 5
  rounding: 5
brand:
  name: {name}
"""


def write_pack(name: str, codes: Sequence[str], folder: Path, *, small_areas: str = "lsoa21") -> Path:
    """Make a pack in `folder` and return its own folder.

    Parameters
    ----------
    name : the place's name, such as `Hertfordshire`
    codes : GSS codes of counties, districts, unitary authorities, MSOAs or LSOAs of England
    folder : where packs are kept
    small_areas : vintage of the LSOAs among the codes, `lsoa21` or `lsoa11`

    Raises
    ------
    InputError
        If a code is not of England or not of an accepted kind, or the pack exists already.
    """
    place_id = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
    if not place_id or not place_id[0].isalpha():
        raise InputError(
            f"{name!r} gives no id for a pack. Use a name that begins with a letter, such as 'Hertfordshire'."
        )
    place = folder / place_id
    if (place / FILE).exists():
        raise InputError(f"{place / FILE} is already there. Choose another name, or edit that file.")
    text = _TEMPLATE.format(id=place_id, name=_quoted(name), areas=_areas(codes, small_areas))
    write_atomically(place / FILE, text.encode())
    load_pack(place)
    return place


def _areas(codes: Sequence[str], small_areas: str) -> str:
    if not codes:
        raise InputError("no area is given. Give at least one code, such as --areas E10000015.")
    by_type: dict[str, list[str]] = {}
    for code in dict.fromkeys(codes):
        kind = kind_of_code(code)
        area_type = small_areas if kind == "lsoa" else _TYPES.get(kind)
        if area_type is None:
            raise InputError(
                f"{code} is a {kind}. Accepted: counties, districts, unitary authorities, MSOAs and LSOAs."
            )
        check_codes([code], area_type, where="--areas")
        by_type.setdefault(area_type, []).append(code)
    return "\n".join(f"  {area_type}: [{', '.join(found)}]" for area_type, found in by_type.items())


def _quoted(name: str) -> str:
    return yaml.safe_dump(name, allow_unicode=True, default_style='"', width=1000).strip()
