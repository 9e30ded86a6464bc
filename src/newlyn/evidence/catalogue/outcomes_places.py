"""Outcomes of places: homes, getting to work and services, connection, energy and emissions, nature, culture."""

from __future__ import annotations

from newlyn.evidence.catalogue.outcomes_els import ELS
from newlyn.evidence.catalogue.outcomes_series import BETTER, NEITHER, WORSE, Series, indicators_of
from newlyn.evidence.catalogue.outcomes_snapshots import GIGABIT_2023

_ONE_DAY = "One day so far, so there is no series yet."
_JOURNEY = (
    "Modelled journey to the nearest place with 500 to 4,999 jobs, not the journeys that people make. 2014 to 2019 "
    "without 2018; the series has stopped."
)
_MAPPED = "From maps and the residents of the last census."

HOMES = (
    Series(
        "housing.affordability_ratio",
        "House price as a multiple of a resident's yearly earnings",
        "Housing affordability ratio (residence-based)",
        "times yearly earnings",
        WORSE,
        ("lug-12",),
        caveat="Median price over median earnings of one person; about buying, not renting.",
    ),
    Series(
        "housing.net_additions",
        "Homes added to the housing stock",
        "Net additions to the housing stock (England)",
        "per 1,000 dwellings",
        BETTER,
        ("lug-12",),
        caveat="Homes of every price and size, less those lost; it does not say who can afford them.",
    ),
)


def _journey(code: str, how: str, name: str) -> Series:
    return Series(
        f"transport.jobs_by_{code}", f"Time to reach jobs {how}", name, "minutes", WORSE, ("lug-11",), caveat=_JOURNEY
    )


def _walk(code: str, what: str, name: str, goals: tuple[str, ...]) -> Series:
    caveat = f"{_MAPPED} {_ONE_DAY}"
    return Series(code, f"Residents within 30 minutes' walk of a {what}", name, "%", BETTER, goals, caveat=caveat)


REACH = (
    _journey("public_transport", "by public transport or on foot", "Public transport or walk to work"),
    _journey("car", "by car", "Drive to work"),
    _journey("cycle", "by cycle", "Cycle to work"),
    _walk(
        "transport.station_walk",
        "railway station",
        "Residents within a 30 minute walk of their nearest railway station",
        ("lug-11",),
    ),
    _walk(
        "culture.library_walk",
        "library",
        "Residents within a 30 minute walk of their nearest library",
        ("lug-11",),
    ),
    Series(
        "transport.motor_vehicle_flow",
        "Motor vehicles on a road on an average day",
        "Motor vehicle flow",
        "vehicles a day",
        NEITHER,
        caveat="Counties, unitary authorities and larger areas only.",
        decimals=0,
    ),
)

CONNECTION = (
    Series(
        "digital.gigabit",
        "Premises where gigabit broadband is on offer",
        "Gigabit capable broadband",
        "%",
        BETTER,
        ("lug-10",),
        caveat=(
            "What could be bought, not what is bought, afforded or used. Two days from two editions of the publisher: "
            "September 2023 and January 2026."
        ),
        also=(GIGABIT_2023,),
    ),
    Series(
        "digital.below_30",
        "Premises that cannot get 30 Mbit/s",
        "Premises below 30Mbps",
        "%",
        WORSE,
        ("lug-10",),
        caveat=_ONE_DAY,
    ),
    Series(
        "digital.coverage_4g",
        "Area with 4G outdoors from one operator or more",
        "4G coverage",
        "%",
        BETTER,
        ("lug-10",),
        caveat=f"Nearly everywhere is covered, so it hardly tells districts apart. {_ONE_DAY}",
    ),
    Series(
        "digital.coverage_5g",
        "Area with 5G outdoors from one operator or more",
        "5G coverage",
        "%",
        BETTER,
        ("lug-10",),
        caveat=_ONE_DAY,
    ),
)

ENERGY = (
    Series(
        "energy.emissions",
        "Greenhouse gas emissions per head",
        "Greenhouse gas emissions",
        "tonnes CO2e per head",
        WORSE,
        ("lug-13",),
        caveat="Counted where they arise, power where it is used; a works or a motorway weighs heavily.",
    ),
    Series(
        "energy.domestic_gas",
        "Gas used by a home",
        "Gas consumption",
        "kWh per meter",
        WORSE,
        (),
        {"lug-13": "less gas may mean better insulation and heat pumps, or homes left cold"},
        caveat="Median, corrected for weather; the year has begun in mid-May since 2018 and at other times before.",
        decimals=0,
    ),
    Series(
        "energy.domestic_electricity",
        "Electricity used by a home",
        "Electricity consumption",
        "kWh per meter",
        NEITHER,
        (),
        {"lug-13": "it falls with saving and rises as heating and cars turn electric"},
        caveat="Median, February to January.",
        decimals=0,
    ),
    Series(
        "energy.vehicle_chargers",
        "Public chargers for electric vehicles",
        "Public electric vehicle chargers",
        "per 100,000 residents",
        BETTER,
        ("lug-13",),
        caveat="Chargers since January 2026; earlier editions counted devices and do not compare. Two quarters so far.",
    ),
)

NATURE = (
    Series(
        "nature.air_cleaned",
        "Value of the pollution that plants take from the air",
        "Air pollution regulating",
        "£ million a year",
        BETTER,
        (),
        {"lug-12": "it follows how much woodland and green there is and how dirty the air, not who can reach it"},
        caveat="Modelled, in prices of 2024; larger districts have more of it.",
        modelled=True,
    ),
    Series(
        "nature.greenhouse_gases_kept",
        "Value of the greenhouse gases that land takes up",
        "Greenhouse gas regulating",
        "£ million a year",
        BETTER,
        caveat="Shared out from national models, so it does not show how a council keeps its land.",
        modelled=True,
    ),
    Series(
        "nature.cooling",
        "Value of the cooling that green and water give towns",
        "Urban heat regulating",
        "£ million a year",
        NEITHER,
        caveat="Moves with the number of hot days more than with anything done.",
        modelled=True,
    ),
)


def _visit(code: str, label: str, name: str) -> Series:
    caveat = f"Asked of adults in the Participation Survey of 2023/24. {_ONE_DAY.replace('day', 'year')}"
    return Series(f"culture.{code}", label, name, "%", BETTER, caveat=caveat, limits=True, decimals=0)


def _amenity(code: str, label: str, name: str, unit: str) -> Series:
    return Series(f"amenities.{code}", label, name, unit, NEITHER, caveat=_MAPPED)


CULTURE = (
    _visit("arts", "Adults who took part in the arts in a year", "Engaged with the arts"),
    _visit("heritage", "Adults who visited a heritage site in a year", "Visited a heritage site"),
    _visit("museum_visits", "Adults who visited a museum or gallery in a year", "Visited a museum or gallery"),
    _visit("library_visits", "Adults who visited a public library in a year", "Visited a public library"),
    _amenity("museums", "Museums", "museums", "per 100,000 residents"),
    _amenity("supermarkets", "Chain supermarkets", "Supermarkets", "per 10,000 residents"),
    _amenity("sports_facilities", "Sports facilities", "Sports facilities", "per 10,000 residents"),
    Series(
        "amenities.food_outlets",
        "Food and drink businesses",
        "Food outlets",
        "per 1,000 residents",
        NEITHER,
        caveat="Enterprises are placed where they are registered, so a chain counts once.",
        decimals=2,
    ),
)

INDICATORS = indicators_of(ELS, (*HOMES, *REACH, *CONNECTION, *ENERGY, *NATURE, *CULTURE))
