-- The records between both positions that are not plain: corrections, retractions and desks' fixes, and what was told apart before this version
-- came to it.
INSERT INTO amending
SELECT m.family, m.part, e.off, e.ident, e.target
FROM moves AS m
CROSS JOIN LATERAL (
    SELECT c.off, c.ident, c.target
    FROM core.event_other AS c
    WHERE c.family = m.family AND c.part = m.part AND c.off >= m.folded AND c.off < m.appended
    OFFSET 0
) AS e
