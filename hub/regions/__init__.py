"""Regions as they were on a day, what became of codes, and what an edition would change."""
