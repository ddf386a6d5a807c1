-- Records of which something is said, or that or whose heirs sit somewhere else, or become known; and whose source or congress lies somewhere else:
-- with all from which the way leads over them.
WITH RECURSIVE begun AS (
    SELECT c.person FROM changed_person_merger AS c
    UNION
    SELECT g.person
    FROM (
        SELECT c.person FROM changed_mandate AS c WHERE EXISTS (SELECT FROM {view}.person_merger)
        UNION
        SELECT c.person FROM changed_person AS c WHERE EXISTS (SELECT FROM {view}.person_merger)
    ) AS k
    CROSS JOIN LATERAL (
        SELECT m.person FROM {view}.person_merger AS m WHERE k.person = m.person
        UNION ALL
        SELECT m.person FROM {view}.person_merger AS m WHERE k.person = m.heir
        OFFSET 0
    ) AS g
    UNION
    SELECT m.person FROM changed_source AS c INNER JOIN {view}.person_merger AS m ON c.source = m.speaker
    UNION
    -- Where a congress in which one sits lies on the day of the word.
    SELECT m.person
    FROM {view}.person_merger AS m
    CROSS JOIN LATERAL (SELECT o.region FROM {view}.mandate AS o WHERE o.person IN (m.person, m.heir) OFFSET 0) AS s
    WHERE s.region IN (SELECT c.region FROM changed_ancestry AS c) AND EXISTS (SELECT FROM changed_ancestry)
),

upward (person) AS (
    SELECT b.person FROM begun AS b
    UNION
    SELECT m.person
    FROM upward AS u
    CROSS JOIN LATERAL (SELECT o.person FROM {view}.person_merger AS o WHERE u.person = o.heir OFFSET 0) AS m
)

SELECT u.person FROM upward AS u
