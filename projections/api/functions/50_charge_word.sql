-- Answers, grades and orders to handle anew that count, by the recorded days on which they stand: of the suggestions that whoever asks may see, to the
-- owner of all. The owner's, because a correction may lie where a reader does not see.
CREATE OR REPLACE VIEW {view}.charge_word WITH (security_barrier = TRUE) AS
SELECT
    s.object AS suggestion, split_part(s.type, '.', 4) AS step, s.time, s.speaker, s.id, s.day, s.data ->> 'dept' AS dept,
    (s.data ->> 'round')::integer AS round, s.data ->> 'grade' AS grade, s.data ->> 'rater' AS rater, s.known_from, s.known_to
FROM {view}.statement AS s
WHERE
    (
        s.type IN ('cn.npc.suggestion.replied.v1', 'cn.npc.suggestion.rehandle_ordered.v1')
        OR s.type = 'cn.npc.suggestion.reply_evaluated.v1' AND s.data ->> 'axis' = 'result'
    )
    -- A department answers through any system.
    AND (
        s.type = 'cn.npc.suggestion.replied.v1' OR starts_with(s.object, s.speaker || '/')
        OR (
            SELECT v.line @> ARRAY[core.minter(s.object)] OR s.type = 'cn.npc.suggestion.reply_evaluated.v1' AND v.region = m.region
            FROM {view}.source AS v
            LEFT JOIN {view}.source AS m ON m.source = core.minter(s.object)
            WHERE v.source = s.speaker
        )
    )
    AND (
        pg_has_role(current_user, 'hub_worker', 'USAGE')
        OR EXISTS (
            SELECT FROM {view}.suggestion AS r
            WHERE r.suggestion = s.object AND r.known_to IS NULL AND r.seen @> ARRAY[(SELECT auth.region())]
        )
    );
GRANT SELECT ON {view}.charge_word TO hub_reader;
