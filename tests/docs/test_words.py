"""The words of the project: a glossary in order, a README that begins with what to type, a manual in one spelling."""

import re

import pytest
from tests.docs.pages import ROOT, blocks, written

from newlyn.evidence.sources.library import offers

TERMS = re.findall(r"^\*\*([^*]+?)\.\*\* ", (ROOT / "GLOSSARY.md").read_text(encoding="utf-8"), re.M)

WORDS = """
    apportion area area_type band best_fit build change_of_vintage cohort comparator decile edition exact_fit feed
    filling grain indicator layout lens lineage LSOA mirror MSOA observation origin part place_pack polarity raw_store
    recipe selection table tenth vintage warehouse
"""

AMERICAN = re.compile(
    r"\b(color|colors|center|centers|normalize[ds]?|summarize[ds]?|analyze[ds]?|neighbor\w*|license[ds])\b"
)


def test_terms_of_the_glossary_are_in_order_and_stand_once():
    assert len(TERMS) > 50
    lower = [term.lower() for term in TERMS]
    assert lower == sorted(set(lower))


def test_every_paragraph_of_the_glossary_defines_a_term():
    paragraphs = (ROOT / "GLOSSARY.md").read_text(encoding="utf-8").split("\n\n")[2:]
    assert len(paragraphs) == len(TERMS)


@pytest.mark.parametrize(
    "term",
    [word.replace("_", " ") for word in WORDS.split()],
)
def test_the_words_of_the_domain_are_in_the_glossary(term):
    assert term.lower() in [one.lower() for one in TERMS]


def test_the_first_screen_of_the_readme_names_the_two_commands_and_the_result():
    first = "\n".join((ROOT / "README.md").read_text(encoding="utf-8").splitlines()[:35])
    for needed in ("make demo", "make test", "123,640 of 1,445,044 residents", "Python 3.11", "NEWLYN_MIRROR"):
        assert needed in first


def test_every_target_of_the_makefile_is_told_to_contributors():
    targets = re.findall(r"^([a-z]+):.*##", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M)
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    assert len(targets) > 5
    for target in targets:
        assert f"`make {target}`" in text


@pytest.mark.parametrize("path", written(), ids=lambda path: str(path.relative_to(ROOT)))
def test_the_manual_is_in_british_spelling(path):
    text = re.sub(r"```.*?```|`[^`]*`|https?://\S+", "", path.read_text(encoding="utf-8"), flags=re.S)
    assert AMERICAN.findall(text) == []


def test_every_address_of_a_dataset_is_protected_on_its_way():
    # SECURITY.md says so.
    for offer in offers().values():
        files = [file for filling in offer.dataset.tables for layout in filling.layouts for file in layout.files]
        for address in (offer.publisher.home, offer.dataset.page, *(file.url for file in files)):
            assert address is None or address.startswith("https://"), (offer.dataset.id, address)


def test_the_picture_of_essex_is_quoted_alike_everywhere():
    opening = "123,640 of 1,445,044 residents of Essex (8.6%) live in the 75 neighbourhoods"
    for name in ("README.md", "docs/tutorial/essex.md"):
        assert any(opening in block for block in blocks(ROOT / name))
