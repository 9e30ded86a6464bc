"""Links lead somewhere: between the pages of the manual, and from the repository's pages into it."""

import re

import pytest
from docs.reference import pages
from tests.docs.pages import ROOT, prose, written

LINK = re.compile(r"\]\(([^)\s]+)\)")


def links(path):
    return LINK.findall(prose(path))


@pytest.mark.parametrize("path", written(), ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_within_the_repository_leads_to_a_page(path):
    generated = {ROOT / "docs" / "reference" / name for name in pages()}
    for link in links(path):
        if not link.startswith(("https://", "#")):
            target = (path.parent / link.partition("#")[0]).resolve()
            assert target.exists() or target in generated, f"{path.name}: {link}"


@pytest.mark.parametrize("path", sorted(ROOT.glob("*.md")), ids=lambda path: path.name)
def test_a_page_at_the_root_does_not_lead_to_what_is_not_in_the_repository(path):
    for link in links(path):
        assert not link.startswith("docs/reference/"), f"{link} is written by `make docs` and is not in the repository"


def test_every_page_at_the_root_is_reached_from_the_readme_or_from_one_it_reaches():
    reached, waiting = set(), ["README.md"]
    while waiting:
        name = waiting.pop()
        reached.add(name)
        waiting += [link for link in links(ROOT / name) if (ROOT / link).suffix == ".md" and "/" not in link]
        waiting = [name for name in waiting if name not in reached]
    assert reached == {path.name for path in ROOT.glob("*.md")}


def test_every_decision_is_in_the_list_of_decisions():
    folder = ROOT / "docs" / "decisions"
    listed = set(links(folder / "index.md"))
    assert listed == {path.name for path in folder.glob("0*.md")}


def test_decisions_are_numbered_one_after_another():
    numbers = sorted(int(path.name[:4]) for path in (ROOT / "docs" / "decisions").glob("0*.md"))
    assert numbers == list(range(1, len(numbers) + 1))
