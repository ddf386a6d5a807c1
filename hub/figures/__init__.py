"""Publishes figures: a manifest of each goes into the ledger by the ordinary door."""
