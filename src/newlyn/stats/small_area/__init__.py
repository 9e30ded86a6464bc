"""Figures of small areas made steadier: drawn towards the larger area, towards all areas, or towards what a model says.

A figure that rests on few people is mostly chance. These methods move it by as much as it is uncertain, and say by how
much they moved it. Drawing a place towards its neighbours is in `spatial.smoothing`; limits of one area's own figure
are in `interval` and `survey`.
"""
