"""The columns of the tables that can be downloaded: their names, titles and meanings, each said once.

Which table has which columns is in `data_observation` and `data_area`.
"""

from __future__ import annotations

from newlyn.publish.open_data.table import Column

_AREA = "http://statistics.data.gov.uk/id/statistical-geography/{"
"""Address of an area at the Office for National Statistics; the name of the column follows."""
_SDMX = "http://purl.org/linked-data/sdmx/2009/"
_PLACE = "http://www.w3.org/2003/01/geo/wgs84_pos#"

STATUSES = ("computed", "missing", "published", "suppressed")


def area_code(name: str, title: str, description: str, *, required: bool = False) -> Column:
    """A column of GSS codes, each of which is an address at the Office for National Statistics."""
    return Column(name, title, description, required=required, value_url=f"{_AREA}{name}}}")


OBSERVATION: tuple[Column, ...] = (
    Column("indicator", "Indicator", "Code of the indicator; its meaning is in the table `indicators`.", required=True),
    area_code("area", "Area", "GSS code of the area.", required=True),
    Column(
        "area_type",
        "Area type",
        "What kind of area it is, with the year of its boundaries where that matters, such as lsoa21.",
        required=True,
    ),
    Column(
        "period",
        "Period",
        "When: a year, a single day, or a start and a length as ISO 8601 writes them, such as 2019-04-01/P1Y.",
        required=True,
        property_url=f"{_SDMX}dimension#refPeriod",
    ),
    Column("period_start", "First day", "First day of the period.", "day", required=True),
    Column("period_end", "Last day", "Last day of the period.", "day", required=True),
    Column("group", "Group", "Who is counted; `all` where it is everyone.", required=True),
    Column(
        "value",
        "Value",
        "The figure, in the unit of its indicator; empty where it is not published.",
        "number",
        property_url=f"{_SDMX}measure#obsValue",
    ),
    Column("lower", "Lower limit", "Lower end of the 95% confidence interval, where there is one.", "number"),
    Column("upper", "Upper limit", "Upper end of the 95% confidence interval, where there is one.", "number"),
    Column("numerator", "Numerator", "What was counted, where the value is made from counts.", "number"),
    Column("denominator", "Denominator", "Out of how many it was counted.", "number"),
    Column(
        "status",
        "Status",
        "Why the value is as it is: published as it stands, computed from published counts, suppressed by the "
        "publisher because the count is small, or missing. Suppressed and missing are never nought.",
        required=True,
        accepted=STATUSES,
        property_url=f"{_SDMX}attribute#obsStatus",
    ),
    Column(
        "figure",
        "Figure",
        "The name by which the figure is traced to the published row: on the page lineage/FIGURE of the place, and by "
        "the command newlyn lineage FIGURE.",
        required=True,
    ),
)

LABEL = Column("label", "What is measured", "The indicator in words.", required=True)
UNIT = Column("unit", "Unit", "What the value is counted in.", required=True)
AREA_NAME = Column(
    "area_name", "Name of the area", "As ONS names it; empty for other districts and for areas of older censuses."
)

CODE = area_code("code", "Code", "GSS code of the area.", required=True)
NAME = Column("name", "Name", "As ONS names it, such as Tendring 018A.", required=True)
KNOWN_AS = Column(
    "known_as",
    "Known as",
    "As the House of Commons Library names the wider neighbourhood (MSOA), such as Jaywick & St Osyth.",
)
DISTRICT = area_code("district", "District", "Code of its local authority district.")
DISTRICT_NAME = Column("district_name", "Name of the district", "As ONS names it.")
MSOA = area_code("msoa", "MSOA", "Code of the middle layer super output area of 2021 it lies in.")
WARD = area_code("ward", "Ward", "Code of the ward of 2024 that ONS fits it to best.")
WARD_NAME = Column("ward_name", "Name of the ward", "As ONS names it.")
RESIDENTS = Column("residents", "Residents", "Usual residents at Census 2021.", "count")
LONGITUDE = Column(
    "longitude",
    "Longitude",
    "Of a point inside the area, in degrees (WGS 84).",
    "number",
    property_url=f"{_PLACE}long",
)
LATITUDE = Column(
    "latitude", "Latitude", "Of the same point, in degrees (WGS 84).", "number", property_url=f"{_PLACE}lat"
)

