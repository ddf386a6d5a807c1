-- What is named and not known, what was done out of order where nothing else keeps it, and what a closed unit did: by the object of which it was said, as known now, of what whoever asks may see. An event
-- may name what comes later (contract 3), so nothing of it is kept: it is worked out for who asks, set against set, and is gone when the other
-- comes. Suggestions, opinions and activities have it in their rows where their figures rest on it. The owner's: whether something is known may not
-- hang on who asks; of which objects it is said is asked of the reader's own region.
CREATE OR REPLACE VIEW {view}.stray WITH (security_barrier = TRUE) AS
SELECT DISTINCT n.kind, n.object, n.chain, n.day, n.code
FROM (
    SELECT 'suggestion' AS kind, s.suggestion AS object, s.chain, s.day, 'ASSIGNED_UNREGISTERED' AS code, s.seen
    FROM {view}.suggestion AS s
    WHERE s.known_to IS NULL AND s.assigned <> '{}' AND NOT lower(s.assigned) >= ANY (s.number_days)
    UNION ALL
    -- Handled on a day after that on which it was returned, made a letter or withdrawn; handled before anybody had it. By whose word counts, as in
    -- `step_word`.
    SELECT 'suggestion', s.suggestion, s.chain, s.day, 'HANDLED_WHILE_CLOSED', s.seen
    FROM {view}.suggestion AS s
    INNER JOIN {view}.statement AS n ON s.suggestion = n.object AND n.known_to IS NULL
    INNER JOIN {view}.suggestion_type AS k ON n.type = k.type
    LEFT JOIN {view}.source AS v ON n.speaker = v.source
    LEFT JOIN {view}.source AS m ON m.source = core.minter(s.suggestion)
    WHERE
        s.known_to IS NULL AND s.closed <> '{}' AND s.closed @> n.day AND s.closed @> n.day - 1
        AND k.step IN (
            'merged_for_handling', 'assigned', 'reassigned', 'contacted', 'co_opinion_given', 'extended', 'key_supervised', 'replied',
            'reply_evaluated', 'rehandle_ordered', 'mediated', 'promise_made'
        )
        AND (
            starts_with(n.object, n.speaker || '/') OR v.line @> ARRAY[core.minter(s.suggestion)] OR k.others = 'assigned'
            OR k.others = 'same' AND v.region = m.region
        )
    UNION ALL
    -- Done before what alone allows it: a number, an assignment, a reply; closed after it was assigned. As its own source says.
    SELECT 'suggestion', s.suggestion, s.chain, s.day, e.code, s.seen
    FROM {view}.statement AS n
    INNER JOIN
        (
            VALUES
            ('contacted', 'HANDLED_UNASSIGNED'), ('co_opinion_given', 'HANDLED_UNASSIGNED'), ('extended', 'HANDLED_UNASSIGNED'),
            ('fed_back', 'HANDLED_UNASSIGNED'), ('merged_for_handling', 'HANDLED_UNREGISTERED'), ('key_supervised', 'HANDLED_UNREGISTERED'),
            ('urged', 'HANDLED_UNREGISTERED'), ('returned', 'CLOSED_AFTER_ASSIGNMENT'), ('turned_into_letter', 'CLOSED_AFTER_ASSIGNMENT'),
            ('evaluation_lapsed', 'LAPSED_WITHOUT_REPLY'), ('promise_made', 'PROMISED_WITHOUT_REPLY')
        ) AS e (step, code) ON n.type = 'cn.npc.suggestion.' || e.step || '.v1'
    INNER JOIN {view}.suggestion AS s ON n.object = s.suggestion AND s.known_to IS NULL
    LEFT JOIN {view}.source AS v ON n.speaker = v.source
    WHERE
        n.known_to IS NULL
        AND CASE e.code
            WHEN 'HANDLED_UNASSIGNED' THEN NOT coalesce(lower(s.assigned) <= n.day, FALSE)
            WHEN 'HANDLED_UNREGISTERED' THEN NOT coalesce(n.day >= ANY (s.number_days), FALSE)
            WHEN 'CLOSED_AFTER_ASSIGNMENT' THEN lower(s.assigned) < n.day
            ELSE NOT EXISTS (
                SELECT FROM {view}.statement AS r
                WHERE r.object = n.object AND r.type = 'cn.npc.suggestion.replied.v1' AND r.known_to IS NULL AND r.day <= n.day
            )
        END
        AND (starts_with(n.object, n.speaker || '/') OR v.line @> ARRAY[core.minter(n.object)])
    UNION ALL
    SELECT 'suggestion', s.suggestion, s.chain, s.day, 'DEPARTMENT_UNKNOWN', s.seen
    FROM {view}.suggestion AS s
    CROSS JOIN unnest(s.departments) AS u (name)
    WHERE s.known_to IS NULL AND NOT EXISTS (SELECT FROM {view}.department AS k WHERE k.department = u.name)
    UNION ALL
    SELECT 'suggestion', s.suggestion, s.chain, s.day, 'OPINION_UNKNOWN', s.seen
    FROM {view}.suggestion AS s
    CROSS JOIN unnest(s.opinions) AS u (name)
    WHERE
        s.known_to IS NULL AND s.opinions <> '{}'
        AND NOT EXISTS (SELECT FROM {view}.opinion AS k WHERE k.opinion = u.name AND k.known_to IS NULL AND k.day IS NOT NULL)
    UNION ALL
    SELECT 'suggestion', s.suggestion, s.chain, s.day, 'SUGGESTION_UNKNOWN', s.seen
    FROM {view}.link AS l
    CROSS JOIN LATERAL (VALUES (l.one, l.other), (l.other, l.one)) AS u (it, name)
    INNER JOIN {view}.suggestion AS s ON u.it = s.suggestion AND s.known_to IS NULL
    WHERE
        l.known_to IS NULL
        AND NOT EXISTS (SELECT FROM {view}.suggestion AS k WHERE k.suggestion = u.name AND k.known_to IS NULL AND k.entered IS NOT NULL)
    UNION ALL
    SELECT 'suggestion', r.suggestion, r.chain, r.day, 'SUGGESTION_UNKNOWN', r.seen
    FROM {view}.recurrence AS r
    WHERE
        r.known_to IS NULL
        AND NOT EXISTS (SELECT FROM {view}.suggestion AS k WHERE k.suggestion = r.recurs AND k.known_to IS NULL AND k.entered IS NOT NULL)
    UNION ALL
    -- Of the codes that a suggestion or an opinion rests on, units it was passed to are the only ones that may be unknown and are said nowhere else.
    SELECT 'suggestion', s.suggestion, s.chain, s.day, 'NAMED_UNIT_UNKNOWN', s.seen
    FROM {view}.suggestion AS s
    CROSS JOIN unnest(s.rests_on) AS u (name)
    WHERE
        s.known_to IS NULL AND NOT EXISTS (SELECT FROM {view}.ancestry AS k WHERE k.region = u.name)
        AND NOT EXISTS (SELECT FROM {view}.unit AS k WHERE k.unit = u.name)
        AND EXISTS (
            SELECT FROM {view}.statement AS n
            WHERE
                n.object = s.suggestion AND n.known_to IS NULL AND n.data ->> 'to_unit' = u.name
                AND n.type IN ('cn.npc.suggestion.escalated.v1', 'cn.npc.suggestion.delegated.v1')
        )
    UNION ALL
    SELECT 'opinion', o.opinion, o.chain, o.day, 'NAMED_UNIT_UNKNOWN', o.seen
    FROM {view}.opinion AS o
    CROSS JOIN unnest(o.rests_on) AS u (name)
    WHERE
        o.known_to IS NULL AND NOT starts_with(u.name, '//') AND NOT EXISTS (SELECT FROM {view}.ancestry AS k WHERE k.region = u.name)
        AND NOT EXISTS (SELECT FROM {view}.unit AS k WHERE k.unit = u.name)
    UNION ALL
    SELECT 'opinion', o.opinion, o.chain, o.day, 'ACTIVITY_UNKNOWN', o.seen
    FROM {view}.opinion AS o
    WHERE
        o.known_to IS NULL AND o.activity IS NOT NULL
        AND NOT EXISTS (SELECT FROM {view}.activity AS k WHERE k.activity = o.activity AND k.known_to IS NULL)
    UNION ALL
    SELECT 'opinion', o.opinion, o.chain, o.day, 'SUGGESTION_UNKNOWN', o.seen
    FROM {view}.opinion AS o
    CROSS JOIN unnest(o.converted) AS u (name)
    WHERE
        o.known_to IS NULL AND o.converted <> '{}'
        AND NOT EXISTS (SELECT FROM {view}.suggestion AS k WHERE k.suggestion = u.name AND k.known_to IS NULL AND k.entered IS NOT NULL)
    UNION ALL
    -- Who leads or signs; who speaks or reports.
    SELECT 'suggestion', s.suggestion, s.chain, s.day, 'MANDATE_UNKNOWN', s.seen
    FROM {view}.deed AS d
    INNER JOIN {view}.suggestion AS s ON d.deed = s.suggestion AND s.known_to IS NULL
    WHERE
        d.known_to IS NULL AND d.step = 'duty_proposal' AND d.mandate <> ''
        AND NOT EXISTS (SELECT FROM {view}.mandate AS k WHERE k.mandate = d.mandate AND k.known_to IS NULL)
    UNION ALL
    SELECT CASE d.step WHEN 'duty_proposal' THEN 'motion' ELSE 'deed' END, d.deed, d.chain, d.day, 'MANDATE_UNKNOWN', d.seen
    FROM {view}.deed AS d
    WHERE
        d.known_to IS NULL AND d.mandate <> ''
        AND NOT EXISTS (SELECT FROM {view}.mandate AS k WHERE k.mandate = d.mandate AND k.known_to IS NULL)
        AND NOT EXISTS (SELECT FROM {view}.suggestion AS s WHERE s.suggestion = d.deed)
    UNION ALL
    SELECT 'deed', d.deed, d.chain, d.day, 'ACTIVITY_UNKNOWN', d.seen
    FROM {view}.deed AS d
    WHERE
        d.known_to IS NULL AND d.activity IS NOT NULL
        AND NOT EXISTS (SELECT FROM {view}.activity AS k WHERE k.activity = d.activity AND k.known_to IS NULL)
    UNION ALL
    SELECT 'deed', d.deed, d.chain, d.day, 'NAMED_UNIT_UNKNOWN', d.seen
    FROM {view}.deed AS d
    INNER JOIN {view}.statement AS n ON d.deed = n.object AND n.type = 'cn.npc.research.report_forwarded.v1' AND n.known_to IS NULL
    CROSS JOIN LATERAL jsonb_array_elements_text(n.data -> 'to_units') AS u (name)
    WHERE d.known_to IS NULL AND d.step = 'group_research' AND NOT EXISTS (SELECT FROM {view}.unit AS k WHERE k.unit = u.name)
    UNION ALL
    SELECT 'deed', d.deed, d.chain, d.day, 'REPORT_UNKNOWN', d.seen
    FROM {view}.deed AS d
    WHERE
        d.known_to IS NULL AND d.step = 'report_handled'
        AND NOT EXISTS (SELECT FROM {view}.deed AS k WHERE k.deed = d.deed AND k.step = 'group_research' AND k.known_to IS NULL)
    UNION ALL
    SELECT 'training', t.training, t.chain, t.day, 'MANDATE_UNKNOWN', t.seen
    FROM {view}.training AS t
    WHERE t.known_to IS NULL AND NOT EXISTS (SELECT FROM {view}.mandate AS k WHERE k.mandate = t.mandate AND k.known_to IS NULL)
    UNION ALL
    SELECT 'mandate', m.mandate, m.chain, m.day, 'PERSON_UNKNOWN', m.seen
    FROM {view}.mandate AS m
    WHERE m.known_to IS NULL AND m.person IS NOT NULL AND NOT EXISTS (SELECT FROM {view}.person AS k WHERE k.person = m.person)
    UNION ALL
    SELECT 'mandate', m.mandate, m.chain, m.day, 'NAMED_UNIT_UNKNOWN', m.seen
    FROM {view}.mandate AS m
    WHERE m.known_to IS NULL AND m.unit IS NOT NULL AND NOT EXISTS (SELECT FROM {view}.unit AS k WHERE k.unit = m.unit)
    UNION ALL
    SELECT 'station', s.station, s.chain, s.day, 'NAMED_UNIT_UNKNOWN', s.seen
    FROM {view}.station AS s
    WHERE s.known_to IS NULL AND s.host_unit IS NOT NULL AND NOT EXISTS (SELECT FROM {view}.unit AS k WHERE k.unit = s.host_unit)
    UNION ALL
    SELECT 'activity', a.activity, a.chain, a.day, 'NAMED_UNIT_UNKNOWN', a.seen
    FROM {view}.activity AS a
    CROSS JOIN unnest(a.co_units) AS u (name)
    WHERE a.known_to IS NULL AND a.co_units <> '{}' AND NOT EXISTS (SELECT FROM {view}.unit AS k WHERE k.unit = u.name)
    UNION ALL
    -- What is reference has no rows of who may see it: it is seen from where it lies.
    SELECT 'department', d.department, p.chain, greatest(d.valid_from, '0001-01-01'), 'DEPARTMENT_UNKNOWN', p.chain
    FROM {view}.department AS d
    CROSS JOIN LATERAL {view}.place_on(d.region, greatest(d.valid_from, '0001-01-01')) AS p
    WHERE d.parent IS NOT NULL AND NOT EXISTS (SELECT FROM {view}.department AS k WHERE k.department = d.parent)
    UNION ALL
    SELECT 'unit', n.unit, p.chain, n.valid_from, 'NAMED_UNIT_UNKNOWN', p.chain
    FROM {view}.unit AS n
    CROSS JOIN LATERAL {view}.place_on(n.region, n.valid_from) AS p
    WHERE n.parent_unit IS NOT NULL AND NOT EXISTS (SELECT FROM {view}.unit AS k WHERE k.unit = n.parent_unit)
    UNION ALL
    SELECT 'region', r.region, p.chain, r.day, 'SUCCESSOR_UNKNOWN', p.chain
    FROM {view}.succession AS r
    CROSS JOIN LATERAL {view}.place_on(r.region, r.day) AS p
    WHERE r.successor IS NOT NULL AND NOT EXISTS (SELECT FROM {view}.ancestry AS k WHERE k.region = r.successor)
    UNION ALL
    -- What lies in a code that is repealed, from the first day on which it does.
    SELECT 'region', a.region, a.chain, greatest(r.day, a.valid_from), 'PARENT_GONE', a.chain
    FROM {view}.succession AS r
    INNER JOIN {view}.ancestry AS a ON r.region = a.parent AND r.day < a.valid_to
    WHERE
        NOT EXISTS (
            SELECT FROM {view}.ancestry AS k
            WHERE k.region = a.parent AND k.valid_from <= greatest(r.day, a.valid_from) AND greatest(r.day, a.valid_from) < k.valid_to
        )
    UNION ALL
    SELECT 'source', v.source, p.chain, NULL, 'SUCCEEDED_UNKNOWN', p.chain
    FROM {view}.source AS v
    CROSS JOIN LATERAL {view}.place_on(v.region, core.beijing_day(now())) AS p
    WHERE v.succeeds IS NOT NULL AND NOT EXISTS (SELECT FROM {view}.source AS k WHERE k.source = v.succeeds)
    UNION ALL
    -- Registered twice, closed twice, or changed twice of one day, with other contents: of these the smallest (time, source, id) holds.
    SELECT n.kind, n.object, p.chain, n.day, 'REGISTERED_OTHERWISE', p.chain
    FROM (
        SELECT
            split_part(s.type, '.', 3) AS kind, s.object, s.day, w.said,
            coalesce(
                s.data ->> 'region', (SELECT u.region FROM {view}.unit AS u WHERE u.unit = s.object LIMIT 1),
                (SELECT d.region FROM {view}.department AS d WHERE d.department = s.object LIMIT 1),
                split_part(CASE WHEN starts_with(s.object, '//') THEN s.object ELSE s.source END, '/', 3)
            ) AS region,
            first_value(w.said) OVER (PARTITION BY s.object, s.type, w.what ORDER BY s.time, s.speaker, s.id) AS held
        FROM {view}.statement AS s
        CROSS JOIN LATERAL (
            SELECT NULL AS what, s.data - 'valid_from' AS said WHERE s.type LIKE '%.registered.v1'
            UNION ALL
            SELECT NULL, to_jsonb(coalesce((s.data ->> 'valid_from')::date, s.day)) WHERE s.type LIKE '%.closed.v1'
            UNION ALL
            SELECT coalesce((s.data ->> 'valid_from')::date, s.day)::text || u.key, u.value
            FROM jsonb_each(s.data - 'valid_from') AS u
            WHERE s.type LIKE '%.changed.v1'
        ) AS w
        WHERE
            s.known_to IS NULL
            AND (s.object, s.type) IN (
                SELECT t.object, t.type
                FROM {view}.statement AS t
                WHERE
                    t.known_to IS NULL
                    AND t.type IN (
                        'cn.npc.unit.registered.v1', 'cn.npc.unit.changed.v1', 'cn.npc.unit.closed.v1', 'cn.npc.department.registered.v1',
                        'cn.npc.department.changed.v1', 'cn.npc.source.registered.v1', 'cn.npc.deputy.registered.v1'
                    )
                GROUP BY t.object, t.type
                HAVING count(*) > 1
            )
    ) AS n
    CROSS JOIN LATERAL {view}.place_on(n.region, n.day) AS p
    WHERE n.said <> n.held
    UNION ALL
    SELECT 'allocation', a.object, p.chain, core.beijing_day(a.time), 'OBJECT_UNKNOWN', p.chain
    FROM {view}.allocation AS a
    CROSS JOIN LATERAL {view}.place_on(a.region, core.beijing_day(a.time)) AS p
    WHERE
        NOT EXISTS (SELECT FROM {view}.suggestion AS k WHERE k.suggestion = a.object)
        AND NOT EXISTS (SELECT FROM {view}.activity AS k WHERE k.activity = a.object)
        AND NOT EXISTS (SELECT FROM {view}.opinion AS k WHERE k.opinion = a.object)
    UNION ALL
    -- What was said of other things in the name of a unit from the day of its closing on. Mostly no unit is closed; else only what was said in its
    -- region is looked at.
    SELECT r.kind, r.object, r.chain, r.day, 'UNIT_CLOSED', r.seen
    FROM (
        SELECT 'project' AS kind, p.project AS object, p.project AS told, 'project.' AS of, p.chain, p.day, p.seen FROM {view}.project AS p WHERE p.known_to IS NULL
        UNION ALL
        SELECT 'vote', v.region || ' ' || v.year, p.project, 'project.voted.', v.chain, v.day, v.seen
        FROM {view}.vote AS v
        INNER JOIN {view}.project AS p ON v.region = p.region AND v.year = p.year AND p.known_to IS NULL
        WHERE v.known_to IS NULL
        UNION ALL
        SELECT 'station', s.station, s.station, 'station.', s.chain, s.day, s.seen FROM {view}.station AS s WHERE s.known_to IS NULL
        UNION ALL
        SELECT 'term', t.unit || ' ' || t.term, t.unit, 'term.', t.chain, t.day, t.seen FROM {view}.term AS t WHERE t.known_to IS NULL
        UNION ALL
        SELECT 'session', t.unit || ' ' || t.term || ' ' || t.session, t.unit, 'session.held.', t.chain, t.day, t.seen
        FROM {view}.session AS t
        WHERE t.known_to IS NULL
        UNION ALL
        SELECT 'motion', m.motion, m.motion, 'motion.', m.chain, m.day, m.seen FROM {view}.motion AS m WHERE m.known_to IS NULL
        UNION ALL
        SELECT 'training', t.training, t.training, 'training.', t.chain, t.day, t.seen FROM {view}.training AS t WHERE t.known_to IS NULL
        UNION ALL
        SELECT 'mandate', m.mandate, m.mandate, 'mandate.', m.chain, m.day, m.seen FROM {view}.mandate AS m WHERE m.known_to IS NULL
        UNION ALL
        SELECT 'deed', d.deed, d.deed, s.of, d.chain, d.day, d.seen
        FROM {view}.deed AS d
        INNER JOIN (
            VALUES
            ('duty_speech', 'session.speech_made.'), ('duty_report', 'duty.report_given.'), ('group_research', 'research.report_forwarded.'),
            ('report_handled', 'research.report_handled.')
        ) AS s (step, of) ON d.step = s.step
        WHERE d.known_to IS NULL
    ) AS r
    WHERE
        EXISTS (SELECT FROM {view}.unit AS u WHERE u.closed IS NOT NULL)
        AND r.seen && (SELECT array_agg(u.region) FROM {view}.unit AS u WHERE u.closed IS NOT NULL)
        AND EXISTS (
            SELECT FROM {view}.statement AS n
            INNER JOIN {view}.unit AS u ON n.unit = u.unit AND u.closed <= n.day
            WHERE
                n.object = r.told AND n.known_to IS NULL AND starts_with(n.type, 'cn.npc.' || r.of)
                AND (r.kind NOT IN ('term', 'session') OR n.data ->> 'term' = split_part(r.object, ' ', 2))
                AND (r.kind <> 'session' OR n.data ->> 'session' = split_part(r.object, ' ', 3))
        )
) AS n
WHERE n.seen @> ARRAY[(SELECT auth.region())];
GRANT SELECT ON {view}.stray TO hub_reader;
