from __future__ import annotations

import json
import os
from hashlib import sha256
from pathlib import Path
from types import ModuleType

import pytest
from tests.support.made_site import write_site

from newlyn.foundation.errors import InputError, NotFoundError, StorageError, WarehouseError
from newlyn.foundation.settings import Settings
from newlyn.publish.site.link import anchor
from newlyn.workflows.site import pages, static, static_render
from newlyn.workflows.site.asked import page, redirect
from newlyn.workflows.site.opened import Site
from newlyn.workflows.site.pages import Route
from newlyn.workflows.site.static import Published, publish_place
from newlyn.workflows.site.static_extra import RootedLinks, read_address
from newlyn.workflows.site.static_render import tasks_of

WITHOUT_EVIDENCE = ("compare", "compare_pair", "find", "search_index", "brand")
"""Pages that Saltmarch can be asked for although no evidence lies behind it."""


class Tracing(Route):
    """Stands for the pages that trace, which need evidence; none is listed, so only those linked to are made."""

    def _module(self) -> ModuleType:
        module = ModuleType("tracing")
        module.show = lambda asked, figure: page(f"<p>{figure}</p>")  # type: ignore[attr-defined]
        module.addresses = lambda site: ()  # type: ignore[attr-defined]
        return module


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Site:
    """Saltmarch with few pages, so that a copy is made in a moment."""
    kept = tuple(route for route in pages.ROUTES if route.module in WITHOUT_EVIDENCE)
    monkeypatch.setattr(pages, "ROUTES", (*kept, Tracing("lineage/(?P<figure>.+)", "", public=False)))
    return write_site(tmp_path / "home")


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "public" / "saltmarch"


def publish(place: Site, out: Path, *, address: str = "", workers: int = 1) -> Published:
    return publish_place(place.settings, "saltmarch", out, address=address, workers=workers)


