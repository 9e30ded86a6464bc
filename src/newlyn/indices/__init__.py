"""Composite indices and what is read off them; no index knows where its numbers were fetched."""
