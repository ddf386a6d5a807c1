-- Every identity that is an exception: what a rebuild settles.
INSERT INTO concerned
SELECT e.ident, bool_or(e.type ~ '^cn\.npc\.(region|source)\.')
FROM core.event_other AS e
GROUP BY e.ident
