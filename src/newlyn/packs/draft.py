"""Write a new place pack from a name and the codes of its areas."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from pathlib import Path

import yaml

from newlyn.foundation.errors import InputError
from newlyn.foundation.files import write_atomically
from newlyn.geography.code import AREA_TYPES, check_codes, kind_of_code
from newlyn.packs.library import FILE, OWN, load_pack

LONGEST = 80
"""Characters of a name: what fits into the head of a page."""

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
        If a code is not of England or not of an accepted kind, the name gives no id, or the pack exists already.
    """
    name = _checked(name)
    place_id = _id_of(name)
    place = folder / place_id
    for there in (place, OWN / place_id):
        if (there / FILE).exists():
            raise InputError(f"{there / FILE} is already there. Choose another name, or edit that file.")
    text = _TEMPLATE.format(id=_quoted(place_id), name=_quoted(name), areas=written_areas(codes, small_areas))
    write_atomically(place / FILE, text.encode())
    load_pack(place)
    return place


def _checked(name: str) -> str:
    """The name on one line; signs that a terminal or a page would obey rather than show are refused."""
    name = " ".join(name.split())
    if not name.isprintable() or len(name) > LONGEST:
        raise InputError(f"{name[:LONGEST]!r} is not a name. Use at most {LONGEST} letters, digits and signs in print.")
    return name


def _id_of(name: str) -> str:
    """Lower case without accents, words joined by hyphens."""
    plain = unicodedata.normalize("NFKD", name.replace("'", "").replace("’", "")).encode("ascii", "ignore").decode()
    place_id = re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")
    if not place_id[:1].isalpha():
        raise InputError(
            f"{name!r} gives no id for a pack. Use a name that begins with a letter, such as 'Hertfordshire'."
        )
    return place_id


def written_areas(codes: Sequence[str], small_areas: str) -> str:
    """The codes as the lines of a pack; an `InputError` if one is not of England or not of an accepted kind."""
    if not codes:
        raise InputError("no area is given. Give at least one code, such as --areas E10000015.")
    by_type: dict[str, list[str]] = {}
    for code in dict.fromkeys(codes):
        kind = kind_of_code(code)
        area_type = small_areas if kind == "lsoa" else _TYPES.get(kind)
        if area_type is None:
            raise InputError(
                f"{code} is the code of one of the {AREA_TYPES[kind].plural}. "
                "Accepted: counties, districts, unitary authorities, MSOAs and LSOAs."
            )
        check_codes([code], area_type, where="--areas")
        by_type.setdefault(area_type, []).append(code)
    return "\n".join(f"  {area_type}: [{', '.join(found)}]" for area_type, found in by_type.items())


def _quoted(name: str) -> str:
    return yaml.safe_dump(name, allow_unicode=True, default_style='"', width=1000).strip()
