-- What begins and ends the steps of handling, as known now: of the suggestions and reports that whoever asks may see, what counts. The owner's, because a
-- correction may lie where a reader does not see; which suggestions they are is asked of the reader's own region. The owner itself sees all.
CREATE OR REPLACE VIEW {view}.step_word WITH (security_barrier = TRUE) AS
SELECT
    s.object AS suggestion, k.step::text AS step, s.time, s.day, s.unit, s.region, s.level, s.data ->> 'dept' AS dept,
    s.data -> 'departments' AS departments, s.data ->> 'promise' AS promise, s.data ->> 'axis' AS axis, s.data ? 'session' AS in_session
FROM {view}.suggestion AS r
INNER JOIN {view}.statement AS s ON r.suggestion = s.object
INNER JOIN {view}.suggestion_type AS k ON s.type = k.type
LEFT JOIN {view}.source AS v ON s.speaker = v.source
LEFT JOIN {view}.source AS m ON m.source = core.minter(r.suggestion)
WHERE
    r.known_to IS NULL AND s.known_to IS NULL
    AND (pg_has_role(current_user, 'hub_worker', 'USAGE') OR r.seen @> ARRAY[(SELECT auth.region())])
    AND k.step IN (
        'registered', 'assigned', 'reassigned', 'refused', 'refusal_denied', 'contacted', 'co_opinion_given', 'reply_evaluated',
        'evaluation_lapsed', 'rehandle_ordered', 'promise_kept', 'promise_missed', 'promise_evaluated'
    )
    AND (
        starts_with(s.object, s.speaker || '/') OR v.line @> ARRAY[core.minter(r.suggestion)] OR k.others = 'assigned'
        OR k.others = 'same' AND v.region = m.region
    )
UNION ALL
-- Of reports on inspections and research, whoever says that one was handled.
SELECT s.object, split_part(s.type, '.', 4), s.time, s.day, s.unit, s.region, s.level, NULL, NULL, NULL, NULL, FALSE
FROM {view}.deed AS r
INNER JOIN {view}.statement AS s ON r.deed = s.object
WHERE
    r.known_to IS NULL AND r.step = 'group_research' AND s.known_to IS NULL
    AND (pg_has_role(current_user, 'hub_worker', 'USAGE') OR r.seen @> ARRAY[(SELECT auth.region())])
    AND s.type IN ('cn.npc.research.report_forwarded.v1', 'cn.npc.research.report_handled.v1');
GRANT SELECT ON {view}.step_word TO hub_reader;
