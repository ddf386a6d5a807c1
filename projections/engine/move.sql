-- The version's position by compare-and-set: no row where somebody else has moved it.
INSERT INTO core.view_position AS v (version, family, part, off)
VALUES (%(version)s, %(family)s, %(part)s, %(appended)s)
ON CONFLICT (version, family, part) DO UPDATE SET off = excluded.off WHERE v.off = %(folded)s
