"""The list of areas: what a query leaves, in what order, and that no query breaks it."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newlyn.foundation.errors import InputError, NotFoundError
from newlyn.publish.site.link import ServedLinks, StaticLinks
from newlyn.publish.site.neighbourhood_list import KEYS, NATURAL, TYPES
from newlyn.workflows.site.asked import Answer
from newlyn.workflows.site.neighbourhood_list import ON_A_PAGE, read_choice, rows_of
from newlyn.workflows.site.opened import Site
from newlyn.workflows.site.pages import answer

LINK = ServedLinks("/saltmarch/")


def ask(site: Site, **query: str) -> Answer:
    return answer(site, "neighbourhoods", query, LINK)


def words_of(found: Answer) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", found.body.decode()).split())


def names_of(found: Answer) -> list[str]:
    return re.findall(r'<th scope="row"><a href="/saltmarch/areas/(\w+)"', found.body.decode())


def rows_in(found: Answer) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(found.body.decode())))


def chosen(site: Site, **query: str) -> tuple[str, ...]:
    return tuple(row.code for row in rows_of(site, read_choice(site, query)[0]))


def test_all_neighbourhoods_are_listed_most_deprived_first(saltmarch: Site) -> None:
    found = ask(saltmarch)
    picture = saltmarch.picture("imd2025")
    assert names_of(found) == [one.code for one in picture.neighbourhoods]
    assert "All 60 neighbourhoods of Saltmarch, most deprived first." in words_of(found)


@pytest.mark.parametrize("kind", TYPES)
@pytest.mark.parametrize("key", NATURAL)
def test_turning_an_order_round_shows_the_same_rows(saltmarch: Site, kind: str, key: str) -> None:
    there, back = chosen(saltmarch, type=kind, sort=key), chosen(saltmarch, type=kind, sort=f"-{key}")
    assert sorted(there) == sorted(back) == sorted(area.code for area in saltmarch.of_type(kind))


def test_residents_are_listed_from_the_most_and_from_the_fewest(saltmarch: Site) -> None:
    people = [saltmarch.areas[code].residents or 0 for code in chosen(saltmarch, sort="residents")]
    assert people == sorted(people, reverse=True)
    people = [saltmarch.areas[code].residents or 0 for code in chosen(saltmarch, sort="-residents")]
    assert people == sorted(people)


def test_rows_are_found_by_words_of_a_name_in_any_order_and_by_code(saltmarch: Site) -> None:
    area = saltmarch.of_type("lsoa21")[7]
    assert area.code in chosen(saltmarch, q=" ".join(reversed(area.name.upper().split())))
    assert chosen(saltmarch, q=area.code.lower()) == (area.code,)


def test_a_district_and_a_tenth_narrow_the_list_together(saltmarch: Site) -> None:
    hood = saltmarch.picture("imd2025").neighbourhoods[0]
    tenth = hood.domains["imd"].decile
    kept = chosen(saltmarch, district=hood.district.lower(), tenth=str(tenth))
    meant = [
        one.code
        for one in saltmarch.picture("imd2025").neighbourhoods
        if one.district == hood.district and one.domains["imd"].decile == tenth
    ]
    assert list(kept) == meant


def test_a_ward_is_in_a_tenth_if_one_of_its_neighbourhoods_is(saltmarch: Site) -> None:
    tenths = {one.code: one.domains["imd"].decile for one in saltmarch.picture("imd2025").neighbourhoods}
    meant = {area.ward for area in saltmarch.of_type("lsoa21") if tenths[area.code] == 1}
    assert set(chosen(saltmarch, type="wd", tenth="1")) == meant
    assert "a neighbourhood in tenth 1 of England" in words_of(ask(saltmarch, type="wd", tenth="1"))


def test_nothing_found_is_said_and_leads_on(saltmarch: Site) -> None:
    shown = words_of(ask(saltmarch, q="zzz"))
    assert "None of the 60 neighbourhoods of Saltmarch have “zzz” in their name or code." in shown
    assert "Try fewer letters" in shown


def test_the_file_has_exactly_the_rows_of_the_list_in_its_order(saltmarch: Site) -> None:
    query = {"type": "wd", "sort": "-name", "q": "west"}
    found = ask(saltmarch, **query, format="csv")
    assert found.content_type.startswith("text/csv")
    assert found.download == "saltmarch-wards.csv"
    assert (
        [row["code"] for row in rows_in(found)] == list(chosen(saltmarch, **query)) == names_of(ask(saltmarch, **query))
    )


def test_the_file_of_neighbourhoods_has_ranks_and_how_they_are_known(saltmarch: Site) -> None:
    first = rows_in(ask(saltmarch, format="csv"))[0]
    hood = saltmarch.picture("imd2025").neighbourhoods[0]
    assert first["imd2025_rank"] == str(hood.domains["imd"].rank)
    assert first["lineage"] == f"deprivation.imd.rank:{hood.code}:2025"
    assert first["residents"] == str(round(hood.residents or 0))


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ({"sort": "colour"}, "there is no order 'colour' .sort.. Accepted: rank, name"),
        ({"sort": "--rank"}, "there is no order '-rank'"),
        ({"type": "planet"}, "there is no list 'planet' .type.. Accepted: lsoa21, msoa21, wd, lad"),
        ({"tenth": "11"}, "a tenth is a number from 1 .most deprived. to 10; got '11'"),
        ({"tenth": "½"}, "a tenth is a number"),
        ({"page": "0"}, "a page is a number from 1; got '0'"),
        ({"page": "-3"}, "a page is a number from 1; got '-3'"),
        ({"page": "٣"}, "a page is a number from 1"),
        ({"page": "two"}, "a page is a number from 1; got 'two'"),
        ({"format": "exe"}, "there is no format 'exe'. Accepted: html, csv"),
        ({"district": "E07"}, "Saltmarch has no district 'E07'"),
        ({"q": "x" * 101}, "q has 101 letters; at most 100 are read"),
    ],
)
def test_what_cannot_be_understood_is_refused_with_what_is_accepted(
    saltmarch: Site, query: Mapping[str, str], told: str
) -> None:
    with pytest.raises(InputError, match=told):
        ask(saltmarch, **query)


@pytest.mark.parametrize("given", ["2", "99999999999999999999999999", "000000000000000000007"])
def test_a_page_beyond_the_end_is_the_last_one_with_a_sentence(saltmarch: Site, given: str) -> None:
    shown = words_of(ask(saltmarch, page=given))
    assert "this is the last, page 1." in shown


def test_an_order_that_a_list_does_not_have_is_told_and_left(saltmarch: Site) -> None:
    shown = words_of(ask(saltmarch, type="lad", sort="before"))
    assert "A list of districts cannot be put in the order" in shown
    assert "most deprived first" in shown


def test_what_was_asked_is_shown_as_text_only(saltmarch: Site) -> None:
    shown = ask(saltmarch, q='"><script>alert(1)</script>').body.decode()
    assert "<script>alert" not in shown
    assert "&lt;script&gt;" in shown


def test_a_static_copy_has_every_row_and_no_form(saltmarch: Site) -> None:
    shown = answer(saltmarch, "neighbourhoods", {}, StaticLinks("neighbourhoods")).body.decode()
    assert 'class="filters"' not in shown
    assert shown.count("data-table") == len(KEYS)
    for kind in TYPES:
        for area in saltmarch.of_type(kind):
            assert f'href="areas/{area.code}.html"' in shown


TEXTS = st.text(max_size=30)
QUERIES = st.fixed_dictionaries(
    {},
    optional={
        "type": st.sampled_from([*TYPES, ""]) | TEXTS,
        "q": TEXTS,
        "district": st.sampled_from(["E07000066", ""]) | TEXTS,
        "tenth": st.integers(-2, 12).map(str) | TEXTS,
        "sort": st.sampled_from([*NATURAL, *(f"-{key}" for key in NATURAL)]) | TEXTS,
        "page": st.integers().map(str) | TEXTS,
        "format": st.sampled_from(["csv", "html"]) | TEXTS,
        "from": TEXTS,
    },
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(query=QUERIES)
def test_no_query_breaks_the_list(saltmarch: Site, query: dict[str, str]) -> None:
    with suppress(InputError):
        assert answer(saltmarch, "neighbourhoods", query, LINK).status == 200


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(code=TEXTS, query=QUERIES)
def test_no_code_and_no_query_break_the_page_of_an_area(saltmarch: Site, code: str, query: dict[str, str]) -> None:
    known = saltmarch.of_type("lad")[0].code
    assert answer(saltmarch, f"areas/{known}", query, LINK).status == 200
    with suppress(NotFoundError):
        answer(saltmarch, f"areas/{code}", query, LINK)


# --- the real county -------------------------------------------------------------------------------------------------


def test_essex_has_ten_pages_of_neighbourhoods_and_each_is_on_one(essex: Site) -> None:
    link = ServedLinks("/essex/")
    pages = -(-len(essex.of_type("lsoa21")) // ON_A_PAGE)
    shown = [answer(essex, "neighbourhoods", {"page": str(page)}, link).body.decode() for page in range(1, pages + 1)]
    codes = [code for body in shown for code in re.findall(r'<th scope="row"><a href="/essex/areas/(\w+)"', body)]
    assert (pages, len(codes), len(set(codes))) == (10, 903, 903)
    assert codes[0] == "E01021988"  # Jaywick: the first of England in the Indices of Deprivation 2025


def test_jaywick_is_found_by_name(essex: Site) -> None:
    found = answer(essex, "neighbourhoods", {"q": "jaywick", "tenth": "1", "format": "csv"}, ServedLinks("/essex/"))
    rows = rows_in(found)
    assert {row["district"] for row in rows} == {"Tendring"}
    assert rows[0]["imd2025_rank"] == "1"
    assert rows[0]["imd2019_tenth"] == "1"
