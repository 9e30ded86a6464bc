"""What a sample survey says of its population: weights, strata and clusters, raking, and replicate weights.

Data collected from everyone, such as a census, needs none of this.
"""
