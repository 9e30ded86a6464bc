"""Statistical methods: arrays in, arrays out, each with its reference. NumPy and SciPy only."""
