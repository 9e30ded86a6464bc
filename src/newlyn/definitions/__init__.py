"""Definitions that people write: YAML in, frozen checked values out, each error with its file and line."""
