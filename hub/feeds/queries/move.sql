-- The position of a partition by compare-and-set: no row where somebody else has moved it.
INSERT INTO core.feed_position AS p (family, part, off)
VALUES (%(family)s, %(part)s, %(next)s)
ON CONFLICT (family, part) DO UPDATE SET off = excluded.off WHERE p.off = %(first)s
