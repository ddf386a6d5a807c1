-- All mandates of an activity of which anything changed, or one of whose mandates did or whom they belong to: whose participation counts is
-- decided among them all. Those of rows that stay, and those that are gone, are found in the rows that are still there.
WITH turned AS (
    -- Of a mandate of which the same is known on the same recorded days, save from a day on, only what happened from that day on (`since`): a change
    -- of term ends all mandates of a congress, after years of taking part.
    SELECT
        u.mandate,
        CASE
            WHEN
                count(DISTINCT ROW(u.person, u.day, u.held * datemultirange(daterange(NULL, u.first)))) = 1
                AND range_agg(u.known) FILTER (WHERE u.came) = range_agg(u.known) FILTER (WHERE NOT u.came)
                THEN min(u.first)
        END AS since
    FROM (
        SELECT r.*, min(coalesce(r.ended, 'infinity')) OVER (PARTITION BY r.mandate) AS first
        FROM (
            SELECT TRUE AS came, m.mandate, m.person, m.day, m.ended, m.held, daterange(m.known_from, m.known_to) AS known FROM came_mandate AS m
            UNION ALL
            SELECT FALSE AS came, m.mandate, m.person, m.day, m.ended, m.held, daterange(m.known_from, m.known_to) FROM gone_mandate AS m
        ) AS r
    ) AS u
    GROUP BY u.mandate
),

activity AS (
    SELECT c.activity FROM changed_activity AS c
    UNION
    SELECT p.activity
    FROM turned AS c
    INNER JOIN {view}.participation AS p ON c.mandate = p.mandate AND (c.since IS NULL OR c.since <= p.day)
    UNION
    SELECT p.activity
    FROM changed_alias AS c
    INNER JOIN {view}.mandate AS m ON c.alias = m.person
    INNER JOIN {view}.participation AS p ON m.mandate = p.mandate
)

SELECT c.activity, unnest(c.mandates) AS mandate
FROM came_activity AS c
UNION ALL
SELECT p.activity, p.mandate
FROM activity AS t
-- Few are touched, whatever the planner thinks: a look into the index for each.
CROSS JOIN LATERAL (SELECT o.activity, o.mandate FROM {view}.participation AS o WHERE t.activity = o.activity OFFSET 0) AS p
WHERE EXISTS (SELECT FROM {view}.participation)
