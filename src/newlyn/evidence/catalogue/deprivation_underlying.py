"""The underlying indicators of the Indices of Deprivation (File 8): tables and indicators of small areas.

Ranks and scores made from them are `catalogue.deprivation_indices`.
"""

from __future__ import annotations

from dataclasses import dataclass

from newlyn.evidence.catalogue.deprivation_domains import AREAS, VINTAGE
from newlyn.evidence.catalogue.indicator import Example, Indicator, Measure, Polarity
from newlyn.evidence.catalogue.table import Column, Kind, Table, area
from newlyn.foundation.period import Period

WORSE: Polarity = "higher is worse"
BETTER: Polarity = "higher is better"
PEOPLE = "people"
SHARE = "share, 0 to 1"
SCORE = "standard score"
PER_1000 = "per 1,000 people at risk"
KM = "km by road"
OF_GUIDELINE = "ratio to the guideline concentration"


@dataclass(frozen=True)
class Underlying:
    """One column of File 8: the editions that hold it and what it is."""

    id: str
    label: str
    unit: str
    editions: tuple[int, ...]
    goals: tuple[str, ...]
    polarity: Polarity = WORSE
    note: str = ""
    modelled: bool = False
    withheld: bool = False
    """Whether small figures are withheld, so that a value may be absent."""

    @property
    def column(self) -> Column:
        """The declared column."""
        least = None if self.unit == SCORE else 0
        kind: Kind = "count" if self.unit == PEOPLE else "number"
        return Column(self.id, kind, self.label, least=least, required=not self.withheld)


BOTH, OLD, NEW = (2019, 2025), (2019,), (2025,)

_COUNTED = (
    "Rounded to the nearest 5 and withheld below that, so small areas cannot be added up to an exact total. What "
    "counts as deprived of income changed in 2025 (after housing costs), so the editions are not one series."
)
_DISTRICT_WIDE = "A figure of the whole district, given to each of its small areas."

