-- Where the live views stand: the next offset of each ledger partition, and when the newest record before it was written.
SELECT s.family, s.part, s.off, s.recorded FROM {view}.stat_position() AS s
