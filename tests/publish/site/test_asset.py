from __future__ import annotations

import gzip
import json
import re
from pathlib import Path

import pytest

from newlyn.foundation.errors import InputError, StorageError
from newlyn.publish.asset import KEPT_FOR_EVER, STATIC, Assets
from newlyn.publish.colour import TENTHS, ink_on

SOURCES = STATIC.with_name("assets")


def listed(folder: Path, text: str) -> Path:
    (folder / "assets.json").write_text(text)
    return folder


@pytest.fixture(scope="module")
def built() -> Assets:
    if not (STATIC / "assets.json").is_file():
        pytest.skip("needs the styles and scripts: run npm ci and npm run build")
    return Assets.open()


def test_an_asset_is_found_by_its_logical_name(tmp_path: Path) -> None:
    (tmp_path / "site-0A1B2C3D.css").write_text("p{}")
    assets = Assets.open(listed(tmp_path, '{"site.css": "site-0A1B2C3D.css"}'))
    assert assets.url_name("site.css") == "site-0A1B2C3D.css"
    assert assets.files == (tmp_path / "site-0A1B2C3D.css",)


def test_assets_that_are_not_built_name_the_remedy(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match=r"not built: no assets\.json\. Run make, or npm ci and then npm run build"):
        Assets.open(tmp_path)


def test_a_list_that_is_cut_short_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match=r"cannot be read\. Run make"):
        Assets.open(listed(tmp_path, '{"site.css": '))


def test_a_list_of_something_else_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="holds no names"):
        Assets.open(listed(tmp_path, '{"site.css": 1}'))


def test_a_list_that_names_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match=r"names site-0A1B2C3D\.css, which is not there"):
        Assets.open(listed(tmp_path, '{"site.css": "site-0A1B2C3D.css"}'))


def test_an_unknown_asset_is_answered_with_the_nearest(tmp_path: Path) -> None:
    (tmp_path / "a.css").touch()
    with pytest.raises(InputError, match=r"'sight\.css' is not an asset of the pages\. Did you mean 'site\.css'"):
        Assets.open(listed(tmp_path, '{"site.css": "a.css"}')).url_name("sight.css")


# --- what was built ----------------------------------------------------------------------------------------------


def test_everything_that_a_page_names_is_built(built: Assets) -> None:
    assert {"site.css", "site.js", "icon.svg", "licences.txt", "map.css", "map-worker.js"} <= set(built.names)


def test_a_file_is_named_after_its_content(built: Assets) -> None:
    assert [path.name for path in built.files if not KEPT_FOR_EVER.search(path.name)] == []


def test_every_file_lies_beside_its_compressed_self(built: Assets) -> None:
    for path in built.files:
        assert gzip.decompress(Path(f"{path}.gz").read_bytes()) == path.read_bytes()
        assert Path(f"{path}.br").is_file()


def test_nothing_is_asked_of_another_host(built: Assets) -> None:
    css = "".join(path.read_text() for path in built.files if path.suffix == ".css")
    addresses = {found for found in re.findall(r"url\(['\"]?([^)'\"]{0,30})", css) if not found.startswith("data:")}
    assert addresses == set()
    assert "@import" not in css


def test_no_font_picture_or_name_of_the_government_is_taken_over(built: Assets) -> None:
    css = (built.folder / built.url_name("site.css")).read_text()
    for word in ("GDS Transport", "@font-face", "crown", "crest"):
        assert word.lower() not in css.lower()


def test_a_page_without_map_and_charts_is_light_over_the_wire(built: Assets) -> None:
    """The page may weigh 250 kB; its styles and first script take a tenth of that."""
    sizes = [Path(f"{built.folder / built.url_name(name)}.gz").stat().st_size for name in ("site.css", "site.js")]
    assert sum(sizes) < 25_000


def test_the_licence_of_everything_inside_goes_along(built: Assets) -> None:
    text = (built.folder / built.url_name("licences.txt")).read_text()
    assert "govuk-frontend 6.6.0 (MIT)" in text
    assert "maplibre-gl 6" in text
    assert "Protomaps LLC" in text


# --- colours -----------------------------------------------------------------------------------------------------


def test_the_ramp_of_the_style_sheet_is_the_ramp_of_the_charts() -> None:
    source = (SOURCES / "style" / "_tenths.scss").read_text()
    written = re.findall(r"^  (\d+): \((#\w{6}), (#\w{6})\),$", source, re.M)
    assert written == [(str(at), colour, ink_on(colour)) for at, colour in enumerate(TENTHS, start=1)]


# --- packages ----------------------------------------------------------------------------------------------------

ROOT = Path(__file__).parents[3]
ACCEPTED = {"MIT", "ISC", "BSD-2-Clause", "BSD-3-Clause", "Apache-2.0", "0BSD", "Unlicense", "MPL-2.0"}


def locked() -> dict[str, dict[str, object]]:
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    return {path: about for path, about in packages.items() if path}


def test_every_package_of_the_front_end_is_locked_by_its_checksum_and_by_no_address() -> None:
    packages = locked()
    assert packages
    assert [path for path, one in packages.items() if not str(one.get("integrity")).startswith("sha512-")] == []
    assert [path for path, one in packages.items() if "resolved" in one] == []


def test_every_package_of_the_front_end_has_an_accepted_licence() -> None:
    def accepted(licence: object) -> bool:
        return any(one in ACCEPTED for one in re.split(r" OR ", str(licence).strip("()")))

    assert {path: one.get("license") for path, one in locked().items() if not accepted(one.get("license"))} == {}


def test_versions_are_pinned_in_the_front_end() -> None:
    package = json.loads((ROOT / "package.json").read_text())
    versions = package["dependencies"] | package["devDependencies"]
    assert {name: one for name, one in versions.items() if not re.fullmatch(r"\d+\.\d+\.\d+", one)} == {}
