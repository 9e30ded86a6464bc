"""The warehouse: evidence built beside the old one, swapped in whole, read only. Ibis on DuckDB over Parquet."""
