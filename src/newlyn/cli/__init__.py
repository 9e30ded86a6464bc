"""The command line: one module for each noun; it parses, calls a workflow and prints."""
