"""Each statistical method gives what its spec tables say, and has one; the tables are also the manual's."""

from __future__ import annotations

import importlib
import inspect
import re
from operator import attrgetter

import numpy as np
import pytest
from docs.spec_tables import SpecTable, as_array, methods, modules, spec_tables
from docs.statistics_pages import sections

from newlyn.foundation.errors import InputError

METHODS = [(module, name) for module in modules() for name in methods(module)]
GIVING = [one for one in spec_tables() if one.gives]
REFUSING = [one for one in spec_tables() if one.refuses]


def _name(one: SpecTable) -> str:
    return f"{one.method}: {one.about}"


@pytest.mark.parametrize("one", GIVING, ids=_name)
def test_a_method_gives_what_its_table_says(one: SpecTable) -> None:
    given = one.call()
    for name, expected in one.gives.items():
        found = np.asarray(given if name == "result" else attrgetter(name)(given))
        wanted = as_array(expected) if isinstance(expected, list) else np.asarray(expected)
        assert found.shape == wanted.shape, name
        if wanted.dtype.kind in "if" and wanted.dtype != bool:
            assert one.decimals is not None, "a table with numbers says to how many decimals"
            np.testing.assert_allclose(
                found, wanted.astype(float), rtol=0, atol=0.501 * 10.0**-one.decimals, err_msg=name
            )
        else:
            assert found.tolist() == wanted.tolist(), name


@pytest.mark.parametrize("one", REFUSING, ids=_name)
def test_a_method_refuses_what_its_table_says(one: SpecTable) -> None:
    with pytest.raises(InputError, match=re.escape(one.refuses)):
        one.call()


@pytest.mark.parametrize(("module", "name"), METHODS)
def test_every_method_has_a_spec_table(module: str, name: str) -> None:
    assert any((one.module, one.method) == (module, name) for one in GIVING)


def test_every_spec_table_is_of_a_method_that_is_there() -> None:
    assert {(one.module, one.method) for one in spec_tables()} <= set(METHODS)


@pytest.mark.parametrize(("module", "name"), METHODS)
def test_every_method_says_what_it_takes_returns_and_rests_on(module: str, name: str) -> None:
    method = getattr(importlib.import_module(module), name)
    told = sections(inspect.getdoc(method) or "")
    assert {"Parameters", "Returns", "References", "Examples"} <= set(told)
    for argument in inspect.signature(method).parameters:
        assert re.search(rf"^(\w+, )*{argument}(, \w+)* : ", told["Parameters"], re.M), argument
    assert re.search(r"\(\d{4}", told["References"]), "a reference has its year"
