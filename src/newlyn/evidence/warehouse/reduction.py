"""Turn a ratio into a query: filter, group, sum. Everything after that is arithmetic on the small result.

Definitions are `evidence.catalogue.indicator`; formulae are `newlyn.stats`. Queries are Ibis expressions, so
that another engine can run them unchanged.
"""

from __future__ import annotations

from functools import reduce
from typing import Any

import ibis

from newlyn.evidence.catalogue.indicator import Condition, Ratio, Sum
from newlyn.evidence.catalogue.table import STATUS
from newlyn.evidence.warehouse.observation import EVERYONE

Expression = Any
"""An Ibis table or column; the library ships no types that mypy can follow."""


def reduce_ratio(feed: Ratio, rows: Expression, ancestors: Expression | None = None) -> Expression:
    """The sums of a ratio, before any formula.

    Parameters
    ----------
    feed : what to sum
    rows : the feed's table
    ancestors : table of (child_type, child, level, parent), needed for a ratio that has levels

    Returns
    -------
    Table of (area, period, group, numerator, denominator, status)
        `status` is `suppressed` where a part was withheld, else null.
    """
    rows = _filtered(rows, feed.where)
    rows = rows.mutate(of_area=rows[feed.area], of_period=_period(feed, rows), of_group=_group(feed, rows))
    if feed.levels:
        if ancestors is None:
            raise ValueError("a ratio with levels needs the table of ancestors")
        small = feed.table.column(feed.area).area_type
        above = ancestors.filter((ancestors.child_type == small) & ancestors.level.isin(feed.levels))
        lifted = rows.inner_join(above, rows.of_area == above.child)
        rows = ibis.union(
            rows, lifted.select(*[c for c in rows.columns if c != "of_area"], of_area=above.parent)[rows.columns]
        )
    keys = ["of_area", "of_period"]
    total = _total(feed.denominator, rows) if feed.denominator and not feed.group else ibis.null("float64")
    counted = rows.group_by([*keys, "of_group"]).agg(
        numerator=_total(feed.numerator, rows), denominator=total, withheld=_withheld(feed, rows)
    )
    if feed.denominator and feed.group:
        # A group is counted out of everyone in the area, not out of itself.
        everyone = rows.group_by(keys).agg(denominator=_total(feed.denominator, rows))
        counted = counted.drop("denominator").inner_join(everyone, keys)
    return counted.select(
        area="of_area",
        period="of_period",
        group="of_group",
        numerator=counted.numerator,
        denominator=counted.denominator,
        # One withheld part makes the sum unknown: a suppressed count is never a zero.
        status=ibis.ifelse(counted.withheld > 0, "suppressed", ibis.null("string")),
    )


def _total(part: Sum, rows: Expression) -> Expression:
    """Sum of the rows that meet the conditions; null when one of them is absent, 0 when none meets them."""
    meets = _meets(rows, part.where)
    absent = (meets & rows[part.column].isnull()).sum()
    total = ibis.ifelse(meets, rows[part.column].cast("float64"), 0.0).sum()
    return ibis.ifelse(absent > 0, ibis.null("float64"), total)


def _withheld(feed: Ratio, rows: Expression) -> Expression:
    if not feed.table.has_status:
        return rows.count() * 0
    return (_meets(rows, feed.numerator.where) & (rows[STATUS] == "suppressed")).sum()


def _filtered(rows: Expression, where: Condition) -> Expression:
    return rows.filter(_meets(rows, where)) if where else rows


def _meets(rows: Expression, where: Condition) -> Expression:
    conditions = [rows[name].isin(list(values)) for name, values in where.items()]
    return reduce(lambda left, right: left & right, conditions, ibis.literal(True))


def _period(feed: Ratio, rows: Expression) -> Expression:
    return rows[feed.period] if isinstance(feed.period, str) else ibis.literal(str(feed.period))


def _group(feed: Ratio, rows: Expression) -> Expression:
    return rows[feed.group] if feed.group else ibis.literal(EVERYONE)
