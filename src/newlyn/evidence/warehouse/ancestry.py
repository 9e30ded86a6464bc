"""Which larger areas each small area lies in, as one table: the ladder on which counts are summed.

Derived from the link tables; how areas nest in general is `newlyn.geography.hierarchy`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pyarrow as pa
import pyarrow.compute as pc

LADDERS: Mapping[str, tuple[tuple[str, str, str], ...]] = {
    # small area: (level reached, link table, level it is reached from)
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

ENGLAND = "E92000001"


def build_ancestry(read: Callable[[str], pa.Table]) -> pa.Table:
    """The table (child, parent, level) for every small area, from the link tables that `read` gives by id."""
    parts = [part for small, ladder in LADDERS.items() for part in _climb(small, ladder, read)]
    joined = pa.concat_tables(parts)
    return joined.sort_by([("child", "ascending"), ("level", "ascending"), ("parent", "ascending")])


def _climb(small: str, ladder: tuple[tuple[str, str, str], ...], read: Callable[[str], pa.Table]) -> list[pa.Table]:
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
    return [_labelled(links, level) for level, links in reached.items()]


def _labelled(links: pa.Table, level: str) -> pa.Table:
    return links.append_column("level", pa.repeat(pa.scalar(level), links.num_rows))
