-- Persons of whose mandates anything changed, or where these lie, or who have become one.
WITH record AS (
    SELECT c.person FROM changed_mandate AS c
    UNION
    SELECT m.person
    FROM changed_ancestry AS c
    INNER JOIN {view}.mandate AS m ON c.region = m.region
    UNION
    SELECT c.alias FROM changed_alias AS c
    UNION
    SELECT c.person FROM changed_alias AS c
)

SELECT r.person FROM record AS r
UNION ALL
SELECT l.person FROM record AS r INNER JOIN {view}.alias AS l ON r.person = l.alias
