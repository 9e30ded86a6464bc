"""What every room stands on: errors, settings, periods, digests, safe files. Standard library only."""
