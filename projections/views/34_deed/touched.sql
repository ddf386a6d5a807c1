-- What was said of it; whose successor spoke of it; where those lie who spoke; and, of steps of receptions, whether there is a rule for them where
-- the system is that minted it.
SELECT c.object AS deed
FROM changed AS c
WHERE
    -- One list, which is looked up by hash.
    c.type IN (
        'cn.npc.session.speech_made.v1', 'cn.npc.duty.report_given.v1', 'cn.npc.motion.submitted.v1',
        'cn.npc.research.report_forwarded.v1', 'cn.npc.research.report_handled.v1', 'cn.npc.suggestion.read.v1', 'cn.npc.suggestion.submitted.v1', 'cn.npc.station.opened.v1',
        'cn.npc.station.changed.v1', 'cn.npc.activity.announced.v1', 'cn.npc.opinion.forwarded.v1', 'cn.npc.opinion.converted.v1',
        'cn.npc.suggestion.fed_back.v1', 'cn.npc.suggestion.archived.v1'
    )
    AND CASE
        WHEN c.type = 'cn.npc.suggestion.submitted.v1' THEN c.data ? 'lead' OR c.data -> 'signers' <> '[]'
        WHEN c.type IN ('cn.npc.station.opened.v1', 'cn.npc.station.changed.v1') THEN c.data -> 'standard' <> '[]'
        WHEN
            c.type IN (
                'cn.npc.activity.announced.v1', 'cn.npc.opinion.forwarded.v1', 'cn.npc.opinion.converted.v1', 'cn.npc.suggestion.fed_back.v1',
                'cn.npc.suggestion.archived.v1'
            )
            THEN split_part(c.object, '/', 3) IN (SELECT r.region FROM {view}.receiving() AS r (region))
        ELSE TRUE
    END
UNION ALL
SELECT s.object
FROM {view}.statement AS s
WHERE
    s.type IN (
        'cn.npc.activity.announced.v1', 'cn.npc.opinion.forwarded.v1', 'cn.npc.opinion.converted.v1', 'cn.npc.suggestion.fed_back.v1',
        'cn.npc.suggestion.archived.v1'
    )
    AND (SELECT EXISTS (SELECT FROM changed_rule AS c WHERE c.step = 'reception_step'))
UNION ALL
SELECT s.object
FROM (
    SELECT c.region FROM changed_ancestry AS c
    UNION
    -- What lies above a region with a rule, or did.
    SELECT u.region
    FROM changed_ancestry AS c
    INNER JOIN {view}.rule AS r ON c.region = r.jurisdiction AND r.step = 'reception_step'
    CROSS JOIN unnest(c.chain) AS u (region)
) AS c
CROSS JOIN LATERAL (
    SELECT n.object
    FROM {view}.statement AS n
    WHERE
        n.object > '//' || c.region || '/' AND n.object < '//' || c.region || '0'
        AND n.type IN (
            'cn.npc.activity.announced.v1', 'cn.npc.opinion.forwarded.v1', 'cn.npc.opinion.converted.v1', 'cn.npc.suggestion.fed_back.v1',
            'cn.npc.suggestion.archived.v1'
        )
    OFFSET 0
) AS s
WHERE (SELECT EXISTS (SELECT FROM {view}.rule AS r WHERE r.step = 'reception_step'))
UNION ALL
SELECT d.deed
FROM changed_ancestry AS c
INNER JOIN {view}.deed AS d ON c.region = d.region
UNION ALL
SELECT d.deed
FROM changed_ancestry AS c
INNER JOIN {view}.deed AS d ON d.places @> ARRAY[c.region] AND cardinality(d.places) > 1
UNION ALL
SELECT s.object
FROM changed_source AS c
INNER JOIN {view}.statement AS s ON c.source = s.speaker
WHERE
    EXISTS (SELECT FROM changed_source) AND cardinality(c.line) > 1 AND NOT starts_with(s.object, s.speaker || '/')
    AND {view}.step_of(s.type, s.data) IS NOT NULL