AREAS: tuple[Column, ...] = (
    CODE,
    Column("type", "Area type", "What kind of area it is, such as lsoa21, msoa21, wd or lad.", required=True),
    Column("kind", "Kind", "What people call such an area.", required=True),
    NAME, KNOWN_AS, DISTRICT, DISTRICT_NAME, MSOA, WARD, RESIDENTS, LONGITUDE, LATITUDE,
)  # fmt: skip

NEIGHBOURHOODS: tuple[Column, ...] = (
    CODE, NAME, KNOWN_AS, MSOA, DISTRICT, DISTRICT_NAME, WARD, WARD_NAME, RESIDENTS, LONGITUDE, LATITUDE,
)  # fmt: skip


def edition_columns(edition: str, year: int) -> tuple[Column, ...]:
    """What is said of a neighbourhood in one edition of the index."""
    return (
        Column(
            f"{edition}_rank",
            f"Rank {year}",
            f"Rank in the Index of Multiple Deprivation {year} among the small areas of England, 1 = most deprived; "
            "empty where the area was redrawn since.",
            "count",
        ),
        Column(
            f"{edition}_tenth",
            f"Tenth {year}",
            f"National tenth in {year}, 1 = most deprived, carried to the boundaries of 2021.",
            "count",
        ),
        Column(
            f"{edition}_estimated",
            f"Estimated {year}",
            "Share of residents for whom the tenth had to be estimated, because the area was redrawn; 0 to 1.",
            "number",
        ),
    )


INDICATORS: tuple[Column, ...] = (
    Column("code", "Code", "Code of the indicator; its first word is its theme.", required=True),
    LABEL,
    Column("theme", "Theme", "First word of the code.", required=True),
    UNIT,
    Column("decimals", "Decimal places", "Places that are worth reading.", "count", required=True),
    Column(
        "polarity",
        "Direction",
        "Whether a higher value is better, worse or neither.",
        required=True,
        accepted=("higher is better", "higher is worse", "neither"),
    ),
    Column("goals", "Goals", "Levelling Up Goals that it bears on.", parted_by=" "),
    Column(
        "interval",
        "Confidence interval",
        "Where the limits come from: the publisher, the method of Wilson or of Byar, or nowhere.",
        required=True,
        accepted=("published", "wilson", "byar", "none"),
    ),
    Column(
        "comparable", "Comparable through time", "Whether periods may be put side by side.", "yes or no", required=True
    ),
    Column("modelled", "From a model", "Whether the values are estimates from a model.", "yes or no", required=True),
    Column("area_types", "Area types", "For which types of area there are values here.", parted_by=" "),
    Column("first_day", "First day", "First day of the earliest period.", "day"),
    Column("last_day", "Last day", "Last day of the latest period.", "day"),
    Column("observations", "Observations", "How many there are here.", "count", required=True),
    Column("caveat", "What to know", "What has to be known before the values are used."),
    Column("publishers", "Publishers", "Who published the files that the values come from.", parted_by="; "),
)

PICTURE: tuple[Column, ...] = (
    CODE,
    Column("name", "Name", "As ONS numbers it, such as Tendring 018A.", required=True),
    Column("msoa", "MSOA", "Code of the wider neighbourhood it lies in."),
    Column("msoa_name", "Name of the MSOA", "As the House of Commons Library names it."),
    DISTRICT, DISTRICT_NAME,
    Column("residents", "Residents", "As the edition counts them.", "number"),
    Column("local_rank", "Rank in the place", "1 = most deprived; ties share the better rank.", "count", required=True),
)  # fmt: skip


def domain_columns(domain: str, label: str) -> tuple[Column, ...]:
    """How a neighbourhood stands in one domain."""
    return (
        Column(f"{domain}_rank", f"{label}: rank", "Rank in England, 1 = most deprived.", "count"),
        Column(f"{domain}_decile", f"{label}: tenth", "National tenth, 1 = most deprived.", "count"),
        Column(f"{domain}_score", f"{label}: score", "Score; a higher one is more deprived.", "number"),
    )


LINEAGE = Column("lineage", "Figure", "The name by which the rank is traced to the published row.", required=True)
