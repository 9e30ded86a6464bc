from __future__ import annotations

import json
import re
from html import unescape

from newlyn.publish.site.link import ServedLinks, StaticLinks
from newlyn.workflows.site import data_file
from newlyn.workflows.site.opened import Site
from newlyn.workflows.site.pages import answer


def read(site: Site) -> str:
    return answer(site, "data", {}, ServedLinks(f"/{site.slug}/")).body.decode()


def test_every_file_that_the_page_links_to_is_there(saltmarch: Site) -> None:
    links = set(re.findall(r'href="/saltmarch/(data/[^"]+)"', read(saltmarch)))
    assert links <= set(data_file.addresses(saltmarch))
    assert {"data/neighbourhoods.csv", "data/observations.parquet", "data/catalogue.json"} <= links


def test_every_table_of_the_place_and_of_each_indicator_is_linked_to(saltmarch: Site) -> None:
    links = set(re.findall(r'href="/saltmarch/(data/[^"]+\.(?:csv|parquet))"', read(saltmarch)))
    files = {path for path in data_file.addresses(saltmarch) if path.endswith((".csv", ".parquet"))}
    assert {path for path in files if not path.startswith("data/area-")} <= links


def test_the_number_in_the_answer_is_the_number_of_rows(saltmarch: Site) -> None:
    assert f"All {len(saltmarch.cut):,} figures of Saltmarch" in read(saltmarch)


def test_the_examples_are_json_of_this_place(saltmarch: Site) -> None:
    area, observed = (
        json.loads(unescape(text)) for text in re.findall(r"<pre><code>(.*?)</code>", read(saltmarch), re.S)
    )
    assert area["code"] in saltmarch.areas
    assert observed["items"][0]["area"] == area["code"]
    assert observed["total"] == len(saltmarch.observed(area["code"]))


def test_a_static_copy_links_to_files_beside_it(saltmarch: Site) -> None:
    text = answer(saltmarch, "data", {}, StaticLinks("data")).body.decode()
    assert 'href="data/neighbourhoods.csv"' in text
    assert "no service answers behind it" in text


def test_essex_names_its_licences_and_how_much_there_is(essex: Site) -> None:
    text = read(essex)
    assert "Open Government Licence v3.0" in text
    assert re.search(r"CSV, about \d\d MB", text)
    assert len(text.encode()) < 250_000
