-- Go on through the ledger index, so many records of each partition; whether its end is reached.
SELECT {view}.heed(%(records)s)
