"""The tables of geography: lookups, names, changes of vintage, boundaries; they feed `newlyn.geography`.

Census areas carry their vintage in `area_type`; administrative areas are named by kind there, because their
codes change when their boundaries do, and the vintage of the lookup is in the table's id. Resident counts
are `catalogue.population`.
"""

from __future__ import annotations

from newlyn.evidence.catalogue.indicator import Indicator
from newlyn.evidence.catalogue.table import Column, Table, area

ADMINISTRATIVE = {"wd": "wd", "lad": "lad", "cty": "cty", "utla": "lad|cty", "rgn": "rgn", "cauth": "cauth"}
"""Kinds of administrative area, and the `area_type` of a column that holds them."""

ENGLAND = {
    "oa21": 178_605, "lsoa11": 32_844, "lsoa21": 33_755, "msoa11": 6_791, "msoa21": 6_856,
    "lad19": 317, "lad21": 309, "lad23": 296, "lad24": 296,
}  # fmt: skip
"""How many areas of a type England has: ONS, Census 2011 and Census 2021 geographies; Register of Geographic Codes."""

LINKS = (
    "oa21_lsoa21", "lsoa11_msoa11", "lsoa21_msoa21",
    "lsoa11_lad19", "lsoa11_lad21", "lsoa21_lad22", "lsoa21_lad24",
    "lsoa11_wd17", "lsoa11_wd21", "lsoa21_wd24", "wd22_lad22",
    "lad19_utla19", "lad21_utla21", "lad23_utla23", "lad24_cty24", "lad22_rgn22", "lad24_rgn24", "lad23_cauth23",
    "lad21_lad24", "msoa11_msoa21",
)  # fmt: skip
"""Ids of the tables that say in which larger area each area lies."""

PARTIAL = ("lad24_cty24", "lad23_cauth23")
"""Links of only some children: most unitary authorities are in no county, most districts in no combined authority."""

NAMED = "lsoa01|lsoa11|lsoa21|msoa11|msoa21|wd|lad|cty|cauth|rgn|ctry"


def column_type(vintaged: str) -> str:
    """The `area_type` of a column of such areas: `lsoa21` stays, `lad24` becomes `lad`.

    Examples
    --------
    >>> column_type("lsoa21"), column_type("lad24"), column_type("utla19")
    ('lsoa21', 'lad', 'lad|cty')
    """
    return ADMINISTRATIVE.get(vintaged.rstrip("0123456789"), vintaged)


def _link(table_id: str) -> Table:
    child, parent = table_id.split("_")
    columns = (
        Column("child", "area", f"Code of the {child} area", area_type=column_type(child)),
        Column("parent", "area", f"Code of the {parent} area in which it lies", area_type=column_type(parent)),
        Column("fit", "text", "Whether the child lies wholly in the parent", accepted=("exact", "best")),
    )
    rows = None if table_id in PARTIAL else ENGLAND.get(child)
    return Table(table_id, f"In which {parent} each {child} lies", columns, ("child",), rows)


def _names(table_id: str, title: str, types: str) -> Table:
    columns = (
        Column("area_type", "text", "Type of the area", accepted=tuple(types.split("|"))),
        area(types),
        Column("name", "text", "Name of the area"),
    )
    return Table(table_id, title, columns, ("area_type", "area"))


def _change(table_id: str, old: str, new: str) -> Table:
    columns = (
        area(old, name="old"),
        area(new, name="new"),
        Column("change", "text", "U unchanged, S split, M merged, X changed in another way", accepted=tuple("USMX")),
    )
    return Table(table_id, f"What became of each {old} area in {new}", columns, ("old", "new"))


def _rural_urban(vintaged: str) -> Table:
    columns = (
        area(column_type(vintaged)),
        Column("code", "text", "Code of the class"),
        Column("class", "text", "Rural-urban class as ONS names it"),
        Column("rural", "text", "The class in two", accepted=("rural", "urban")),
    )
    title = f"Rural-urban classification of {vintaged} areas"
    return Table(f"rural_urban_{vintaged}", title, columns, ("area",), ENGLAND[vintaged])


def _boundary(vintaged: str, rows: int | None = None) -> Table:
    columns = (
        area(column_type(vintaged)),
        Column("name", "text", "Name of the area"),
        Column("geometry", "shape", "Outline as WKB, longitude and latitude in degrees on WGS84"),
    )
    return Table(f"boundary_{vintaged}", f"Boundaries of {vintaged} areas", columns, ("area",), rows)


