"""The feeds: which events belong to the feed of a region, judged once, and reading them by a cursor without gaps (decision 0007)."""
