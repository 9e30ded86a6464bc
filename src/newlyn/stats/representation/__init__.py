"""Who is over- and under-represented: groups among those with an outcome, groups beside each other, and in selection.

Inequality of areas and of amounts is `inequality`; what becomes of small numbers before they are published is not here.
"""
