"""What the pages on statistics show runs and is there: examples, names, links, and the lines that install them."""

import doctest
import importlib
import re
import subprocess
import sys
import tomllib

import numpy as np
import pytest
from docs.spec_tables import methods
from docs.statistics_pages import families, page_name
from scipy.stats import norm
from tests.docs.pages import ROOT, blocks

HOW_TO = ROOT / "docs" / "how-to" / "use-the-statistics.md"
CHOOSING = ROOT / "docs" / "explanation" / "choosing-a-method.md"
LINK = re.compile(r"\[`([\w.]+)`\]\(\.\./reference/([\w-]+\.md)#(\w+)\)")
NAME = re.compile(r"newlyn\.stats(?:\.\w+)+")


def linked():
    """Each method that the page on choosing links to: its name below `newlyn.stats`, the page and the heading."""
    return LINK.findall(CHOOSING.read_text(encoding="utf-8"))


def find(name):
    """The module, or what a module holds, of this dotted name."""
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError:
        module, _, attribute = name.rpartition(".")
        return getattr(importlib.import_module(module), attribute)


def test_the_examples_of_the_how_to_run_and_print_what_it_shows():
    text = "\n".join(blocks(HOW_TO, "pycon"))
    examples = doctest.DocTestParser().get_doctest(text, {}, HOW_TO.name, HOW_TO.name, 0)
    told = []
    result = doctest.DocTestRunner().run(examples, out=told.append)
    assert result.failed == 0, "".join(told)
    assert result.attempted > 30


@pytest.mark.parametrize("page", [HOW_TO, CHOOSING], ids=lambda page: page.name)
def test_every_name_of_the_statistics_on_a_page_can_be_imported(page):
    names = NAME.findall(page.read_text(encoding="utf-8"))
    assert names
    for name in names:
        assert find(name) is not None, name


def test_a_name_that_is_not_there_would_be_noticed():
    with pytest.raises(AttributeError):
        find("newlyn.stats.rate.crude.rates")


@pytest.mark.parametrize(("name", "page", "heading"), linked(), ids=lambda part: part)
def test_a_method_to_choose_is_there_and_is_linked_to_its_own_heading(name, page, heading, reference):
    module, _, method = f"newlyn.stats.{name}".rpartition(".")
    assert method in methods(module)
    assert heading == method
    assert page == page_name(name.split(".")[0])
    assert f"## {method} {{#{method}}}" in reference[page]


def test_the_page_on_choosing_names_methods_of_every_family():
    assert {name.split(".")[0] for name, _, _ in linked()} == set(families()) - {"rank"}  # a means, no answer
    assert len(linked()) > 60


def test_every_row_of_the_page_on_choosing_has_a_method_a_reason_and_a_warning():
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in CHOOSING.read_text(encoding="utf-8").splitlines()
        if line.startswith("| ") and not line.startswith("| question")
    ]
    assert len(rows) > 50
    for row in rows:
        question, use, because, beware = row
        assert question.endswith("?")
        assert LINK.search(use), question
        assert because.endswith(".")
        assert beware.endswith(".")


def test_two_intervals_that_just_touch_are_as_seldom_as_the_page_says():
    # Two equally sure 95% intervals side by side: their figures are 2 × 1.96 standard errors apart.
    p = 2 * norm.sf(2 * 1.959964 / np.sqrt(2))
    assert p == pytest.approx(0.006, abs=0.0005)
    assert "p-value of about 0.006" in CHOOSING.read_text(encoding="utf-8")


def test_the_lines_that_install_ask_for_what_the_project_asks_for():
    needed = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
    (line,) = [
        one for one in HOW_TO.read_text(encoding="utf-8").splitlines() if "pip install" in one and "numpy" in one
    ]
    assert re.findall(r'"([^"]+)"', line) == [one for one in needed if re.match(r"(numpy|scipy)\b", one)]


def test_the_statistics_work_where_numpy_and_scipy_alone_are_installed():
    modules = [name for names in families().values() for name in names]
    code = f"""
import sys
from importlib.metadata import packages_distributions

absent = set(packages_distributions()) - {{'newlyn', 'numpy', 'scipy'}}

class Absent:
    def find_spec(self, name, path=None, target=None):
        if name.split('.')[0] in absent:
            raise ModuleNotFoundError(name, name=name)

sys.meta_path.insert(0, Absent())
assert 'pyarrow' in absent
for name in {modules!r}:
    __import__(name)
print(*sorted(name for name in sys.modules if name.startswith('newlyn.') and name.count('.') == 1))
print('scipy.stats' in sys.modules)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr
    rooms, slow = done.stdout.splitlines()
    assert rooms.split() == ["newlyn.foundation", "newlyn.stats"]
    assert slow == "False"


def test_the_code_is_typed_for_those_who_import_it():
    assert (ROOT / "src" / "newlyn" / "py.typed").is_file()
