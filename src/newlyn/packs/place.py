"""What `place.yaml` says: a place, its areas, its comparators, the places and cohorts it has named, its look.

Finding a pack is `packs.library`; writing a new one is `packs.draft`. Which small areas a place holds is
worked out from evidence in `newlyn.workflows`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, field_validator, model_validator

from newlyn.definitions.document import Definition, ItemError
from newlyn.geography.code import find_fault

_HEX = re.compile(r"#[0-9a-fA-F]{6}")


def _codes_of(area_type: str) -> AfterValidator:
    def check(codes: tuple[str, ...]) -> tuple[str, ...]:
        fault = find_fault(codes, area_type) if codes else None
        if fault is not None:
            raise ItemError(fault[1], fault[0])
        return _each_once(codes)

    return AfterValidator(check)


def _each_once(names: tuple[str, ...]) -> tuple[str, ...]:
    seen = set()
    for position, name in enumerate(names):
        if name in seen:
            raise ItemError(f"{name!r} is given more than once; once is enough", position)
        seen.add(name)
    return names


def _unique_ids(items: tuple[Any, ...]) -> tuple[Any, ...]:
    _each_once(tuple(item.id for item in items))
    return items


def _not_blank(text: str) -> str:
    if not text.strip():
        raise ValueError("write a name; it stands at the head of every page")
    return text


def _identifier(text: str) -> str:
    if not re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", text):
        raise ValueError("write an id in lower case, with words joined by hyphens, such as 'canvey-island'")
    return text


Id = Annotated[str, AfterValidator(_identifier)]
Name = Annotated[str, AfterValidator(_not_blank)]
Once = AfterValidator(_unique_ids)
"""For a list of things with ids of their own."""


class Areas(Definition):
    """A set of areas by code; the place is all of them together."""

    cty: Annotated[tuple[str, ...], _codes_of("cty")] = ()
    """Counties."""
    lad: Annotated[tuple[str, ...], _codes_of("lad")] = ()
    """Districts and unitary authorities."""
    msoa21: Annotated[tuple[str, ...], _codes_of("msoa21")] = ()
    lsoa21: Annotated[tuple[str, ...], _codes_of("lsoa21")] = ()
    lsoa11: Annotated[tuple[str, ...], _codes_of("lsoa11")] = ()
    """Small areas of 2011; not together with those of 2021."""

    @model_validator(mode="after")
    def _some(self) -> Areas:
        if not any(codes for _, codes in self.by_type()):
            raise ValueError("name at least one area, by code, under cty, lad, msoa21, lsoa21 or lsoa11")
        if self.lsoa11 and self.lsoa21:
            raise ValueError("small areas of 2011 and of 2021 cannot stand together: choose one vintage")
        return self

    def by_type(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Each area type with its codes."""
        for name in type(self).model_fields:
            yield name, getattr(self, name)

    def plus(self, other: Areas) -> Areas:
        """Both sets together."""
        together = {name: tuple(dict.fromkeys((*codes, *getattr(other, name)))) for name, codes in self.by_type()}
        return Areas(**together)


class Selection(Definition):
    """The place with further areas, under a name of its own."""

    id: Id
    """Typed after the place and a stroke: `essex/greater-essex`."""
    name: Name
    also: Areas
    """The further areas."""


class Comparators(Definition):
    """What the place is held against; `auto` takes what the areas lie in."""

    county: str = "auto"
    """`auto`, `none` or a code."""
    region: str = "auto"
    """`auto`, `none` or a code."""
    country: Literal["E92000001"] = "E92000001"
    neighbours: Literal["global", "economic", "demographic", "none"] = "global"
    """Which of ONS's models of statistical nearest neighbours."""

    @field_validator("county", "region")
    @classmethod
    def _is_code(cls, given: str, info: object) -> str:
        kind = {"county": "cty", "region": "rgn"}[info.field_name]  # type: ignore[attr-defined]
        if given not in ("auto", "none"):
            fault = find_fault([given], kind)
            if fault is not None:
                raise ValueError(f"write 'auto', 'none' or a code; {fault[1]}")
        return given


class Vintages(Definition):
    """Which editions the place's pages are made from."""

    index: str = "imd2019"
    """Edition that is shown when none is asked for."""
    small_areas: Literal["lsoa11", "lsoa21"] = "lsoa21"
    """Areas on which editions are compared."""


class ListedPlace(Definition):
    """A place that someone has named as a priority."""

    id: Id
    name: str
    districts: tuple[str, ...] = ()
    """Names of the districts it lies in."""
    type: str
    """What sort of place it is, in words, such as `town or island within a district`."""
    areas: Areas | None = None
    """None where the text does not say which areas are meant."""
    rural_only: bool = False
    """Only the areas that the rural–urban classification calls rural."""
    basis: str
    """How it is known which areas are meant, in words."""


class PlaceList(Definition):
    """A dated list of priority places: undated lists break every trend."""

    id: Id
    title: str
    published: date | str
    """When the list was published, as exactly as is known, such as `2022-01`."""
    source: str
    """Document, date and chapter."""
    places: Annotated[tuple[ListedPlace, ...], Once] = Field(min_length=1)


class Cohort(Definition):
    """A group of people that someone has named as a priority."""

    id: Id
    name: str
    ages: str | None = None
    """Ages, in words."""
    scope: str = ""
    """Where they live, in words."""
    source: str
    """Document, date and chapter."""


class Disclosure(Definition):
    """How small a count of people may be shown."""

    threshold: int = Field(default=5, ge=0)
    """Counts from 1 to this are withheld."""
    rounding: int = Field(default=5, ge=1)
    """Counts that are shown are rounded to a multiple of this."""
    applies_to: str = "counts of people from records that are not published"


class Brand(Definition):
    """Name and colours of the pages."""

    name: Name
    colour: str = "#0b3d5c"
    """Main colour, as `#` and six hexadecimal digits; likewise the accent."""
    accent: str = "#00703c"

    @field_validator("colour", "accent")
    @classmethod
    def _is_colour(cls, given: str) -> str:
        if not _HEX.fullmatch(given):
            raise ValueError("write a colour as # and six hexadecimal digits, such as #0b3d5c")
        return given


class Place(Definition):
    """A place pack."""

    id: Id
    """Name of its folder; what is typed: `newlyn build essex`."""
    name: Name
    """As it is written for people."""
    summary: str = ""
    """What the place is, in a sentence."""
    areas: Areas
    selections: Annotated[tuple[Selection, ...], Once] = ()
    """The place with further areas, such as those of neighbouring councils."""
    comparators: Comparators = Comparators()
    vintages: Vintages = Vintages()
    frameworks: tuple[str, ...] = ()
    """Ids of the frameworks that the place works by."""
    place_lists: Annotated[tuple[PlaceList, ...], Once] = ()
    cohorts: Annotated[tuple[Cohort, ...], Once] = ()
    disclosure: Disclosure = Disclosure()
    brand: Brand
    fictional: bool = False
    """A fictional place is never shown beside a real one."""
