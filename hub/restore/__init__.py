"""Puts a hub back from its archive: the ledger where the broker lost it, the index and the views where the database did (decision 0051)."""
