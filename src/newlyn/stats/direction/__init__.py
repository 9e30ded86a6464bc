"""Which way a series is going and how surely: trends, rank tests, projections, and years until a gap is closed.

Whether an area differs from another now is in `comparison`; limits of one period are in `interval` and `rate`.
"""