def tree(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def moments(folder: Path) -> dict[str, int]:
    return {str(path.relative_to(folder)): path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()}


def list_of(out: Path) -> dict[str, dict[str, dict[str, object]]]:
    content: dict[str, dict[str, dict[str, object]]] = json.loads((out / "newlyn.json").read_text())
    return content


# --- what is written ---------------------------------------------------------------------------------------------


def test_every_page_becomes_a_file_and_the_list_names_each_with_its_checksum(place: Site, out: Path) -> None:
    done = publish(place, out)
    found = tree(out)
    one, other = place.of_type("lad")[:2]
    assert {"find.html", "compare.html", "search.json", "brand.css", "404.html", "robots.txt", ".nojekyll"} <= set(
        found
    )
    assert any(path.startswith(f"compare/{one.code}-") or path.endswith(f"-{other.code}.html") for path in found)
    listed = list_of(out)["files"]
    assert set(listed) == set(found) - {"newlyn.json"}
    for path, about in listed.items():
        assert about == {"sha256": sha256(found[path]).hexdigest(), "bytes": len(found[path])}
    assert (done.files, done.fresh, done.gone) == (len(found), len(found) - 1, 0)
    assert list_of(out)["made from"]["pages"] == place.digest


def test_two_copies_are_the_same_byte_for_byte_whoever_renders(place: Site, tmp_path: Path) -> None:
    publish(place, tmp_path / "a", workers=1)
    publish(place, tmp_path / "b", workers=2)
    assert tree(tmp_path / "a") == tree(tmp_path / "b")


def test_the_styles_and_scripts_go_along_with_their_compressed_selves(place: Site, out: Path) -> None:
    assets = static._assets()
    if assets is None:
        pytest.skip("needs the styles and scripts: run npm ci and npm run build")
    publish(place, out)
    for asset in assets.files:
        assert (out / "static" / asset.name).read_bytes() == asset.read_bytes()
        assert (out / "static" / f"{asset.name}.br").is_file()
    assert f'href="static/{assets.url_name("site.css")}"' in (out / "find.html").read_text()


def test_what_a_redirect_would_do_a_page_does(place: Site, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Moved(Route):
        def _module(self) -> ModuleType:
            module = ModuleType("moved")
            module.show = lambda asked: redirect(asked.links.page("find"))  # type: ignore[attr-defined]
            module.addresses = lambda site: ["old"]  # type: ignore[attr-defined]
            return module

    monkeypatch.setattr(pages, "ROUTES", (*pages.ROUTES, Moved("old", "")))
    publish(place, out)
    assert '<meta http-equiv="refresh" content="0; url=find.html">' in (out / "old.html").read_text()


def test_an_area_elsewhere_is_traced_where_a_page_leads_to_its_figures(place: Site, out: Path) -> None:
    publish(place, out)
    traced = {path.stem for path in (out / "lineage").iterdir()}
    assert traced == {area.code for area in place.of_type("lad")}


def test_a_sitemap_needs_an_address_and_this_is_said(place: Site, out: Path) -> None:
    assert any("give --address" in note for note in publish(place, out).notes)
    assert not (out / "sitemap.xml").exists()
    assert not any("--address" in note for note in publish(place, out, address="https://example.org/s").notes)
    sitemap = (out / "sitemap.xml").read_text()
    assert "<loc>https://example.org/s/find.html</loc>" in sitemap
    assert "search.json" not in sitemap
    assert "Sitemap: https://example.org/s/sitemap.xml" in (out / "robots.txt").read_text()


def test_the_page_for_lost_readers_holds_at_every_depth_where_the_address_is_known(place: Site, out: Path) -> None:
    publish(place, out, address="https://example.org/some/where/")
    page = (out / "404.html").read_text()
    assert 'href="/some/where/find.html"' in page
    assert 'href="/some/where/brand.css"' in page
    links = RootedLinks("/s/")
    assert links.figure("a.b:E01000001:2019") == f"/s/lineage/E01000001.html#{anchor('a.b:E01000001:2019')}"
    assert (links.home(), links.file("data/a b.csv")) == ("/s/index.html", "/s/data/a%20b.csv")


@pytest.mark.parametrize(
    "given", ["example.org", "ftp://example.org/", "https://", "https://x/?a=1", "https://x/ y", "https://[x/"]
)
def test_what_is_not_an_address_of_the_web_is_refused(place: Site, out: Path, given: str) -> None:
    with pytest.raises(InputError, match=r"is not an address of the web\. Write one such as"):
        publish(place, out, address=given)
    assert not out.exists()


def test_an_address_ends_in_a_stroke() -> None:
    assert read_address("http://example.org:8080/a") == "http://example.org:8080/a/"


def test_what_traces_is_handed_out_first_and_in_one_portion() -> None:
    portions = tasks_of(["", "lineage/a", "indicators/b", "areas/c", "lineage/d"])
    assert portions == [("lineage/a", "lineage/d"), ("indicators/b",), ("", "areas/c")]


# --- again -------------------------------------------------------------------------------------------------------


def test_nothing_is_rendered_where_nothing_changed(place: Site, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    publish(place, out)
    before = moments(out)
    monkeypatch.setattr(static, "render_all", None)
    done = publish(place, out)
    assert done.unchanged
    assert moments(out) == before
    assert done.files == len(before)


def test_files_with_equal_bytes_are_not_touched_when_others_change(place: Site, out: Path) -> None:
    publish(place, out)
    before = moments(out)
    done = publish(place, out, address="https://example.org/s/")
    after = moments(out)
    changed = {path for path in after if before.get(path) != after[path]}
    assert changed == {"newlyn.json", "404.html", "robots.txt", "sitemap.xml"}
    assert done.fresh == len(changed) - 1


@pytest.mark.parametrize("harm", ["lost", "cut short"])
def test_a_file_that_is_lost_or_cut_short_is_made_again(place: Site, out: Path, harm: str) -> None:
    publish(place, out)
    whole = (out / "find.html").read_bytes()
    (out / "find.html").unlink() if harm == "lost" else (out / "find.html").write_bytes(whole[:99])
    done = publish(place, out)
    assert done.fresh == 1
    assert (out / "find.html").read_bytes() == whole


def test_files_that_are_no_longer_part_of_the_copy_go_and_their_folders_with_them(
    place: Site, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(place, out)
    assert (out / "compare").is_dir()
    (out / "CNAME").write_text("example.org")
    monkeypatch.setattr(pages, "ROUTES", tuple(r for r in pages.ROUTES if r.module != "compare_pair"))
    monkeypatch.setattr(static, "_code", lambda: "another")
    districts = len(place.of_type("lad"))
    assert publish(place, out).gone == districts * (districts - 1) / 2 + districts  # pairs, and what they led to
    assert not (out / "compare").exists()
    assert not (out / "lineage").exists()
    assert (out / "CNAME").read_text() == "example.org"


def test_pages_that_were_prepared_anew_are_rendered_anew(place: Site, out: Path) -> None:
    publish(place, out)
    write_site(place.settings.home, digest="ab" * 32, seed=8)
    assert publish(place, out).fresh > 1


@pytest.mark.parametrize("workers", [1, 2])
def test_a_copy_that_was_broken_off_is_completed_by_the_next_run(
    place: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, workers: int
) -> None:
    publish(place, tmp_path / "whole")
    out = tmp_path / "broken"
    put = static_render.put

    def fail(folder: Path, path: str, data: bytes) -> object:
        if path == "find.html":
            raise StorageError("the disk is full")
        return put(folder, path, data)

    with monkeypatch.context() as patch:
        patch.setattr(static_render, "put", fail)
        with pytest.raises(StorageError, match="page 'find': the disk is full"):
            publish(place, out, workers=workers)
    assert list_of(out)["finished"] is False  # type: ignore[comparison-overlap]
    (out / f".find.html.{os.getpid()}.partial").write_text("half")
    publish(place, out)
    assert tree(out) == tree(tmp_path / "whole")


# --- whose folder it is ------------------------------------------------------------------------------------------


def test_a_folder_with_other_things_is_refused_and_left_alone(place: Site, out: Path) -> None:
    out.mkdir(parents=True)
    (out / "thesis.txt").write_text("years of work")
    with pytest.raises(InputError, match="holds other things and no copy made by Newlyn"):
        publish(place, out)
    assert tree(out) == {"thesis.txt": b"years of work"}


def test_a_file_in_place_of_the_folder_is_refused(place: Site, out: Path) -> None:
    out.parent.mkdir()
    out.write_text("a file")
    with pytest.raises(InputError, match=r"is a file\. Name a folder"):
        publish(place, out)


def test_an_empty_folder_is_accepted(place: Site, out: Path) -> None:
    out.mkdir(parents=True)
    assert publish(place, out).fresh


def test_a_file_of_somebody_elses_is_not_written_over(place: Site, out: Path) -> None:
    publish(place, out)
    (out / "sitemap.xml").write_text("mine")
    with pytest.raises(InputError, match="is not one of Newlyn’s files, and the copy has one of that name"):
        publish(place, out, address="https://example.org/")
    assert (out / "sitemap.xml").read_text() == "mine"


def test_the_copy_of_another_place_is_not_written_over(place: Site, out: Path) -> None:
    publish(place, out)
    listed = out / "newlyn.json"
    listed.write_text(listed.read_text().replace('"place": "saltmarch"', '"place": "kent"'))
    with pytest.raises(InputError, match=r"holds the copy of 'kent'\. Name another folder for 'saltmarch'"):
        publish(place, out)


@pytest.mark.parametrize("harm", ["{", "[]", '{"format": 99}', '{"format": 1}'])
def test_a_damaged_list_is_refused(place: Site, out: Path, harm: str) -> None:
    publish(place, out)
    (out / "newlyn.json").write_text(harm)
    with pytest.raises(StorageError, match="is damaged, so it cannot be told which files are Newlyn’s"):
        publish(place, out)


@pytest.mark.parametrize("path", ["../thesis.txt", "/etc/passwd", "a/../../b"])
def test_a_list_that_leads_out_of_the_folder_is_refused(place: Site, out: Path, path: str) -> None:
    publish(place, out)
    content = list_of(out)
    content["files"][path] = {"sha256": "", "bytes": 0}
    (out / "newlyn.json").write_text(json.dumps(content))
    with pytest.raises(StorageError, match="is damaged"):
        publish(place, out)


def test_a_place_that_is_not_built_or_not_known_is_said(place: Site, out: Path) -> None:
    with pytest.raises(NotFoundError, match=r"there is no place 'saltmash'\. Did you mean 'saltmarch'"):
        publish_place(place.settings, "saltmash", out)
    with pytest.raises(WarehouseError, match="the pages of 'essex' are not built yet"):
        publish_place(Settings.from_environ({"NEWLYN_HOME": str(place.settings.home)}), "essex", out)


def test_a_copy_without_styles_and_scripts_is_made_and_said(
    place: Site, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(static, "_assets", lambda: None)
    assert any("no styles and scripts" in note for note in publish(place, out).notes)
    assert not (out / "static").exists()
