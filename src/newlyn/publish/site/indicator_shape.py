"""Charts whose shape is made once and filled for each page: Altair needs a fifth of a second for what then takes one.

A shape names its data instead of holding them, and stands `{"expr": "@word"}` where a number of the page belongs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt

from newlyn.publish.site.indicator_measure import Measure

Rows = Sequence[Mapping[str, Any]]

ENGLAND = "#8a4b08"
"""England: far from the blues in hue and 6.6 to 1 on white."""
WORSE = "#9a3412"
BETTER = "#0f5d8c"
QUIET = "#aab4bd"
"""What is there to be passed over; always beside something stronger."""
NEUTRAL = "#48525c"


def gap(word: str) -> Any:
    """A place in a shape that each page fills."""
    return alt.ExprRef(f"@{word}")


def rows(name: str) -> Any:
    """A chart on data that each page brings."""
    return alt.Chart(alt.NamedData(name))


def fill(shape: Mapping[str, Any], values: Mapping[str, Any], data: Mapping[str, Rows]) -> dict[str, Any]:
    """A finished specification: the shape with its gaps filled, and its data inside.

    Examples
    --------
    >>> fill({"domain": [0, {"expr": "@high"}], "type": "x"}, {"high": 7}, {"rows": []})
    {'domain': [0, 7], 'type': 'x', 'datasets': {'rows': []}}
    """
    filled: dict[str, Any] = _filled(shape, {f"@{word}": value for word, value in values.items()})
    return {**filled, "datasets": {name: list(found) for name, found in data.items()}}


def _filled(part: Any, values: Mapping[str, Any]) -> Any:
    if isinstance(part, Mapping):
        if len(part) == 1 and part.get("expr") in values:
            return values[part["expr"]]
        return {name: _filled(value, values) for name, value in part.items()}
    if isinstance(part, str) and part in values:  # an expression takes the place of a word as it stands
        return values[part]
    return [_filled(one, values) for one in part] if isinstance(part, list) else part


def axis_of(measure: Measure) -> str:
    """Which kind of axis carries figures of this unit."""
    for kind, start in (("share", "share"), ("percent", "%"), ("pounds", "£")):
        if measure.unit.startswith(start):
            return kind
    return "plain"


def value_axis(kind: str, *, narrow: bool) -> alt.Axis:
    """A few round values with the sign of the unit."""
    few = 4 if narrow else 6
    if kind == "share":
        return alt.Axis(format="~%", tickCount=few)
    label = {"percent": "format(datum.value, ',~f') + '%'", "pounds": "'£' + format(datum.value, ',~f')"}.get(kind)
    return alt.Axis(labelExpr=label, tickCount=few) if label else alt.Axis(format=",~f", tickCount=few)


def with_room(values: Sequence[float], part: float = 0.06) -> tuple[float, float]:
    """The lowest and the highest of some values, with a little room beyond each.

    Examples
    --------
    >>> with_room([1.0, 2.0], 0.1), with_room([0.0])
    ((0.9, 2.1), (-0.06, 0.06))
    """
    low, high = min(values), max(values)
    room = (high - low or abs(high) or 1.0) * part
    return low - room, high + room
