"""What the API answers about a made-up county, and how it refuses."""

from __future__ import annotations

import gzip
import json
import re
from html import unescape
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client
from tests.web.conftest import Serve

from newlyn.web.api import door
from newlyn.web.api.document import describe_api, load_examples
from newlyn.web.api.refusal import explain
from newlyn.web.api.service import api as service
from newlyn.workflows.site.opened import Site

ROOT = "/api/v1"
HOOD, DISTRICT = "X01000003", "X07000001"


def get(api: Client, path: str, **headers: str) -> Any:
    response = api.get(f"{ROOT}{path}", headers=headers)
    assert response.status_code == 200, response.content
    return response.json()


def refusal(api: Client, path: str) -> dict[str, Any]:
    response = api.get(f"{ROOT}{path}")
    told: dict[str, Any] = response.json()["error"]
    assert set(told) == {"status", "family", "message"}
    assert told["status"] == response.status_code
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    return told


def walk(api: Client, path: str) -> list[dict[str, Any]]:
    """Every item of a list, by following the header that leads from page to page."""
    found: list[dict[str, Any]] = []
    following: str | None = f"{ROOT}{path}"
    while following:
        response = api.get(following)
        page = response.json()
        found += page["items"]
        link = re.fullmatch(r'<([^>]+)>; rel="next"', response.headers.get("Link", ""))
        following = link[1] if link else None
    assert len(found) == page["total"]
    return found


def test_a_place_is_told_with_what_is_known_of_it(api: Client, saltmarch: Site) -> None:
    (place,) = get(api, "/places")["items"]
    assert place == get(api, "/places/saltmarch")
    assert place["areas"]["lsoa21"] == 60
    assert place["fictional"] is True
    assert place["observations"] == len(saltmarch.cut)
    assert place["build"] == saltmarch.evidence


def test_a_damaged_place_does_not_hide_the_others(api: Client, saltmarch: Site) -> None:
    broken = saltmarch.settings.pictures / "broken"
    broken.mkdir(exist_ok=True)
    (broken / "current").write_text("nowhere")
    try:
        assert [place["slug"] for place in get(api, "/places")["items"]] == ["saltmarch"]
    finally:
        (broken / "current").unlink()
        broken.rmdir()


def test_areas_are_found_by_type_district_and_words(api: Client, saltmarch: Site) -> None:
    assert len(walk(api, "/places/saltmarch/areas?limit=7")) == len(saltmarch.areas)
    hoods = walk(api, f"/places/saltmarch/areas?type=lsoa21&district={DISTRICT}")
    assert {one["code"] for one in hoods} == {
        area.code for area in saltmarch.of_type("lsoa21") if area.district == DISTRICT
    }
    name = saltmarch.areas[HOOD].name
    assert HOOD in {one["code"] for one in walk(api, f"/places/saltmarch/areas?q={name.upper()}")}
    assert walk(api, "/places/saltmarch/areas?q=nowhere at all") == []


def test_an_area_is_told_with_what_it_lies_in_and_adjoins(api: Client, saltmarch: Site) -> None:
    area = saltmarch.areas[HOOD]
    told = get(api, f"/places/saltmarch/areas/{HOOD}")
    assert [one["code"] for one in told["within"]] == [area.msoa, area.ward, area.district, *saltmarch.comparators]
    assert [one["code"] for one in told["adjoining"]] == list(area.adjoining)
    assert [(one["edition"], one["tenth"], one["estimated"]) for one in told["tenths"]] == [
        (one.edition, one.tenth, one.estimated) for one in saltmarch.tenths(HOOD)
    ]
    assert told["observations"] == len(saltmarch.observed(HOOD))


def test_a_comparator_lies_in_the_larger_ones(api: Client, saltmarch: Site) -> None:
    county, country = saltmarch.comparators
    assert [one["code"] for one in get(api, f"/places/saltmarch/areas/{county}")["within"]] == [country]


