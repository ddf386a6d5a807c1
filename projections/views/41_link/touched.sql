-- Pairs that somebody names, and pairs whose sources or regions changed.
SELECT least(c.object, o.other) AS one, greatest(c.object, o.other) AS other
FROM changed AS c
CROSS JOIN LATERAL unnest(
    CASE
        WHEN c.type IN ('cn.npc.suggestion.linked.v1', 'cn.npc.suggestion.unlinked.v1') THEN ARRAY[c.data ->> 'other']
        WHEN c.type IN ('cn.npc.suggestion.escalated.v1', 'cn.npc.suggestion.delegated.v1') THEN ARRAY[c.data ->> 'new_id']
        ELSE ARRAY(SELECT jsonb_array_elements_text(c.data -> 'continues'))
    END
) AS o (other)
WHERE
    c.type IN (
        'cn.npc.suggestion.linked.v1', 'cn.npc.suggestion.unlinked.v1', 'cn.npc.suggestion.escalated.v1', 'cn.npc.suggestion.delegated.v1',
        'cn.npc.suggestion.submitted.v1', 'cn.npc.suggestion.registered.v1'
    )
    AND c.data -> 'continues' IS DISTINCT FROM '[]' AND o.other <> c.object
UNION ALL
SELECT l.one, l.other
FROM {view}.link AS l
CROSS JOIN LATERAL unnest(l.rests_on) AS r (code)
INNER JOIN (
    SELECT c.source AS code FROM changed_source AS c
    UNION ALL
    SELECT c.region FROM changed_ancestry AS c
) AS c ON r.code = c.code
WHERE EXISTS (SELECT FROM changed_source) OR EXISTS (SELECT FROM changed_ancestry)
