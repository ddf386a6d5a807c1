"""The archive: the ledger, record by record, as open logs whose every entry can be proved (C2SP tlog-tiles, decision 0044)."""
