"""Sources: which files each publisher offers, how they are fetched, read and checked. Nothing is computed here."""
