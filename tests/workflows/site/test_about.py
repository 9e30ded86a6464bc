from __future__ import annotations

from tests.support.html_reader import Reader, check_page

from newlyn.publish.site.link import ServedLinks
from newlyn.workflows.site.opened import Site
from newlyn.workflows.site.pages import answer


def html(site: Site, path: str = "about") -> str:
    return answer(site, path, {}, ServedLinks(f"/{site.slug}/")).body.decode()


def test_a_place_whose_evidence_has_gone_says_so(saltmarch: Site) -> None:
    found = check_page(html(saltmarch))
    assert "no longer on this machine" in found.text
    assert saltmarch.evidence in found.text


def test_every_file_of_the_evidence_of_essex_is_named_with_its_checksum(essex: Site) -> None:
    text = check_page(html(essex)).text
    files = {one.sha256 for entry in essex.warehouse.manifest.tables for one in entry.files}
    assert len(files) > 100
    assert [digest for digest in files if digest not in text] == []
    assert essex.evidence in text


def test_what_was_left_out_of_the_files_of_essex_is_counted(essex: Site) -> None:
    text = check_page(html(essex)).text
    left_out = [one for entry in essex.warehouse.manifest.tables for one in entry.left_out]
    assert left_out
    assert all(f"{one.rows:,} {one.of:,}" in text for one in left_out)


def test_an_address_of_a_file_is_a_link_only_where_it_leads_to_the_web(essex: Site) -> None:
    outside = [link for link in Reader(html(essex)).values("href") if ":" in link.partition("/lineage/")[0]]
    assert all(link.startswith(("https://", "http://")) for link in outside)


def test_the_statement_and_the_style_sheet_of_a_place_are_there(saltmarch: Site) -> None:
    assert "under the name Saltmarch County Council" in check_page(html(saltmarch, "accessibility")).text
    found = answer(saltmarch, "brand.css", {}, ServedLinks("/saltmarch/"))
    assert found.content_type == "text/css; charset=utf-8"
    assert saltmarch.brand.colour in found.body.decode()