def test_observations_of_an_area_are_what_its_page_shows(api: Client, saltmarch: Site) -> None:
    told = walk(api, f"/places/saltmarch/areas/{DISTRICT}/observations?limit=11")
    for one, seen in zip(told, saltmarch.observed(DISTRICT), strict=True):
        assert one["figure"] == seen.id
        assert [one[name] for name in ("value", "lower", "upper", "numerator", "denominator")] == [
            seen.value, seen.lower, seen.upper, seen.numerator, seen.denominator,
        ]  # fmt: skip
        assert (one["period"], one["period_start"]) == (seen.period.brief, seen.period.start.isoformat())
        assert (one["status"], one["group"], one["area_type"]) == (seen.status, seen.group, seen.area_type)


def test_what_is_withheld_is_null_and_says_so(api: Client) -> None:
    path = f"/places/saltmarch/areas/{DISTRICT}/observations?indicator=outcomes.school.persistent_absence&period=2020"
    (withheld,) = get(api, path)["items"]
    assert (withheld["value"], withheld["status"]) == (None, "suppressed")


@pytest.mark.parametrize(
    ("query", "total"),
    [
        ("indicator=census.disabled", 60 + 20 + 8 + 4 + 2),
        ("indicator=census.disabled&area_type=lad", 4),
        (f"indicator=census.age&area={HOOD}", 3),
        (f"indicator=census.age&area={HOOD}&group=65%2B", 1),
        ("indicator=outcomes.digital.gigabit&period=2021&area_type=lad", 4),
        ("indicator=outcomes.digital.gigabit&period=2021-01-01/P1Y&area_type=lad", 4),
        (f"indicator=outcomes.digital.gigabit&area={HOOD}", 0),
        (f"area={HOOD}&period=2021-03-21", 6),
    ],
)
def test_observations_meet_every_condition(api: Client, saltmarch: Site, query: str, total: int) -> None:
    if query == "indicator=census.disabled":
        total = len(saltmarch.areas)
    assert get(api, f"/places/saltmarch/observations?{query}")["total"] == total


def test_indicators_are_found_by_theme_goal_and_words(api: Client, saltmarch: Site) -> None:
    assert [one["code"] for one in walk(api, "/places/saltmarch/indicators?limit=5")] == list(saltmarch.indicators)
    themes = {one["theme"] for one in walk(api, "/places/saltmarch/indicators?theme=census")}
    assert themes == {"census"}
    for one in walk(api, "/places/saltmarch/indicators?goal=lug-08"):
        assert "lug-08" in one["goals"]
    assert [one["code"] for one in walk(api, "/places/saltmarch/indicators?q=unpaid+care")] == ["census.unpaid_care"]


def test_an_indicator_is_told_with_where_it_is_known_and_how_it_is_worked_out(api: Client) -> None:
    told = get(api, "/places/saltmarch/indicators/census.age")
    assert told["groups"] == ["0-15", "16-64", "65+"]
    assert told["periods"] == ["2021-03-21"]
    assert "Wilson" in told["methods"][0]
    assert told["example"]


def test_a_picture_is_the_one_that_was_prepared(api: Client, saltmarch: Site) -> None:
    told = get(api, "/places/saltmarch/pictures/imd2025")
    assert told == json.loads((saltmarch.folder / "imd2025.json").read_text())


def test_every_goal_is_told(api: Client) -> None:
    goals = walk(api, "/goals?limit=4")
    assert [one["id"] for one in goals] == [f"lug-{at:02d}" for at in range(1, 15)]
    assert any(one["indicators"] for one in goals)


def test_a_figure_of_a_picture_is_traced_to_the_neighbourhoods_that_it_counts(api: Client, saltmarch: Site) -> None:
    told = get(api, "/lineage/picture:saltmarch:imd2025:areas?place=saltmarch")
    assert told["value"] == len(told["counted"]) == len(saltmarch.picture("imd2025").neighbourhoods)
    assert told["rows"] == []
    assert told["indicator"] is None


def test_where_the_evidence_was_taken_away_a_figure_is_traced_later(api: Client) -> None:
    response = api.get(f"{ROOT}/lineage/census.disabled:{HOOD}:2021-03-21?place=saltmarch")
    assert response.status_code == 503
    assert response.headers["Retry-After"] == "60"
    assert "warehouse/" not in response.json()["error"]["message"]


