"""The views: a folder each, found by its number and name (docs/decisions/0005)."""
