"""The API: the figures of the pages as JSON, for programs. Read-only, open to all, versioned in its address.

What is told is made in `newlyn.workflows.api`; here a request is read, and its answer sent or refused.
"""