UNDERLYING: tuple[Underlying, ...] = (
    Underlying("income_numerator", "People who are income deprived", PEOPLE, BOTH, ("lug-07",), note=_COUNTED,
               withheld=True),
    Underlying("idaci_numerator", "Children in income-deprived families", PEOPLE, BOTH, ("lug-01",), note=_COUNTED,
               withheld=True),
    Underlying("idaopi_numerator", "Older people who are income deprived", PEOPLE, BOTH, (), note=_COUNTED,
               withheld=True),
    Underlying("employment_numerator", "People who are employment deprived", PEOPLE, BOTH, ("lug-05",), note=_COUNTED,
               withheld=True),
    Underlying("leaving_education", "Young people not staying on in education after 16", SHARE, OLD, ("lug-03",)),
    Underlying("not_entering_higher_education", "Young people not entering higher education", SHARE, BOTH,
               ("lug-03",), withheld=True),
    Underlying("adult_skills", "Adults with no or low qualifications, or little English", SHARE, BOTH, ("lug-03",),
               note="From the census: 2011 for the edition of 2019, 2021 for that of 2025."),
    Underlying("life_years_lost", "Years of potential life lost, standardised for age and sex", "standardised ratio",
               BOTH, ("lug-08",)),
    Underlying("illness_and_disability", "Comparative illness and disability ratio", "standardised ratio, 100 is "
               "England", BOTH, ("lug-08",)),
    Underlying("acute_morbidity", "Emergency admissions to hospital, standardised ratio", "standardised ratio, 100 is "
               "England", BOTH, ("lug-08",)),
    Underlying("mood_and_anxiety", "Mood and anxiety disorders", SCORE, OLD, ("lug-08",), modelled=True),
    Underlying("mental_health", "Mental health", SCORE, NEW, ("lug-08",), modelled=True),
    Underlying("violence_with_injury", "Violence with injury", PER_1000, NEW, ("lug-12",)),
    Underlying("violence_without_injury", "Violence without injury", PER_1000, NEW, ("lug-12",)),
    Underlying("stalking_and_harassment", "Stalking and harassment", PER_1000, NEW, ("lug-12",)),
    Underlying("burglary", "Burglary", "per 1,000 properties at risk", NEW, ("lug-12",)),
    Underlying("theft", "Theft", PER_1000, NEW, ("lug-12",)),
    Underlying("criminal_damage", "Criminal damage", PER_1000, NEW, ("lug-12",)),
    Underlying("public_order", "Public order offences and possession of weapons", PER_1000, NEW, ("lug-12",)),
    Underlying("antisocial_behaviour", "Anti-social behaviour", PER_1000, NEW, ("lug-12",)),
    Underlying("post_office_km", "Distance to a post office", KM, OLD, ("lug-11",)),
    Underlying("primary_school_km", "Distance to a primary school", KM, OLD, ("lug-11",)),
    Underlying("food_shop_km", "Distance to a general store or supermarket", KM, OLD, ("lug-11",)),
    Underlying("gp_km", "Distance to a GP surgery", KM, OLD, ("lug-08", "lug-11")),
    Underlying("connectivity", "Connectivity to services by any means of travel", "score, 0 to 100", NEW, ("lug-11",),
               polarity=BETTER),
    Underlying("slow_broadband", "Lack of broadband speed, up and down", SCORE, NEW, ("lug-10",)),
    Underlying("patients_per_gp", "Patients to each GP", "patients", NEW, ("lug-08", "lug-11")),
    Underlying("overcrowding", "Households that are overcrowded", SHARE, OLD, ("lug-12",),
               note="From the census of 2011."),
    Underlying("overcrowding_rooms", "Households with too few rooms", SHARE, NEW, ("lug-12",),
               note="From the census of 2021."),
    Underlying("overcrowding_bedrooms", "Households with too few bedrooms", SHARE, NEW, ("lug-12",),
               note="From the census of 2021."),
    Underlying("homelessness", "Households accepted as homeless", "per 1,000 households", BOTH, ("lug-12",),
               note=_DISTRICT_WIDE),
    Underlying("core_homelessness", "Core homelessness", "% of households", NEW, ("lug-12",), note=_DISTRICT_WIDE,
               modelled=True),
    Underlying("owning_unaffordable", "People who could not afford to buy a home", SHARE, BOTH, ("lug-12",),
               modelled=True),
    Underlying("renting_unaffordable", "People who could not afford to rent a home privately", SHARE, BOTH,
               ("lug-12",), modelled=True),
    Underlying("housing_unaffordable", "Housing affordability, both parts together", SCORE, BOTH, ("lug-12",),
               modelled=True),
    Underlying("poor_housing", "Homes in poor condition", SHARE, OLD, ("lug-12",), modelled=True),
    Underlying("no_central_heating", "Homes without central heating", SHARE, OLD, ("lug-12", "lug-13"),
               note="From the census of 2011."),
    Underlying("road_casualties", "Pedestrians and cyclists injured on the road", "per 1,000 people", OLD,
               ("lug-12",)),
    Underlying("nitrogen_dioxide", "Nitrogen dioxide in the air", OF_GUIDELINE, OLD, ("lug-12",), modelled=True),
    Underlying("benzene", "Benzene in the air", OF_GUIDELINE, OLD, ("lug-12",), modelled=True),
    Underlying("sulphur_dioxide", "Sulphur dioxide in the air", OF_GUIDELINE, OLD, ("lug-12",), modelled=True),
    Underlying("particulates", "Particulates in the air", OF_GUIDELINE, OLD, ("lug-12",), modelled=True),
    Underlying("air_pollution", "Four pollutants of the air together", OF_GUIDELINE, OLD, ("lug-12",), modelled=True),
)  # fmt: skip


def _table(edition: int) -> Table:
    columns = (item.column for item in UNDERLYING if edition in item.editions)
    return Table(
        f"iod{edition}_indicators",
        f"English Indices of Deprivation {edition}: underlying indicators",
        (area(VINTAGE[edition]), *columns),
        ("area",),
        rows=AREAS[edition],
    )


IOD_INDICATORS: dict[int, Table] = {edition: _table(edition) for edition in BOTH}

TABLES: tuple[Table, ...] = tuple(IOD_INDICATORS.values())

_MADE_UP = "E01000000"
_VALUE = {PEOPLE: 120, SHARE: 0.25, SCORE: 0.5}

_CAVEAT = (
    "As prepared for the Indices of Deprivation, some by shrinkage towards the district, and of a year before that "
    "of publication; editions prepare it differently."
)


def _indicator(item: Underlying) -> Indicator:
    value = _VALUE.get(item.unit, 12.5)
    return Indicator(
        code=f"deprivation.indicator.{item.id}",
        label=item.label,
        unit=item.unit,
        polarity=item.polarity,
        feeds=tuple(
            Measure(IOD_INDICATORS[edition], item.id, Period.year(edition)) for edition in sorted(item.editions)[::-1]
        ),
        example=Example(({"area": _MADE_UP, item.id: value},), _MADE_UP, value, f"as published, {value:g}"),
        goals=item.goals,
        caveat=f"{item.note} {_CAVEAT}".strip(),
        comparable=False,
        modelled=item.modelled,
        decimals=_decimals(item.unit),
    )


def _decimals(unit: str) -> int:
    """As many as people read: none of a person, one of a rate; scores have no unit that would say."""
    if unit in (PEOPLE, "patients"):
        return 0
    return 1 if unit.startswith(("%", "per ", "km")) else 3


INDICATORS: tuple[Indicator, ...] = tuple(_indicator(item) for item in UNDERLYING)
