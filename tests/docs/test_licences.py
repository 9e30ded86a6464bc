"""What Newlyn runs on may be passed on: each locked package has an accepted licence, and a row that says so."""

import re
from importlib.metadata import metadata
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "decisions" / "0010-dependencies-and-licences.md"

ACCEPTED = {"MIT", "BSD", "BSD-2-Clause", "BSD-3-Clause", "Apache-2.0", "MPL-2.0", "PSF-2.0", "0BSD", "Zlib", "CC0-1.0"}

SPDX = {
    # what older metadata says: the same in the form of SPDX; which BSD it is, only the licence file tells
    "OSI Approved :: MIT License": "MIT",
    "OSI Approved :: BSD License": "BSD",
    "OSI Approved :: Apache Software License": "Apache-2.0",
    "OSI Approved :: Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Apache License, Version 2.0": "Apache-2.0",
}

LOCKED = sorted(set(re.findall(r"^([a-z0-9-]+)==", (ROOT / "requirements.lock").read_text(encoding="utf-8"), re.M)))


def licence(package):
    """As the package states it: an SPDX expression, else its classifier, else the one line of its licence field."""
    facts = metadata(package)
    if facts["License-Expression"]:
        return facts["License-Expression"]
    classifiers = [text.removeprefix("License :: ") for text in facts.get_all("Classifier") or []]
    found = [SPDX[text] for text in classifiers if text in SPDX]
    stated = found[0] if found else (facts["License"] or "nothing").strip()
    return SPDX.get(stated, stated)


def rows():
    cells = [line.strip("| \n").split(" | ") for line in PAGE.read_text(encoding="utf-8").splitlines() if "|" in line]
    return {row[0].strip(): row[1].strip() for row in cells[2:]}


@pytest.mark.parametrize("package", LOCKED)
def test_a_locked_package_has_a_licence_that_lets_it_be_passed_on(package):
    parts = set(re.split(r" AND | OR ", licence(package)))
    assert parts <= ACCEPTED, f"{package}: {licence(package)}"


@pytest.mark.parametrize("package", LOCKED)
def test_a_locked_package_stands_in_the_table_under_its_licence(package):
    assert rows()[package].startswith(licence(package))


def test_the_table_holds_nothing_that_is_not_locked():
    assert sorted(rows()) == LOCKED


@pytest.mark.parametrize("stated", ["GPL-3.0-or-later", "AGPL-3.0-only", "SSPL-1.0", "nothing"])
def test_a_licence_that_binds_what_uses_it_is_not_accepted(stated):
    assert stated not in ACCEPTED
