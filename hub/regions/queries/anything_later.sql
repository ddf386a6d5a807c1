-- Whether codes of these provinces begin after a day, or something else was said of them that holds from that day on or from later, or did when it
-- was said first.
SELECT
    EXISTS (SELECT FROM {view}.region AS r WHERE left(r.region, 2) = ANY(%(provinces)s) AND r.valid_from > %(day)s)
    OR EXISTS (SELECT FROM {view}.reform AS r WHERE left(r.region, 2) = ANY(%(provinces)s) AND r.since >= %(day)s)
    OR EXISTS (
        SELECT FROM core.event AS e
        WHERE NOT e.plain AND e.type LIKE 'cn.npc.region.%%' AND left(e.object, 2) = ANY(%(provinces)s) AND (e.data ->> 'valid_from')::date > %(day)s
    ) AS found
