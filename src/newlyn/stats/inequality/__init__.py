"""Inequality between groups: slope index, gaps, attributable fractions, concentration, Theil and segregation.

A larger figure always means that the worse off fare worse: which way is worse is said with `higher_is`. Limits of one
group's own figure are in `interval` and `rate`; which places are furthest behind is decided by `priorities`.
"""
