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
    if feed.levels and ancestors is None:
        raise ValueError("a ratio with levels needs the table of ancestors")
    sums = _small_sums(feed, rows)
    if feed.levels:
        # Small areas are summed before they are lifted, so that few rows are joined.
        sums = ibis.union(sums, _lifted(feed, sums, ancestors))
    if feed.denominator and feed.group:
        sums = _out_of_everyone(sums)
    return sums.select(
        area=sums.of_area,
        period=sums.of_period,
        group=sums.of_group,
        numerator=_unless(sums.numerator_absent, sums.numerator),
        denominator=_unless(sums.denominator_absent, sums.denominator) if feed.denominator else ibis.null("float64"),
        # One withheld part makes the sum unknown: a suppressed count is never a zero.
        status=ibis.ifelse(sums.numerator_withheld + sums.denominator_withheld > 0, "suppressed", ibis.null("string")),
    )


_KEYS = ("of_area", "of_period", "of_group")


def _small_sums(feed: Ratio, rows: Expression) -> Expression:
    """For each area, period and group: the sums, how many of their parts are absent, how many were withheld."""
    rows = _filtered(rows, feed.where)
    rows = rows.mutate(of_area=rows[feed.area], of_period=_period(feed, rows), of_group=_group(feed, rows))
    denominator = feed.denominator or feed.numerator
    return rows.group_by(_KEYS).agg(
        numerator=_total(feed.numerator, rows),
        numerator_absent=_absent(feed.numerator, rows),
        denominator=_total(denominator, rows),
        denominator_absent=_absent(denominator, rows),
        numerator_withheld=_withheld(feed, feed.numerator, rows),
        denominator_withheld=_withheld(feed, denominator, rows),
    )


def _lifted(feed: Ratio, sums: Expression, ancestors: Expression) -> Expression:
    """The sums of the larger areas in which the small ones lie."""
    small = feed.table.column(feed.area).area_type
    above = ancestors.filter((ancestors.child_type == small) & ancestors.level.isin(feed.levels))
    joined = sums.inner_join(above, sums.of_area == above.child).drop("of_area", "child_type", "child", "level")
    joined = joined.rename(of_area="parent")
    numbers = [name for name in sums.columns if name not in _KEYS]
    return joined.group_by(_KEYS).agg(**{name: joined[name].sum() for name in numbers})[sums.columns]


def _out_of_everyone(sums: Expression) -> Expression:
    """A group is counted out of everyone in the area, not out of itself."""
    keys = _KEYS[:2]
    below = ("denominator", "denominator_absent", "denominator_withheld")
    everyone = sums.group_by(keys).agg(**{name: sums[name].sum() for name in below})
    return sums.drop(*below).inner_join(everyone, keys)


def _total(part: Sum, rows: Expression) -> Expression:
    """Sum over the rows that meet the conditions; 0 when none does."""
    return ibis.ifelse(_meets(rows, part.where), rows[part.column].cast("float64"), 0.0).sum()


def _absent(part: Sum, rows: Expression) -> Expression:
    """How many of the rows that meet the conditions hold no count."""
    return (_meets(rows, part.where) & rows[part.column].isnull()).sum()


def _unless(absent: Expression, total: Expression) -> Expression:
    """The sum, or null where a part of it is absent (an engine passes over nulls when it sums)."""
    return ibis.ifelse(absent > 0, ibis.null("float64"), total)


def _withheld(feed: Ratio, part: Sum, rows: Expression) -> Expression:
    """How many of the rows that meet the conditions were withheld."""
    if not feed.table.has_status:
        return rows.count() * 0
    return (_meets(rows, part.where) & (rows[STATUS] == "suppressed")).sum()


def _filtered(rows: Expression, where: Condition) -> Expression:
    return rows.filter(_meets(rows, where)) if where else rows


def _meets(rows: Expression, where: Condition) -> Expression:
    conditions = [rows[name].isin(list(values)) for name, values in where.items()]
    return reduce(lambda left, right: left & right, conditions, ibis.literal(True))


def _period(feed: Ratio, rows: Expression) -> Expression:
    return rows[feed.period] if isinstance(feed.period, str) else ibis.literal(str(feed.period))


def _group(feed: Ratio, rows: Expression) -> Expression:
    return rows[feed.group] if feed.group else ibis.literal(EVERYONE)
