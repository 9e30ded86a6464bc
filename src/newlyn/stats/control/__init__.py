"""Funnels and control charts: which areas, and which periods, differ by more than chance.

Places beside each other are read with a funnel (`funnel`, `overdispersion`), one place over time with a control chart
and its rules (`chart`, `rule`) or by looking for the periods in which its level changed (`change_point`).
"""
