"""Events that a publisher keeps until a receipt of each has come and holds: for places with bad lines (decision 0051)."""
