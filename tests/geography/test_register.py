import pyarrow.csv as pacsv
import pytest

from newlyn.foundation.errors import InputError, NotFoundError
from newlyn.geography.register import AreaRegister, RegisteredArea

# Northampton and South Northamptonshire became West Northamptonshire in 2021; Essex's Basildon stayed.
NORTHANTS = AreaRegister(
    (
        RegisteredArea("E07000154", "Northampton", None, 2021, ("E06000062",)),
        RegisteredArea("E07000155", "South Northamptonshire", None, 2021, ("E06000062",)),
        RegisteredArea("E06000062", "West Northamptonshire", 2021),
        RegisteredArea("E07000066", "Basildon"),
    )
)


def test_an_abolished_district_is_followed_by_its_successor():
    assert NORTHANTS.successors("E07000154", at=2021) == ("E06000062",)


@pytest.mark.parametrize(("code", "year"), [("E07000154", 2020), ("E07000066", 2030)])
def test_an_area_that_still_stands_is_its_own_successor(code, year):
    assert NORTHANTS.successors(code, at=year) == (code,)


def test_successors_are_followed_through_several_reorganisations():
    chain = AreaRegister(
        (
            RegisteredArea("E07000001", "First", None, 2009, ("E07000002", "E07000003")),
            RegisteredArea("E07000002", "Second", 2009, 2020, ("E06000001",)),
            RegisteredArea("E07000003", "Third", 2009),
            RegisteredArea("E06000001", "Fourth", 2020),
        )
    )
    assert chain.successors("E07000001", at=2023) == ("E06000001", "E07000003")


def test_the_areas_in_force_change_with_the_year():
    assert NORTHANTS.in_force(2020, "lad") == ("E07000066", "E07000154", "E07000155")
    assert NORTHANTS.in_force(2021, "lad") == ("E06000062", "E07000066")


def test_an_area_is_found_by_its_name_in_a_year():
    assert NORTHANTS.find("northampton", year=2020).code == "E07000154"
    with pytest.raises(NotFoundError, match=r"no area is named 'Northampton' in 2022. Did you mean"):
        NORTHANTS.find("Northampton", year=2022)


def test_a_name_shared_by_two_areas_is_refused():
    two = AreaRegister((RegisteredArea("E10000001", "Devon"), RegisteredArea("E12000001", "Devon")))
    with pytest.raises(NotFoundError, match=r"'Devon' names E10000001 and E12000001 in 2020. Give the code"):
        two.find("Devon", year=2020)


def test_an_unknown_code_is_refused_with_the_nearest():
    with pytest.raises(NotFoundError, match=r"'E07000156' is not in the register of areas. Did you mean"):
        NORTHANTS.area("E07000156")


def test_a_year_before_the_area_began_is_refused():
    with pytest.raises(InputError, match=r"West Northamptonshire.* began in 2021, after 2019"):
        NORTHANTS.successors("E06000062", at=2019)


def test_an_area_that_ended_without_a_successor_is_told():
    gone = AreaRegister((RegisteredArea("E07000001", "Gone", None, 2009),))
    with pytest.raises(NotFoundError, match=r"Gone.* ended in 2009 and no successor is registered"):
        gone.successors("E07000001", at=2010)


@pytest.mark.parametrize(
    ("areas", "message"),
    [
        ([RegisteredArea("E07000001", "A"), RegisteredArea("E07000001", "B")], "E07000001 is entered twice"),
        ([RegisteredArea("E07000001", "A", None, 2009, ("E07000002",))], "E07000002, which is not entered"),
        (
            [RegisteredArea("E07000001", "A", None, None, ("E07000002",)), RegisteredArea("E07000002", "B")],
            "E07000001 has successors but no end",
        ),
        (
            [
                RegisteredArea("E07000001", "A", None, 2009, ("E07000002",)),
                RegisteredArea("E07000002", "B", None, 2009, ("E07000001",)),
            ],
            "E07000002 is to follow E07000001 but ended no later",
        ),
        ([RegisteredArea("Devon", "Devon")], "'Devon' is not a GSS code"),
    ],
)
def test_a_contradictory_register_is_refused(areas, message):
    with pytest.raises(InputError, match=message):
        AreaRegister(tuple(areas))


def test_a_register_is_read_from_the_codes_of_each_piece_of_land():
    register = AreaRegister.from_trails(
        [{2020: "E07000154", 2021: "E06000062"}, {2020: "E07000155", 2021: "E06000062"}, {2020: "E07000066"}],
        {"E07000154": "Northampton", "E07000066": "Basildon"},
    )
    assert register.successors("E07000155", at=2021) == ("E06000062",)
    assert register.area("E07000154").name == "Northampton"
    assert register.in_force(2021, "lad") == ("E06000062", "E07000066")


def test_the_published_yearly_codes_make_a_register(mirror):
    table = pacsv.read_csv(mirror / "geography/lookup_ltla_ltla.csv").to_pylist()
    years = range(2016, 2025)
    names = {row[f"ltla{y % 100}_code"]: row[f"ltla{y % 100}_name"] for row in table for y in years}
    register = AreaRegister.from_trails([{y: row[f"ltla{y % 100}_code"] for y in years} for row in table], names)
    english = [sum(code[0] == "E" for code in register.in_force(year, "lad")) for year in (2018, 2019, 2021, 2023)]
    assert english == [326, 317, 309, 296]
    assert register.successors("E07000154", at=2021) == ("E06000062",)
