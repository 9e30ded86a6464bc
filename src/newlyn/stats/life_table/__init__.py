"""How long people live at the death rates of now: life expectancy, healthy life expectancy, and which ages make a gap.

Death rates adjusted for age are in `rate`; a trend of life expectancy over years is in `direction`.
"""
