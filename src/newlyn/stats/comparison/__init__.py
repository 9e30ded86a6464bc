"""Whether an area differs from a benchmark, when many are compared at once, and how small a difference would show.

Confidence limits themselves are in `interval` and `rate`; change over time is in `direction`.
"""
