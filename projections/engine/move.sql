-- The version's positions by compare-and-set: no row of a partition where somebody else has moved it.
INSERT INTO core.view_position AS v (version, family, part, off)
SELECT {version}, m.family, m.part, m.appended FROM moves AS m
ON CONFLICT (version, family, part) DO UPDATE SET off = excluded.off
WHERE v.off = (SELECT m.folded FROM moves AS m WHERE m.family = v.family AND m.part = v.part)
