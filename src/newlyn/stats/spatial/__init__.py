"""Whether neighbouring areas are alike, where high or low areas lie together, and rates steadied by those around.

Who is beside whom is given: `spatial.neighbours` says in what form, and `geography.neighbour` finds it on a map. A
cluster says where, never why; drawing a place towards its district or a model is in `small_area`.
"""
