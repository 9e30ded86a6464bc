"""Statistical methods of public health and inequality: arrays in, arrays out, each with its reference.

NumPy and SciPy only. Nothing is suppressed, rounded or put into words here: what may be shown is decided by
`cohorts`, how it is shown by `publish`. What a method accepts is in `argument`, what it returns in `estimate`.
"""
