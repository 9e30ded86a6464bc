"""Place packs: what a place brings, as data, checked when it is loaded."""
