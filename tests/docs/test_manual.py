"""The manual builds without a warning, and none of its pages loads anything from another host."""

import os
import re
import shutil
import subprocess
import sys

import pytest
from docs.reference import write_reference
from tests.docs.pages import ROOT

LOADED = re.compile(r"<(?:script|link|img|iframe|source|video)\b[^>]*?\b(?:src|href)=[\"']?(?:https?:)?//[^\"'>\s]+")


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The manual, built strictly in a folder of its own."""
    folder = tmp_path_factory.mktemp("manual")
    shutil.copy(ROOT / "mkdocs.yml", folder)
    shutil.copytree(ROOT / "docs", folder / "docs", ignore=shutil.ignore_patterns("reference", "__pycache__"))
    write_reference(folder / "docs" / "reference")
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet"],
        cwd=folder,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return folder / "site"


def test_no_page_of_the_manual_loads_anything_from_another_host(site):
    pages = list(site.rglob("*.html"))
    assert len(pages) > 30
    for page in pages:
        text = page.read_text(encoding="utf-8")
        assert LOADED.findall(text) == [], page.name
        # The theme's script asks another host for this one kind of drawing, and for nothing else in a browser of today.
        assert 'class="mermaid"' not in text, page.name


def test_no_style_of_the_manual_loads_anything_from_another_host(site):
    for sheet in site.rglob("*.css"):
        assert not re.search(r"(?:url\(|@import\s+)[\"']?(?:https?:)?//", sheet.read_text(encoding="utf-8")), sheet.name
