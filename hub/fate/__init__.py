"""What became of an event: from the ledger index, from quarantine, from what the gate has not judged yet."""
