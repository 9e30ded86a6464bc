"""Claims about speed, each measured beside what a user would otherwise use, in one run."""
