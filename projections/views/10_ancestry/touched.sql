-- What changed, and whatever was said at any time to lie in one of these, or to go on in one: where a code lies rests on what is said of all that,
-- also on what does not hold, as in a cycle, and so stands in no chain. Into most that are new nothing was put, or what is new too; for the others
-- a look into the indexes for each. What has anything put into it is joined: asked of each whether there is any, the planner takes the first of
-- many to be near, and goes through all regions for each that has none.
WITH RECURSIVE hit (region) AS (
    SELECT c.region
    FROM changed_region AS c
    INNER JOIN {view}.region AS r ON c.region = r.parent
    UNION
    SELECT c.region
    FROM changed_region AS c
    INNER JOIN {view}.region AS r ON c.region = r.heir
    UNION
    SELECT n.region
    FROM hit AS h
    CROSS JOIN LATERAL (
        SELECT r.region FROM {view}.region AS r WHERE r.parent = h.region
        UNION ALL
        SELECT r.region FROM {view}.region AS r WHERE r.heir = h.region
        OFFSET 0
    ) AS n
    WHERE n.region NOT IN (SELECT c.region FROM changed_region AS c)
)

SELECT c.region FROM changed_region AS c
UNION
SELECT h.region FROM hit AS h
