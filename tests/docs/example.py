"""Run the worked example of an indicator as its page prints it."""

from dataclasses import replace
from math import isclose

import pyarrow as pa

from newlyn.evidence.catalogue.indicator import Ratio
from newlyn.evidence.sources.layout import TYPES
from newlyn.evidence.warehouse.observe import Observed, memory_rows, observe_table


def observe_example(indicator):
    """The observation that the rows of the example give for its area."""
    feed, example = indicator.feeds[0], indicator.example
    if isinstance(feed, Ratio):
        # The example is of small areas alone; larger ones would need to know which small areas they hold.
        feed = replace(feed, levels=())
    schema = pa.schema([(column.name, TYPES[column.kind]) for column in feed.table.columns])
    rows = memory_rows(pa.Table.from_pylist([dict(row) for row in example.rows], schema=schema))
    observations = observe_table([Observed(indicator, feed)], rows, None).to_pylist()
    of_area = [one for one in observations if one["area"] == example.area]
    # Where groups are told apart, the words of the example say which one is meant, and the value tells it.
    return next((one for one in of_area if isclose(one["value"] or 0, example.value, rel_tol=1e-12)), of_area[0])
