"""The picture of deprivation as a page, as text and as data: three renderings of one value."""
