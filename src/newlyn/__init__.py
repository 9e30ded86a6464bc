"""Newlyn: one level from which a place measures opportunity.

The rooms and who may import whom are in `docs/explanation/architecture.md`; nothing is exported here, so
that `import newlyn` stays free of cost.
"""

__version__ = "0.1.0"
