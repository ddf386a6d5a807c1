-- Where there are rules: assigned suggestions that changed, or lie elsewhere with their matter; those of which something was said that moves
-- the clock alone; those whose congress has another rule or lies elsewhere; those whose days are counted by another calendar.
SELECT c.suggestion
FROM changed_suggestion AS c
WHERE c.assigned <> '{}' AND EXISTS (SELECT FROM {view}.rule)
UNION ALL
SELECT u.suggestion
FROM changed_matter AS c
CROSS JOIN LATERAL unnest(c.members) AS u (suggestion)
WHERE cardinality(c.members) > 1 AND EXISTS (SELECT FROM {view}.rule)
UNION ALL
SELECT c.object
FROM changed AS c
WHERE
    c.type IN (
        'cn.npc.suggestion.assigned.v1', 'cn.npc.suggestion.reassigned.v1', 'cn.npc.suggestion.extended.v1',
        'cn.npc.suggestion.rehandle_ordered.v1'
    )
    AND EXISTS (SELECT FROM {view}.rule)
UNION ALL
SELECT s.suggestion
FROM {view}.suggestion AS s
WHERE
    EXISTS (SELECT FROM changed_rule) AND s.assigned <> '{}'
    AND (
        EXISTS (SELECT FROM changed_rule AS c WHERE c.jurisdiction = '00')
        OR s.rests_on && ARRAY(
            SELECT a.region FROM {view}.ancestry AS a WHERE a.chain && ARRAY(SELECT c.jurisdiction FROM changed_rule AS c)
        )
    )
UNION ALL
SELECT s.suggestion
FROM {view}.suggestion AS s
WHERE
    EXISTS (SELECT FROM changed_ancestry) AND s.assigned <> '{}' AND EXISTS (SELECT FROM {view}.rule)
    AND s.rests_on && ARRAY(SELECT c.region FROM changed_ancestry AS c)
UNION ALL
SELECT d.suggestion
FROM {view}.deadline AS d
WHERE EXISTS (SELECT FROM changed_workday) AND d.years && (SELECT range_agg(int4range(c.year, c.year, '[]')) FROM changed_workday AS c)