@pytest.mark.parametrize(
    ("path", "status", "message"),
    [
        ("/places/saltmash", 404, "There is no place 'saltmash'. Did you mean 'saltmarch'?"),
        ("/places/essex", 503, "They are being built"),
        ("/places/saltmarch/areas/X01000099", 404, "Saltmarch has no area 'X01000099'. Did you mean"),
        ("/places/saltmarch/areas/E01999002", 404, "The code 'E01999002' is no longer in use. It was followed by X0"),
        ("/places/saltmarch/areas?type=lsoa22", 404, "There is no area type 'lsoa22'. Accepted: lsoa21, msoa21, wd"),
        ("/places/saltmarch/areas?district=X07000009", 404, "Saltmarch has no district 'X07000009'. Did you mean"),
        ("/places/saltmarch/areas?kind=lsoa21", 400, "'kind' is not a parameter of this address. Accepted: "),
        ("/places/saltmarch?x=1", 400, "'x' is not a parameter of this address. It takes none."),
        ("/places/saltmarch/areas?limit=5&limit=6", 400, "Limit is given 2 times. Give it once."),
        ("/places/saltmarch/areas?limit=1001", 400, "The parameter limit: Input should be less than or equal to 1000"),
        ("/places/saltmarch/areas?offset=-1", 400, "The parameter offset: Input should be greater than or equal to 0"),
        ("/places/saltmarch/areas?limit=ten", 400, "The parameter limit: Input should be a valid integer"),
        ("/places/saltmarch/observations", 400, "Nothing says which observations are wanted. Give indicator, area"),
        ("/places/saltmarch/observations?area=X01999999", 404, "Saltmarch has no area 'X01999999'"),
        ("/places/saltmarch/observations?indicator=census.disable", 404, "Did you mean 'census.disabled'"),
        ("/places/saltmarch/observations?indicator=census.age&period=1066", 404, "of the period '1066'."),
        ("/places/saltmarch/observations?indicator=census.age&group=0-5", 404, "of the group '0-5'. Did you mean"),
        ("/places/saltmarch/observations?indicator=census.age&area_type=lat", 404, "of the area type 'lat'. Did"),
        ("/places/saltmarch/indicators?theme=sensus", 404, "no indicators of the theme 'sensus'. Did you mean"),
        ("/places/saltmarch/indicators?goal=lug-99", 404, "There is no goal 'lug-99'."),
        ("/places/saltmarch/indicators/census.ages", 404, "no indicator 'census.ages'. Did you mean 'census.age'"),
        ("/places/saltmarch/pictures/imd2018", 404, "no picture of 'imd2018'. Did you mean"),
        ("/lineage/nothing?place=saltmarch", 400, "'nothing' is not the ID of a figure."),
        ("/lineage/picture:kent:imd2025:areas?place=saltmarch", 404, "one of the place 'kent'. Ask with place=kent."),
        ("/lineage/picture:saltmarch:imd2025:area?place=saltmarch", 404, "no figure 'area'. Did you mean 'areas"),
        ("/lineage/picture:saltmarch:imd2025:areas", 400, "The parameter place: Field required"),
        ("/nowhere", 404, "The API has no address '/api/v1/nowhere'. They are listed in openapi.json."),
        ("/", 404, "The API has no address '/api/v1/'."),
    ],
)  # fmt: skip
def test_a_refusal_says_what_is_accepted(api: Client, path: str, status: int, message: str) -> None:
    told = refusal(api, path)
    assert told["status"] == status
    assert message in told["message"]


def test_a_picture_that_was_taken_away_is_not_at_hand(api: Client, saltmarch: Site) -> None:
    file = saltmarch.folder / "imd2019.json"
    kept = file.rename(file.with_suffix(".away"))
    try:
        told = refusal(api, "/places/saltmarch/pictures/imd2019")
    finally:
        kept.rename(file)
    assert told["status"] == 503
    assert str(saltmarch.folder) not in told["message"]


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options", "trace"])
@pytest.mark.parametrize("path", ["/places", "/openapi.json", "/nowhere"])
def test_nothing_can_be_changed(api: Client, method: str, path: str) -> None:
    response = getattr(api, method)(f"{ROOT}{path}")
    assert response.status_code == 405
    assert response.headers["Allow"] == "GET, HEAD"
    assert response.json()["error"]["status"] == 405


