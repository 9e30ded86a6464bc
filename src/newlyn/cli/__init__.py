"""The command line: one module for each noun; it parses, calls a workflow and prints.

Modules are imported when their command is called, so that `newlyn --help` answers at once.
"""

from newlyn.cli.root import main

__all__ = ["main"]
