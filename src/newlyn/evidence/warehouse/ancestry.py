"""Which larger areas each census area lies in, as one table: the ladder on which counts are summed.

Derived from the link tables; how areas nest in general is `newlyn.geography.hierarchy`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pyarrow as pa
import pyarrow.compute as pc

from newlyn.evidence.order import in_order

_EMPTY = pa.schema([(name, pa.string()) for name in ("child_type", "child", "level", "parent")]).empty_table()

Rung = tuple[str, str, str]
"""Level reached, link table, level it is reached from."""

LADDERS: Mapping[str, tuple[Rung, ...]] = {
    "lsoa21": (
        ("msoa21", "lsoa21_msoa21", "lsoa21"),
        ("wd", "lsoa21_wd24", "lsoa21"),
        ("lad", "lsoa21_lad24", "lsoa21"),
        ("cty", "lad24_cty24", "lad"),
        ("rgn", "lad24_rgn24", "lad"),
    ),
    "lsoa11": (
        ("msoa11", "lsoa11_msoa11", "lsoa11"),
        ("lsoa21", "lsoa11_lsoa21", "lsoa11"),
        ("lad", "lsoa21_lad24", "lsoa21"),
        ("cty", "lad24_cty24", "lad"),
        ("rgn", "lad24_rgn24", "lad"),
    ),
}
"""Administrative levels are today's, so that one district means one area whatever the age of the small areas.

Areas of 2011 reach them by way of those of 2021: the few that were cut up lie in one district but for one, which
goes with its first part. They do not reach wards: a part is too much of a ward to go with another.
"""

MIDDLE: tuple[str, ...] = ("msoa11", "msoa21", "wd")
"""Levels between small areas and districts: children of what lies above, and strangers to each other."""

FITTED: Mapping[str, str] = {
    "wd": "The wards are those of 2024. Each small area of 2021 is counted whole in the ward that ONS fits it to best."
}
"""Levels that small areas do not nest in, and what must be said of their sums."""

LINKS: tuple[str, ...] = tuple(sorted({link for ladder in LADDERS.values() for _, link, _ in ladder}))
"""The link tables that the ladders stand on."""

ENGLAND = "E92000001"


def build_ancestry(read: Callable[[str], pa.Table | None]) -> pa.Table:
    """The table (child_type, child, level, parent), from the link tables that `read` gives by id.

    LSOAs, MSOAs and wards are children. A code may stand under two vintages, so a child is its type and its code. A
    level whose link is not at hand (None) is left out, and so is what lies above it.
    """
    parts = [_EMPTY]
    for small, ladder in LADDERS.items():
        reached = _climb(small, ladder, read)
        parts += [_labelled(links, small, level) for level, links in reached.items()]
        for middle in (level for level in reached if level in MIDDLE):
            above = [level for level in reached if level not in MIDDLE]
            parts += [_labelled(_lifted(reached[middle], reached[level]), middle, level) for level in above]
    return in_order(pa.concat_tables(parts), ("child_type", "child", "level", "parent"))


def _climb(small: str, ladder: tuple[Rung, ...], read: Callable[[str], pa.Table | None]) -> dict[str, pa.Table]:
    reached: dict[str, pa.Table] = {}
    for level, link, start in ladder:
        table = read(link)
        if table is None or (start != small and start not in reached):
            continue
        links = _child_parent(table)
        if start == small:
            reached[level] = links
            continue
        below = reached[start].rename_columns(["small", "child"])
        climbed = below.join(links, keys="child", join_type="inner").select(["small", "parent"])
        reached[level] = climbed.rename_columns(["child", "parent"])
    if reached:
        everywhere = pc.unique(pa.concat_tables(reached.values())["child"])
        reached["ctry"] = pa.table({"child": everywhere, "parent": pa.repeat(pa.scalar(ENGLAND), len(everywhere))})
    return {level: links for level, links in reached.items() if level not in LADDERS}


def _child_parent(table: pa.Table) -> pa.Table:
    """The two columns of a link; of a change of vintage, each old area with the first of its new ones."""
    if "parent" in table.column_names:
        return table.select(["child", "parent"])
    first = table.group_by("old").aggregate([("new", "min")])
    return first.select(["old", "new_min"]).rename_columns(["child", "parent"])


def _lifted(middle: pa.Table, links: pa.Table) -> pa.Table:
    """The parents of the middle areas, by way of the small areas that both hold; MSOAs and wards nest in districts."""
    pairs = middle.rename_columns(["child", "middle"]).join(links, keys="child", join_type="inner")
    distinct = pairs.group_by(["middle", "parent"]).aggregate([])
    return distinct.select(["middle", "parent"]).rename_columns(["child", "parent"])


def _labelled(links: pa.Table, child_type: str, level: str) -> pa.Table:
    rows = links.num_rows
    return pa.table(
        {
            "child_type": pa.repeat(pa.scalar(child_type), rows),
            "child": links["child"],
            "level": pa.repeat(pa.scalar(level), rows),
            "parent": links["parent"],
        }
    )
