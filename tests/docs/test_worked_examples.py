"""The worked example on the page of every indicator is true: its rows give its value."""

import pytest
from tests.docs.example import observe_example

from newlyn.evidence.catalogue.library import indicators


@pytest.mark.parametrize("code", indicators())
def test_the_example_on_the_page_of_an_indicator_gives_its_value(code):
    one = indicators()[code]
    assert observe_example(one)["value"] == pytest.approx(one.example.value, rel=1e-12)
