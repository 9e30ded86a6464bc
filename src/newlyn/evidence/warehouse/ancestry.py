"""Which larger areas each census area lies in, as one table: the ladder on which counts are summed.

Derived from the link tables; how areas nest in general is `newlyn.geography.hierarchy`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pyarrow as pa
import pyarrow.compute as pc

Rung = tuple[str, str, str]
"""Level reached, link table, level it is reached from."""

LADDERS: Mapping[str, tuple[Rung, ...]] = {
    "lsoa21": (
        ("msoa21", "lsoa21_msoa21", "lsoa21"),
        ("lad", "lsoa21_lad24", "lsoa21"),
        ("cty", "lad24_cty24", "lad"),
        ("rgn", "lad24_rgn24", "lad"),
    ),
    "lsoa11": (
        ("msoa11", "lsoa11_msoa11", "lsoa11"),
        ("lad", "lsoa11_lad21", "lsoa11"),
        ("lad", "lad21_lad24", "lad"),
        ("cty", "lad24_cty24", "lad"),
        ("rgn", "lad24_rgn24", "lad"),
    ),
}
"""Administrative levels are today's, so that one district means one area whatever the age of the small areas.

A level that stands twice is carried on: 2011 areas reach the districts of 2021, and those reach their successors.
"""

LINKS: tuple[str, ...] = tuple(sorted({link for ladder in LADDERS.values() for _, link, _ in ladder}))
"""The link tables that the ladders stand on."""

ENGLAND = "E92000001"


def build_ancestry(read: Callable[[str], pa.Table]) -> pa.Table:
    """The table (child_type, child, level, parent), from the link tables that `read` gives by id.

    LSOAs and MSOAs are children. A code may stand under two vintages, so a child is its type and its code.
    """
    parts = []
    for small, ladder in LADDERS.items():
        reached = _climb(small, ladder, read)
        parts += [_labelled(links, small, level) for level, links in reached.items()]
        middle = next(level for level in reached if level.startswith("msoa"))
        above = [level for level in reached if level != middle]
        parts += [_labelled(_lifted(reached[middle], reached[level]), middle, level) for level in above]
    order = [(name, "ascending") for name in ("child_type", "child", "level", "parent")]
    return pa.concat_tables(parts).sort_by(order)


def _climb(small: str, ladder: tuple[Rung, ...], read: Callable[[str], pa.Table]) -> dict[str, pa.Table]:
    reached: dict[str, pa.Table] = {}
    for level, link, start in ladder:
        links = read(link).select(["child", "parent"])
        if start == small:
            reached[level] = links
            continue
        below = reached[start].rename_columns(["small", "child"])
        climbed = below.join(links, keys="child", join_type="inner").select(["small", "parent"])
        reached[level] = climbed.rename_columns(["child", "parent"])
    everywhere = pc.unique(pa.concat_tables(reached.values())["child"])
    reached["ctry"] = pa.table({"child": everywhere, "parent": pa.repeat(pa.scalar(ENGLAND), len(everywhere))})
    return reached


def _lifted(middle: pa.Table, links: pa.Table) -> pa.Table:
    """The parents of the middle areas, by way of the small areas that both hold; MSOAs nest in districts."""
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
