"""The subjects under which the figures of an area stand: what people look for, not who published it.

An indicator finds its subject by the longest beginning of its code; a new one without any stands under the last.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache


@dataclass(frozen=True)
class Subject:
    """One heading of the figures, and the beginnings of the codes that belong under it."""

    id: str
    heading: str
    codes: tuple[str, ...]


def _of(prefix: str, names: str) -> tuple[str, ...]:
    return tuple(f"{prefix}.{name}" for name in names.split())


SUBJECTS: tuple[Subject, ...] = (
    Subject("people", "People", ("population", "census")),
    Subject(
        "income",
        "Income",
        (
            "outcomes.income",
            "deprivation",
            *_of("census", "household_deprived"),
            *_of("deprivation.indicator", "income idaci idaopi"),
        ),
    ),
    Subject(
        "work",
        "Work and enterprise",
        (
            *_of("outcomes", "work enterprise"),
            *_of("census", "economically_inactive unemployed never_worked managerial_occupations routine_occupations"),
            *_of("census", "works_from_home"),
            *_of("deprivation.indicator", "employment"),
        ),
    ),
    Subject(
        "learning",
        "Learning and skills",
        (
            *_of("outcomes", "early_years school skills destination"),
            *_of("census", "level_4 no_qualifications students"),
            *_of("deprivation.indicator", "adult_skills leaving_education not_entering_higher_education"),
        ),
    ),
    Subject(
        "health",
        "Health and care",
        (
            *_of("outcomes", "health care wellbeing"),
            "wellbeing",
            *_of("census", "bad_health disabled limited_a_lot unpaid_care"),
            *_of("deprivation.indicator", "acute_morbidity illness life_years_lost mental_health mood patients_per_gp"),
        ),
    ),
    Subject(
        "homes",
        "Homes",
        (
            *_of("outcomes", "housing"),
            *_of("census", "bedrooms_to_spare caravans flats overcrowded owner_occupied private_rented social_rented"),
            *_of("census", "no_central_heating one_person_households"),
            *_of("deprivation.indicator", "core_homelessness homelessness housing_unaffordable no_central_heating"),
            *_of("deprivation.indicator", "overcrowding owning_unaffordable renting_unaffordable poor_housing"),
        ),
    ),
    Subject(
        "safety",
        "Crime and safety",
        (
            *_of("outcomes", "crime"),
            *_of("deprivation.indicator", "antisocial_behaviour burglary criminal_damage public_order stalking theft"),
            *_of("deprivation.indicator", "violence road_casualties"),
        ),
    ),
    Subject(
        "access",
        "Getting about, services and connection",
        (
            *_of("outcomes", "transport digital amenities culture"),
            *_of("census", "no_car"),
            *_of("deprivation.indicator", "connectivity food_shop gp_km post_office primary_school slow_broadband"),
        ),
    ),
    Subject(
        "environment",
        "Energy and environment",
        (
            *_of("outcomes", "energy nature"),
            "energy",
            *_of("deprivation.indicator", "air_pollution benzene nitrogen_dioxide particulates sulphur_dioxide"),
        ),
    ),
    Subject("other", "Other figures", ("",)),
)


@cache
def subject_of(indicator: str) -> Subject:
    """The subject under which an indicator stands.

    Examples
    --------
    >>> [subject_of(code).id for code in ("census.flats", "census.women", "outcomes.crime.severity", "new.one")]
    ['homes', 'people', 'safety', 'other']
    """
    begins = _beginnings()
    return begins[max((code for code in begins if indicator.startswith(code)), key=len)]


@cache
def _beginnings() -> Mapping[str, Subject]:
    return {code: subject for subject in SUBJECTS for code in subject.codes}
