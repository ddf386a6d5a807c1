-- The records between the version's position and the index's. With an offset each partition is read by its range of the primary key.
INSERT INTO arrived
SELECT m.family, m.part, e.off, e.ident, e.target
FROM moves AS m
CROSS JOIN LATERAL (
    SELECT c.off, c.ident, c.target
    FROM core.event AS c
    WHERE c.family = m.family AND c.part = m.part AND c.off >= m.folded AND c.off < m.appended
    OFFSET 0
) AS e
