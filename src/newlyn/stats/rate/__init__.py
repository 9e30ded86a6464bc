"""Rates, proportions and means of places: crude, and standardised for age directly and indirectly.

Limits by themselves, and the comparison of two, are in `interval`.
"""
