-- Identities to settle apart: what repeats, what is amended by what arrived or was amended before it came, desks' fixes, and what all these
-- are about in the end. `early`: facts about regions and sources, on which it rests who may amend the others.
INSERT INTO concerned
WITH RECURSIVE begun (ident) AS (
    SELECT r.ident FROM repeated AS r
    UNION
    SELECT a.ident FROM amending AS a
    UNION
    SELECT u.ident
    FROM (SELECT c.ident FROM changed AS c UNION ALL SELECT m.ident FROM amending AS m) AS a
    INNER JOIN core.event_other AS e ON a.ident = e.target
    CROSS JOIN LATERAL (VALUES (a.ident), (e.ident)) AS u (ident)
),

concern (ident) AS (
    SELECT b.ident FROM begun AS b
    UNION
    SELECT e.target
    FROM concern AS c
    INNER JOIN core.event_other AS e ON c.ident = e.ident
    WHERE e.target IS NOT NULL
)

SELECT
    c.ident,
    -- With a limit it is looked up for each identity, never gathered from the whole index.
    coalesce((SELECT TRUE FROM core.event AS e WHERE e.ident = c.ident AND e.type ~ '^cn\.npc\.(region|source)\.' LIMIT 1), FALSE)
FROM concern AS c