LONGITUDE = Column("longitude", "number", "Degrees east of Greenwich on WGS84", least=-7, most=2)
LATITUDE = Column("latitude", "number", "Degrees north on WGS84", least=49.8, most=55.9)
EASTING = Column("easting", "number", "Metres east on the National Grid (OSGB36)", least=0, most=700_000)
NORTHING = Column("northing", "number", "Metres north on the National Grid (OSGB36)", least=0, most=700_000)


def _centroid(vintaged: str, *columns: Column) -> Table:
    # The mirror's points of 2021 also cover the areas of 2011 that were abolished, so no number of rows is stated.
    return Table(f"centroid_{vintaged}", f"A point for each {vintaged} area", (area(vintaged), *columns), ("area",))


OA21_POPULATION = Table(
    "oa21_population",
    "Usual residents of each output area at the 2021 census, and its LSOA",
    (
        area("oa21"),
        area("lsoa21", name="lsoa21"),
        Column("residents", "count", "Usual residents on 21 March 2021", least=0),
    ),
    ("area",),
    ENGLAND["oa21"],
)

LAD_CHANGES = Table(
    "lad_changes",
    "Codes of districts and counties that gave way to other codes",
    (
        area("lad|cty", name="old"),
        area("lad", name="new"),
        Column("year", "count", "Year whose codes are the first to hold the new one", least=2009, required=False),
    ),
    ("old", "new"),
)

LAD_REGISTER = Table(
    "lad_register",
    "English local authorities, present and past",
    (
        area("lad|cty|cauth"),
        Column("name", "text", "Name in common use"),
        Column("start", "period", "First day, where known", required=False),
        Column("end", "period", "Last day, for an authority that has been abolished", required=False),
        Column("type", "text", "Type of authority"),
    ),
    ("area",),
)

MODELS = ("global", "economic", "demographic")

NEAREST_NEIGHBOURS = Table(
    "nearest_neighbours",
    "The authorities statistically most like each authority",
    (
        area("lad|cty|cauth"),
        Column("model", "text", "Which likeness is measured", accepted=MODELS),
        Column("position", "rank", "1 for the nearest neighbour", least=1, most=20),
        area("lad|cty|cauth", name="neighbour"),
    ),
    ("area", "model", "position"),
)

AREA_CLUSTERS = Table(
    "area_clusters",
    "Groups of authorities that are statistically alike",
    (
        area("lad"),
        Column("model", "text", "Which likeness is measured", accepted=MODELS),
        Column("cluster", "text", "Letter of the group; null for an authority that fits none", required=False),
    ),
    ("area", "model"),
)

POSTCODE_LSOA21 = Table(
    "postcode_lsoa21",
    "In which lsoa21 area each postcode in use lies",
    (Column("postcode", "text", "Postcode with one space, such as CM1 1QH"), area("lsoa21")),
    ("postcode",),
)

TABLES: tuple[Table, ...] = (
    *(_link(table_id) for table_id in LINKS),
    _names("area_names", "Names of areas", NAMED),
    _names("msoa_names", "Names of neighbourhoods by the House of Commons Library", "msoa11|msoa21"),
    _change("lsoa01_lsoa11", "lsoa01", "lsoa11"),
    _change("lsoa11_lsoa21", "lsoa11", "lsoa21"),
    _change("msoa11_msoa21_change", "msoa11", "msoa21"),
    OA21_POPULATION,
    POSTCODE_LSOA21,
    LAD_CHANGES,
    LAD_REGISTER,
    *(_rural_urban(vintaged) for vintaged in ("lsoa11", "lsoa21", "msoa11", "msoa21", "lad24")),
    *(_boundary(vintaged, ENGLAND[vintaged]) for vintaged in ("lsoa11", "lsoa21", "msoa21", "lad21", "lad24")),
    *(_boundary(vintaged) for vintaged in ("utla21", "wd22", "rgn22")),
    _centroid("lsoa11", EASTING, NORTHING, LONGITUDE, LATITUDE),
    _centroid("lsoa21", LONGITUDE, LATITUDE),
    _centroid("msoa21", LONGITUDE, LATITUDE),
    NEAREST_NEIGHBOURS,
    AREA_CLUSTERS,
)
INDICATORS: tuple[Indicator, ...] = ()
