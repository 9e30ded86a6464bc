"""What the how-to on downloads says of the files is so."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from newlyn.publish.site.frame import Frame
from newlyn.publish.site.link import ServedLinks
from newlyn.workflows.site import data_file
from newlyn.workflows.site.asked import Asked
from newlyn.workflows.site.opened import Site

HOW_TO = Path(__file__).parents[3] / "docs" / "how-to" / "download-data.md"
TEXT = HOW_TO.read_text(encoding="utf-8")


def get(site: Site, name: str) -> bytes:
    return data_file.show(Asked(site, ServedLinks("/x/"), {}, Frame.neutral()), name).body


def test_the_rows_of_a_parquet_file_and_what_is_told_inside_are_read_as_shown(
    saltmarch: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "observations.parquet").write_bytes(get(saltmarch, "observations.parquet"))
    monkeypatch.chdir(tmp_path)
    (block,) = re.findall(r"```python\n(.*?)```", TEXT, re.S)
    read: dict[str, Any] = {}
    exec(compile(block, HOW_TO.name, "exec"), read)  # noqa: S102 - the manual's own example
    assert read["table"].num_rows == len(saltmarch.cut)
    assert read["title"] == "All observations of Saltmarch"
    assert read["build"] == saltmarch.evidence
    assert set(read["meanings"]) == set(read["table"].column_names)
    assert read["sources"] == []


def test_every_file_that_is_named_is_there_in_the_forms_that_are_told(saltmarch: Site) -> None:
    made_of = {
        "THEME": "census",
        "indicator-CODE": "indicator-census.age",
        "area-CODE": f"area-{saltmarch.of_type('lad')[0].code}",
        "INDEX": "imd2025",
    }
    rows = re.findall(r"^\| `([^`]+)` \|.*\| ([^|]+) \|$", TEXT, re.M)
    assert len(rows) == 8
    for named, forms in rows:
        name = named
        for word, stands_for in made_of.items():
            name = name.replace(word, stands_for)
        for form in ("CSV", "Parquet"):
            if form in forms:
                assert get(saltmarch, f"{name}.{form.lower()}")
