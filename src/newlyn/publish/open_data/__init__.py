"""Tables that anyone may take away: the same rows as CSV and as Parquet, described for people and for machines.

Which tables a place has is decided in `newlyn.workflows.site.data_set`.
"""
