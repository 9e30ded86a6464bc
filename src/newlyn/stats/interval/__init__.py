"""Confidence limits of one proportion or count, and of the difference and ratio of two.

Rates per so many people are in `rate`; whether a difference is one of better and worse is in `comparison`.
"""