def test_only_the_head_of_an_answer_can_be_had(api: Client) -> None:
    whole, head = api.get(f"{ROOT}/places"), api.head(f"{ROOT}/places")
    assert head.content == b""
    assert head.headers["ETag"] == whole.headers["ETag"]
    assert head.headers["Content-Length"] == str(len(whole.content))


def test_what_has_not_changed_is_not_sent_again_and_not_even_looked_up(
    api: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = f"{ROOT}/places/saltmarch/areas/{HOOD}"
    tag = api.get(path).headers["ETag"]
    looked_up: list[object] = []
    monkeypatch.setattr(door, "_packed", lambda *given: looked_up.append(given))
    again = api.get(path, headers={"if-none-match": f'"other", {tag}'})
    assert (again.status_code, again.content, looked_up) == (304, b"", [])
    assert again.headers["ETag"] == tag


def test_another_question_has_another_tag(api: Client) -> None:
    tags = {
        api.get(f"{ROOT}{path}").headers["ETag"]
        for path in ("/places", "/places?limit=2", "/goals", "/places/saltmarch", "/openapi.json")
    }
    assert len(tags) == 5


def test_another_build_has_another_tag_and_tells_of_itself(saltmarch: Site, serve: Serve) -> None:
    pointer = saltmarch.folder.parent / "current"
    api = serve(saltmarch.settings.home)
    before = api.get(f"{ROOT}/places/saltmarch").headers["ETag"]
    other = saltmarch.folder.parent / ("b" * 64)
    other.mkdir()
    for file in saltmarch.folder.iterdir():
        text = file.read_bytes()
        (other / file.name).write_bytes(
            text.replace(saltmarch.digest.encode(), b"b" * 64) if file.suffix == ".json" else text
        )
    pointer.write_text(other.name)
    try:
        assert api.get(f"{ROOT}/places/saltmarch").headers["ETag"] != before
    finally:
        pointer.write_text(saltmarch.digest)
        for file in other.iterdir():
            file.unlink()
        other.rmdir()


def test_a_long_answer_travels_compressed_where_that_is_liked(api: Client) -> None:
    plain = api.get(f"{ROOT}/goals")
    packed = api.get(f"{ROOT}/goals", headers={"accept-encoding": "gzip"})
    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content


def test_pages_of_other_sites_may_read_and_no_cookie_is_set(api: Client) -> None:
    response = api.get(f"{ROOT}/places", headers={"origin": "https://example.org"})
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in response.headers
    assert not response.cookies
    assert response.headers["Cross-Origin-Resource-Policy"] == "cross-origin"


def test_the_document_tells_of_every_address_and_of_every_status() -> None:
    told = describe_api(service)
    assert told["openapi"] == "3.1.0"
    assert len(told["paths"]) == 11
    for item in told["paths"].values():
        operation = item["get"]
        assert set(operation["responses"]) == {"200", "304", "400", "404", "503"}
        assert operation["summary"].endswith("?")
        assert operation["description"]
        assert all(parameter["description"] for parameter in operation["parameters"])


def test_the_document_names_no_other_host() -> None:
    text = json.dumps(describe_api(service)["paths"])
    assert {urlsplit(found).hostname for found in re.findall(r"https?://[^\s\"<>)]+", text)} <= {
        "www.gov.uk", "www.nomisweb.co.uk", "www.ons.gov.uk",
    }  # fmt: skip
    assert describe_api(service)["servers"] == [{"url": "/api/v1", "description": "This service."}]


def test_every_address_but_the_longest_has_an_example() -> None:
    assert set(describe_api(service)["paths"]) - set(load_examples()) == {"/places/{slug}/pictures/{index}"}


def test_the_page_of_downloads_shows_what_the_api_answers(api: Client) -> None:
    page = api.get("/saltmarch/data").content.decode()
    shown = re.findall(r"<code>GET (.*?)</code>.*?<pre><code>(.*?)</code>", page, re.S)
    assert len(shown) == 2
    for request, answer in shown:
        assert api.get(unescape(request)).json() == json.loads(unescape(answer))


def test_all_that_is_wrong_is_told_at_once() -> None:
    errors = [{"loc": ("query", "asked", "limit"), "msg": "too many"}, {"loc": ("query", "asked", "q"), "msg": "long"}]
    assert explain(errors).startswith("the parameter limit: too many; the parameter q: long.")
