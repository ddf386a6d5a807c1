-- Where the live views stand, or what was known by an instant ends: the next offset of each ledger partition, and when the newest record before it was written.
SELECT s.family, s.part, s.off, s.recorded FROM {view}.stat_position(%(until)s) AS s
