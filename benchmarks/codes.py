"""Claim: a column of codes is checked at no cost worth mention. Peer: a compiled regular expression in a loop."""

from __future__ import annotations

import re

import pyarrow as pa

from benchmarks.measure import show, timed
from newlyn.geography.code import check_codes

PATTERN = re.compile(r"E00\d{6}")


def main() -> None:
    codes = [f"E{n:08d}" for n in range(1, 188_881)]
    column = pa.array(codes)
    ours = timed(lambda: check_codes(column, "oa21"))
    peer = timed(lambda: all(PATTERN.fullmatch(code) for code in codes))
    show("check 188,880 output area codes", ours, peer, "re.fullmatch in a loop")
