"""How households live: deprivation, tenure, room, kind of home, who lives together, cars and heating.

Persons are `catalogue.census_people`; work is `catalogue.census_work`.
"""

from __future__ import annotations

from newlyn.evidence.catalogue.census_2011 import BEDROOMS_2011, DEPRIVED_2011
from newlyn.evidence.catalogue.census_2021 import (
    ACCOMMODATION,
    BEDROOMS,
    COMPOSITION,
    DEPRIVED,
    HOUSEHOLD_LANGUAGES,
    TENURE,
)
from newlyn.evidence.catalogue.census_percentages import SHARES_LAD, SHARES_MSOA
from newlyn.evidence.catalogue.census_share import ROUNDED, WORSE, percentage, share
from newlyn.evidence.catalogue.indicator import Indicator

_DIMENSIONS = (
    "Dimensions are employment, education, health and disability, and housing. The rule of the housing dimension is "
    "not the same in 2011 and 2021, so the two censuses are not compared."
)
_ANY = ("one", "two", "three", "four")

DEPRIVATION = (
    share(
        "household_deprived",
        "Households deprived in at least one dimension",
        DEPRIVED,
        _ANY,
        earlier={DEPRIVED_2011: _ANY},
        polarity=WORSE,
        caveat=_DIMENSIONS,
        comparable=False,
    ),
    share(
        "household_deprived_twice",
        "Households deprived in at least two dimensions",
        DEPRIVED,
        _ANY[1:],
        earlier={DEPRIVED_2011: _ANY[1:]},
        polarity=WORSE,
        caveat=_DIMENSIONS,
        comparable=False,
    ),
)

_CROWDED = ("1 too few", "2 or more too few")
_STANDARD = "By the Bedroom Standard, which asks how many bedrooms a household of its ages and sexes needs."

HOMES = (
    share(
        "owner_occupied",
        "Households that own their home",
        TENURE,
        ("owned outright", "owned with a mortgage", "shared ownership"),
        caveat="Shared ownership is among them.",
    ),
    share(
        "social_rented",
        "Households that rent from a social landlord",
        TENURE,
        ("rented from the council", "other social rented"),
    ),
    share(
        "private_rented",
        "Households that rent privately or live rent free",
        TENURE,
        ("private landlord", "other private rented", "rent free"),
    ),
    share(
        "overcrowded",
        "Households with too few bedrooms",
        BEDROOMS,
        _CROWDED,
        earlier={BEDROOMS_2011: _CROWDED},
        polarity=WORSE,
        goals=("lug-12",),
        caveat=f"{_STANDARD} In 2011 it was worked out in broadly the same way.",
    ),
    share(
        "bedrooms_to_spare",
        "Households with two bedrooms or more to spare",
        BEDROOMS,
        ("2 or more to spare",),
        earlier={BEDROOMS_2011: ("2 or more to spare",)},
        caveat=_STANDARD,
    ),
    share(
        "flats",
        "Households in flats or parts of a building",
        ACCOMMODATION,
        ("purpose-built flat", "converted or shared house", "other converted building", "commercial building"),
    ),
    share(
        "caravans",
        "Households in caravans and other mobile or temporary homes",
        ACCOMMODATION,
        ("caravan or temporary",),
    ),
    percentage(
        "no_central_heating.rounded",
        "Households without central heating, as ONS rounds it",
        {SHARES_MSOA: "heating: none", SHARES_LAD: "heating: none"},
        polarity=WORSE,
        goals=("lug-12",),
    ),
    percentage(
        "no_car.rounded",
        "Households without a car or van, as ONS rounds it",
        {SHARES_MSOA: "cars: none", SHARES_LAD: "cars: none"},
        goals=("lug-11",),
        caveat=f"Some need no car, some cannot afford one. {ROUNDED}",
    ),
)

TOGETHER = (
    share(
        "lone_parent_households",
        "Households of a lone parent with dependent children",
        COMPOSITION,
        ("lone parent, dependent children",),
    ),
    share(
        "one_person_older",
        "Households of one person aged 66 or over",
        COMPOSITION,
        ("one person aged 66 or over",),
    ),
    percentage(
        "one_person_households.rounded",
        "Households of one person, as ONS rounds it",
        {SHARES_MSOA: "household: one person", SHARES_LAD: "household: one person"},
    ),
    share(
        "several_languages",
        "Households whose members have different main languages",
        HOUSEHOLD_LANGUAGES,
        ("different",),
        caveat="People who live alone count as having one language.",
    ),
)

INDICATORS: tuple[Indicator, ...] = (*DEPRIVATION, *HOMES, *TOGETHER)
