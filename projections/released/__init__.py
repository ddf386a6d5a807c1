"""Definitions by which figures were published, kept: of each the code as it was, packed (decision 0050)."""
