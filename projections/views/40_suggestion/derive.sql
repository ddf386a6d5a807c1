-- A suggestion is derived for each span of recorded days on which the same statements about it stood.
-- Every statement, and how its speaker stands to the source that minted the suggestion: that source or its successor (own),
-- of the same region, of one above, or none of these.
WITH said AS MATERIALIZED (
    SELECT
        s.object AS suggestion,
        substr(s.type, 19) AS what,
        CASE
            WHEN starts_with(s.object, s.speaker || '/') THEN 'own'
            ELSE coalesce((
                SELECT
                    CASE
                        WHEN v.line @> ARRAY[core.minter(s.object)] THEN 'own'
                        WHEN v.region = m.region THEN 'same'
                        WHEN (SELECT p.chain FROM {view}.place_on(m.region, s.day) AS p) @> ARRAY[v.region] THEN 'above'
                    END
                FROM {view}.source AS v
                LEFT JOIN {view}.source AS m ON m.source = core.minter(s.object)
                WHERE s.speaker = v.source
            ), 'none')
        END AS voice,
        s.ident, s.speaker, s.id, s.time, s.day, s.unit, s.region, s.origin, s.data, s.disputed, s.known_from, s.known_to
    FROM touched_suggestion AS t
    INNER JOIN {view}.statement AS s ON t.suggestion = s.object
    WHERE starts_with(s.type, 'cn.npc.suggestion.')
),

-- The same, once for each span of recorded days; `again`: when later rounds of handling were ordered.
told AS MATERIALIZED (
    SELECT
        k.*,
        array_agg(k.time) FILTER (WHERE k.what = 'rehandle_ordered.v1' AND k.voice = 'own') OVER story AS again_times,
        array_agg(k.day) FILTER (WHERE k.what = 'rehandle_ordered.v1' AND k.voice = 'own') OVER story AS again
    FROM (
        SELECT s.*, p.since, p.until
        FROM (
            SELECT
                s.*,
                min(s.known_from) OVER whole = max(s.known_from) OVER whole AND count(s.known_to) OVER whole = 0 AS plain,
                array_agg(s.known_from) OVER whole || array_agg(s.known_to) FILTER (WHERE s.known_to IS NOT NULL) OVER whole AS turns
            FROM said AS s
            WINDOW whole AS (PARTITION BY s.suggestion)
        ) AS s
        CROSS JOIN LATERAL (
            SELECT s.known_from AS since, NULL::date AS until WHERE s.plain
            UNION ALL
            SELECT d.since, d.until
            FROM (
                SELECT t.turn AS since, lead(t.turn) OVER (ORDER BY t.turn) AS until
                FROM (SELECT DISTINCT turn FROM unnest(s.turns) AS u (turn)) AS t
            ) AS d
            WHERE NOT s.plain AND s.known_from <= d.since AND (s.known_to IS NULL OR d.since < s.known_to)
        ) AS p
    ) AS k
    WINDOW story AS (
        PARTITION BY k.suggestion, k.since ORDER BY k.time, k.speaker, k.id
        ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
    )
),

-- Lines about one department: it is assigned, it is replaced (by name, or because it refused), it replies.
line AS (
    SELECT
        t.suggestion, t.since, t.until, t.time, t.speaker, t.id, t.day, d.dept, d.role,
        2 AS place, NULL::integer AS round, NULL::text AS outcome, NULL::date [] AS again
    FROM told AS t
    CROSS JOIN LATERAL jsonb_to_recordset(t.data -> 'departments') AS d (dept text, role text)
    WHERE t.what IN ('assigned.v1', 'reassigned.v1') AND t.voice = 'own'
    UNION ALL
    SELECT t.suggestion, t.since, t.until, t.time, t.speaker, t.id, t.day, d.dept, NULL, 1, NULL, NULL, NULL
    FROM told AS t
    CROSS JOIN LATERAL jsonb_array_elements_text(t.data -> 'replaces') AS d (dept)
    WHERE t.what = 'reassigned.v1' AND t.voice = 'own'
    UNION ALL
    SELECT t.suggestion, t.since, t.until, t.time, t.speaker, t.id, t.day, r.data ->> 'dept', NULL, 1, NULL, NULL, NULL
    FROM told AS t
    INNER JOIN told AS r ON t.suggestion = r.suggestion AND t.since = r.since AND r.time <= t.time
    WHERE
        t.what = 'reassigned.v1' AND t.voice = 'own' AND coalesce(jsonb_array_length(t.data -> 'replaces'), 0) = 0
        AND r.what = 'refused.v1'
        AND NOT EXISTS (
            SELECT FROM told AS n
            WHERE
                n.suggestion = t.suggestion AND n.since = t.since AND n.what = 'refusal_denied.v1' AND n.voice = 'own'
                AND n.data ->> 'dept' = r.data ->> 'dept' AND n.time BETWEEN r.time AND t.time
        )
    UNION ALL
    SELECT
        t.suggestion, t.since, t.until, t.time, t.speaker, t.id, t.day, t.data ->> 'dept', NULL, 3,
        coalesce((t.data ->> 'round')::integer, 1 + coalesce(width_bucket(t.time, t.again_times), 0)),
        coalesce(
            t.data ->> 'outcome',
            (
                SELECT c.outcome FROM {view}.class_scheme AS c
                WHERE c.scheme = t.data ->> 'scheme' AND c.class = t.data ->> 'class' AND c.valid_from <= t.day AND t.day < c.valid_to
            ),
            CASE WHEN t.data ? 'class' THEN 'unknown' END
        ),
        t.again
    FROM told AS t
    WHERE t.what = 'replied.v1'
),

-- One department: while it must answer and while it assists, while it has answered in the current round, while its last
-- answer says solved, or promises something.
department AS (
    SELECT
        l.suggestion,
        l.since,
        l.until,
        l.dept,
        coalesce(range_agg({view}.days(l.day, l.next)) FILTER (WHERE l.role = 'main'), '{}') AS main,
        coalesce(range_agg({view}.days(l.day, l.next)) FILTER (WHERE l.role = 'separate'), '{}') AS separate,
        coalesce(range_agg({view}.days(l.day, l.next)) FILTER (WHERE l.role = 'co'), '{}') AS co,
        range_agg({view}.days_of_round(l.day, l.round, l.again)) FILTER (WHERE l.place = 3) AS answered,
        range_agg({view}.days(l.day, l.next)) FILTER (WHERE l.outcome = 'solved') AS solved,
        range_agg({view}.days(l.day, l.next)) FILTER (WHERE l.outcome IN ('solved', 'in_progress', 'planned')) AS planned,
        range_agg(daterange(l.day, l.day + 1)) FILTER (WHERE l.place = 3) AS replies,
        bool_or(l.place = 3 AND l.outcome = 'unknown') AS unclassed
    FROM (
        SELECT
            l.*,
            lead(l.day) OVER (
                PARTITION BY l.suggestion, l.since, l.dept, l.place = 3 ORDER BY l.time, l.speaker, l.id, l.place, l.role
            ) AS next
        FROM line AS l
    ) AS l
    GROUP BY l.suggestion, l.since, l.until, l.dept
),

-- All that is known of a suggestion in one span, side by side: statements, departments, congresses that assigned.
part AS (
    SELECT
        t.suggestion, t.since, t.until, t.ident, t.what, t.voice, t.time, t.speaker, t.id, t.day, t.unit, t.region, t.origin,
        t.data, t.disputed, t.again, t.again_times,
        CASE
            WHEN t.what IN ('replied.v1', 'reply_evaluated.v1', 'evaluation_lapsed.v1')
            THEN coalesce((t.data ->> 'round')::integer, 1 + coalesce(width_bucket(t.time, t.again_times), 0))
        END AS round,
        CASE
            WHEN t.voice = 'own' THEN TRUE
            WHEN t.what IN ('replied.v1', 'co_opinion_given.v1', 'contacted.v1', 'refused.v1') THEN NULL
            WHEN t.what IN ('linked.v1', 'unlinked.v1', 'delegated.v1', 'escalated.v1') THEN TRUE
            WHEN
                t.what IN ('drafted.v1', 'read.v1', 'reply_evaluated.v1', 'evaluation_lapsed.v1', 'fed_back.v1')
                OR starts_with(t.what, 'promise_')
                THEN t.voice = 'same'
            WHEN t.what IN ('key_supervised.v1', 'urged.v1', 'mediated.v1', 'published.v1', 'unpublished.v1')
                THEN t.voice IN ('same', 'above')
            ELSE FALSE
        END AS entitled,
        NULL::text AS dept, NULL::datemultirange AS main, NULL::datemultirange AS separate, NULL::datemultirange AS co,
        NULL::datemultirange AS required, NULL::datemultirange AS answered, NULL::datemultirange AS solved,
        NULL::datemultirange AS planned, NULL::datemultirange AS replies, NULL::boolean AS unclassed, NULL::text AS handler, NULL::text AS handler_level
    FROM told AS t
    UNION ALL
    SELECT
        d.suggestion, d.since, d.until, NULL, 'department', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
        NULL, NULL, NULL, NULL, NULL, d.dept, d.main, d.separate, d.co,
        d.main + d.separate,
        coalesce(d.answered, '{}'), coalesce(d.solved, '{}'), coalesce(d.planned, '{}'), d.replies, d.unclassed, NULL, NULL
    FROM department AS d
    UNION ALL
    SELECT
        h.suggestion, h.since, h.until, NULL, 'handler', NULL, NULL, NULL, NULL, h.day, NULL, h.region, NULL, NULL,
        NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
        array_to_string(CASE WHEN a.congress THEN a.chain ELSE {view}.congress_on(h.region, h.day) END, ' '),
        a.level
    FROM (
        SELECT t.suggestion, t.since, t.until, t.region, min(t.day) AS day
        FROM told AS t
        WHERE t.what IN ('assigned.v1', 'reassigned.v1') AND t.voice = 'own'
        GROUP BY t.suggestion, t.since, t.until, t.region
    ) AS h
    LEFT JOIN {view}.ancestry AS a ON h.region = a.region AND a.valid_from <= h.day AND h.day < a.valid_to
),

whole AS (
    SELECT
        p.suggestion,
        p.since,
        p.until,
        min(p.day) FILTER (WHERE p.voice = 'own' AND p.what NOT IN ('drafted.v1', 'read.v1')) AS entered,
        array_agg(
            ROW(p.time, p.speaker, p.id, p.what, p.voice, p.day, p.region, p.origin, NULL, NULL)::{view}.suggestion_word
            ORDER BY p.time, p.speaker, p.id
        ) FILTER (WHERE p.voice = 'own') AS tale,
        array_agg(
            ROW(
                p.time, p.speaker, p.id, p.what, p.voice, p.day, p.region, p.origin,
                CASE
                    WHEN p.what IN ('submitted.v1', 'registered.v1') THEN p.data ->> 'opinions'
                    WHEN p.what = 'replied.v1' THEN p.data ->> 'promises'
                    WHEN p.what = 'key_supervised.v1' THEN p.data ->> 'topic'
                    ELSE p.data ->> 'promise'
                END,
                p.data ->> 'dept'
            )::{view}.suggestion_word
            ORDER BY p.time, p.speaker, p.id
        ) FILTER (
            WHERE
            p.voice = 'own' AND p.what IN ('submitted.v1', 'registered.v1') AND p.data ? 'opinions'
            OR p.what = 'replied.v1' AND p.data ? 'promises'
            OR p.what = 'key_supervised.v1' AND p.entitled AND p.data ? 'topic'
            OR p.entitled AND (starts_with(p.what, 'promise_') OR p.what IN ('published.v1', 'unpublished.v1'))
        ) AS remarks,
        coalesce(
            bool_or(p.voice = 'own' AND p.what IN ('returned.v1', 'turned_into_letter.v1', 'withdrawn.v1')), FALSE
        ) AS closes,
        coalesce(bool_or(p.what = 'archived.v1' AND p.voice = 'own'), FALSE) AS archived,
        array_agg(p.data ->> 'kind' ORDER BY p.time, p.speaker, p.id) FILTER (
            WHERE p.voice = 'own' AND p.what IN ('submitted.v1', 'registered.v1') AND p.data ? 'kind'
        ) AS kinds,
        array_agg(p.data ->> 'category' ORDER BY p.time, p.speaker, p.id) FILTER (
            WHERE p.voice = 'own' AND p.what IN ('submitted.v1', 'registered.v1') AND p.data ? 'category'
        ) AS categories,
        array_agg(p.data ->> 'title' ORDER BY p.time, p.speaker, p.id) FILTER (
            WHERE p.voice = 'own' AND p.what IN ('submitted.v1', 'registered.v1', 'drafted.v1') AND p.data ? 'title'
        ) AS titles,
        min(p.data ->> 'recurs') FILTER (WHERE p.voice = 'own' AND p.what = 'submitted.v1') AS recurs,
        array_agg(
            ROW(p.time, p.speaker, p.id, p.what, p.voice, p.day, p.region, p.origin, {view}.number_of(p.data, p.unit), NULL)::{view}.suggestion_word
        ) FILTER (WHERE p.voice = 'own' AND p.what = 'registered.v1') AS registrations,
        min(p.day) FILTER (WHERE p.what = 'key_supervised.v1' AND p.entitled) AS supervised,
        range_agg({view}.days_of_round(p.day, p.round, p.again)) FILTER (
            WHERE p.what = 'reply_evaluated.v1' AND p.entitled AND p.data ->> 'axis' = 'result'
        ) AS rated,
        range_agg({view}.days_of_round(p.day, p.round, p.again)) FILTER (
            WHERE p.what = 'reply_evaluated.v1' AND p.entitled AND p.data ->> 'axis' = 'result' AND p.data ->> 'grade' = 'dissatisfied'
        ) AS dissatisfied,
        array_agg(p.round) FILTER (
            WHERE p.what = 'reply_evaluated.v1' AND p.entitled AND p.data ->> 'axis' = 'result' AND p.data ->> 'grade' = 'dissatisfied'
        ) AS bad_rounds,
        max(cardinality(p.again)) AS later_rounds,
        range_agg({view}.days_of_round(p.day, p.round, p.again)) FILTER (
            WHERE p.entitled AND p.what IN ('reply_evaluated.v1', 'evaluation_lapsed.v1')
        ) AS judged,
        range_agg({view}.days_of_round(p.day, p.round, p.again)) FILTER (WHERE p.what = 'replied.v1') AS heard,
        coalesce(bool_or(p.entitled = FALSE), FALSE) AS intruded,
        coalesce(bool_or(p.unclassed), FALSE) AS unclassed,
        array_agg(DISTINCT p.region) FILTER (WHERE p.voice IS NOT NULL) AS regions,
        array_agg(DISTINCT p.data ->> 'scheme') FILTER (WHERE p.what = 'replied.v1' AND p.data ? 'scheme') AS schemes,
        array_agg(DISTINCT p.data ->> 'to_unit') FILTER (WHERE p.data ? 'to_unit') AS addressed,
        coalesce(array_agg(DISTINCT p.ident) FILTER (WHERE p.disputed), '{}') AS disputes,
        coalesce(range_agg(p.main + p.separate + p.co) FILTER (WHERE p.what = 'department'), '{}') AS assigned,
        coalesce(range_agg(p.required) FILTER (WHERE p.what = 'department'), '{}') AS required,
        coalesce(range_agg(p.required - p.answered) FILTER (WHERE p.what = 'department'), '{}') AS unanswered,
        coalesce(range_agg(p.required - p.solved) FILTER (WHERE p.what = 'department'), '{}') AS unsolved,
        coalesce(range_agg(p.required - p.planned) FILTER (WHERE p.what = 'department'), '{}') AS unplanned,
        coalesce(bool_or(p.replies && p.co), FALSE) AS assistant_replied,
        coalesce(bool_or(NOT p.replies <@ (p.main + p.separate + p.co)), FALSE) AS stray_reply,
        array_agg(p.dept ORDER BY p.dept) FILTER (WHERE p.main <> '{}') AS main_departments,
        array_agg(p.main ORDER BY p.dept) FILTER (WHERE p.main <> '{}') AS main_stays,
        array_agg(p.dept ORDER BY p.dept) FILTER (WHERE p.separate <> '{}') AS separate_departments,
        array_agg(p.separate ORDER BY p.dept) FILTER (WHERE p.separate <> '{}') AS separate_stays,
        array_agg(p.dept ORDER BY p.dept) FILTER (WHERE p.co <> '{}') AS co_departments,
        array_agg(p.co ORDER BY p.dept) FILTER (WHERE p.co <> '{}') AS co_stays,
        array_agg(p.handler ORDER BY p.handler) FILTER (WHERE p.handler IS NOT NULL) AS handlers,
        array_agg(p.handler_level ORDER BY p.handler) FILTER (WHERE p.handler IS NOT NULL) AS handler_levels,
        array_agg(p.day ORDER BY p.handler) FILTER (WHERE p.handler IS NOT NULL) AS handler_days
    FROM part AS p
    GROUP BY p.suggestion, p.since, p.until
),

-- The conditions that need the order of what was said, where there is anything of the kind; and where it lies.
settled AS (
    SELECT
        w.*,
        w.tale[1].time AS first_time,
        w.tale[1].speaker AS first_speaker,
        w.tale[1].id AS first_id,
        w.tale[1].origin AS first_origin,
        w.tale[1].region AS first_region,
        w.tale[1].day AS first_day,
        a.chain,
        a.level,
        coalesce(a.chain @> ARRAY[v.region], FALSE) AS rooted,
        c.closed,
        o.published,
        p.promised,
        p.unkept,
        coalesce(w.co_departments, '{}') || coalesce(w.main_departments, '{}') || coalesce(w.separate_departments, '{}') AS departments,
        coalesce(w.co_stays, '{}') || coalesce(w.main_stays, '{}') || coalesce(w.separate_stays, '{}') AS stays
    FROM whole AS w
    LEFT JOIN {view}.source AS v ON v.source = w.tale[1].speaker
    LEFT JOIN {view}.ancestry AS a
        ON a.region = w.tale[1].origin AND a.valid_from <= w.tale[1].day AND w.tale[1].day < a.valid_to
    LEFT JOIN LATERAL (
        SELECT range_agg({view}.days(t.day, t.next)) FILTER (WHERE t.closing) AS closed
        FROM (
            SELECT
                t.day,
                t.what IN ('returned.v1', 'turned_into_letter.v1', 'withdrawn.v1') AS closing,
                lead(t.day) OVER (ORDER BY t.time, t.speaker, t.id) AS next
            FROM unnest(w.tale) AS t
            WHERE t.what IN ('returned.v1', 'turned_into_letter.v1', 'withdrawn.v1', 'submitted.v1', 'registered.v1')
        ) AS t
    ) AS c ON w.closes
    LEFT JOIN LATERAL (
        SELECT range_agg({view}.days(r.day, r.next)) FILTER (WHERE r.what = 'published.v1') AS published
        FROM (
            SELECT r.day, r.what, lead(r.day) OVER (ORDER BY r.time, r.speaker, r.id) AS next
            FROM unnest(w.remarks) AS r
            WHERE r.what IN ('published.v1', 'unpublished.v1')
        ) AS r
    ) AS o ON w.remarks IS NOT NULL
    LEFT JOIN LATERAL {view}.promises(
        w.remarks,
        coalesce(w.co_departments, '{}') || coalesce(w.main_departments, '{}') || coalesce(w.separate_departments, '{}'),
        coalesce(w.co_stays, '{}') || coalesce(w.main_stays, '{}') || coalesce(w.separate_stays, '{}')
    ) AS p ON w.remarks IS NOT NULL
),

-- Where the earliest event does not do: the earliest whose source contains the origin it names, else the acting unit's region.
placed AS (
    SELECT
        s.*,
        CASE WHEN s.rooted THEN s.first_time ELSE coalesce(f.time, s.first_time) END AS of_time,
        CASE WHEN s.rooted THEN s.first_speaker ELSE coalesce(f.speaker, s.first_speaker) END AS of_speaker,
        CASE WHEN s.rooted THEN s.first_id ELSE coalesce(f.id, s.first_id) END AS of_id,
        CASE WHEN s.rooted THEN s.first_origin ELSE coalesce(f.origin, s.first_region) END AS of_origin,
        s.rooted OR f.id IS NOT NULL AS of_rooted,
        CASE WHEN s.rooted THEN s.chain ELSE coalesce(f.chain, b.chain) END AS of_chain,
        CASE WHEN s.rooted THEN s.level ELSE coalesce(f.level, b.level) END AS of_level
    FROM settled AS s
    LEFT JOIN LATERAL (
        SELECT t.time, t.speaker, t.id, t.origin, l.chain, l.level
        FROM unnest(s.tale) AS t
        INNER JOIN {view}.source AS v ON t.speaker = v.source
        CROSS JOIN LATERAL {view}.place_on(t.origin, t.day) AS l
        WHERE l.chain @> ARRAY[v.region]
        ORDER BY t.time, t.speaker, t.id
        LIMIT 1
    ) AS f ON NOT s.rooted
    LEFT JOIN LATERAL {view}.place_on(s.first_region, s.first_day) AS b ON NOT s.rooted AND f.id IS NULL AND s.tale IS NOT NULL
)

SELECT
    p.suggestion,
    p.entered,
    coalesce(p.kinds[cardinality(p.kinds)], '') AS kind,
    coalesce(p.categories[cardinality(p.categories)], '') AS category,
    p.titles[cardinality(p.titles)] AS title,
    n.numbers[1] AS number,
    coalesce(n.numbers, '{}') AS numbers,
    coalesce(n.days, '{}') AS number_days,
    coalesce(n.regions, '{}') AS number_regions,
    coalesce(o.opinions, '{}') AS opinions,
    coalesce(o.days, '{}') AS opinion_days,
    p.recurs,
    p.of_origin AS origin,
    p.of_rooted AS rooted,
    p.of_time AS first_time,
    p.of_speaker AS first_speaker,
    p.of_id AS first_id,
    coalesce(p.closed, '{}') AS closed,
    p.assigned,
    p.unanswered + (p.assigned - p.required) AS unanswered,
    p.unsolved,
    p.unplanned,
    coalesce(p.dissatisfied, '{}') AS dissatisfied,
    p.assigned - coalesce(p.rated, '{}') AS unrated,
    coalesce(p.promised, '{}') AS promised,
    coalesce(p.unkept, '{}') AS unkept,
    CASE WHEN p.supervised IS NULL THEN '{}' ELSE datemultirange(daterange(p.supervised, NULL)) END AS supervised,
    coalesce(p.published, '{}') AS published,
    p.departments,
    array_fill('co'::text, ARRAY[coalesce(cardinality(p.co_departments), 0)])
    || array_fill('main'::text, ARRAY[coalesce(cardinality(p.main_departments), 0)])
    || array_fill('separate'::text, ARRAY[coalesce(cardinality(p.separate_departments), 0)]) AS roles,
    p.stays,
    coalesce(p.handlers, '{}') AS handlers,
    coalesce(p.handler_levels, '{}') AS handler_levels,
    coalesce(p.handler_days, '{}') AS handler_days,
    coalesce(k.topics, '{}') AS topics,
    coalesce(k.regions, '{}') AS topic_regions,
    coalesce(k.days, '{}') AS topic_days,
    ARRAY(
        SELECT DISTINCT r.code
        FROM unnest(p.regions || p.addressed || p.schemes || p.first_origin || p.of_origin) AS r (code)
        WHERE r.code IS NOT NULL
        ORDER BY r.code
    ) AS rests_on,
    p.of_chain AS chain,
    p.of_level AS level,
    CASE WHEN p.closed IS NULL THEN p.entered ELSE lower(datemultirange({view}.days(p.entered, NULL)) - p.closed) END AS day,
    p.disputes,
    CASE
        WHEN p.of_chain @> p.regions AND p.addressed IS NULL THEN p.of_chain
        ELSE {view}.seen_of(p.of_chain, p.regions, p.addressed, p.first_day)
    END AS seen,
    array_remove(
        ARRAY[
            CASE WHEN p.archived AND upper_inf(p.unkept) THEN 'ARCHIVED_WITH_OPEN_PROMISES' END,
            CASE WHEN p.unclassed THEN 'CLASS_UNKNOWN' END,
            CASE WHEN p.assistant_replied THEN 'CO_HANDLER_REPLIED' END,
            CASE WHEN p.disputes <> '{}' THEN 'EQUIVOCATION' END,
            CASE WHEN NOT p.judged <@ coalesce(p.heard, '{}') THEN 'EVALUATION_WITHOUT_REPLY' END,
            CASE WHEN p.intruded THEN 'NOT_ENTITLED' END,
            CASE WHEN p.tale IS NOT NULL AND NOT p.of_rooted THEN 'ORIGIN_NOT_CONTAINED' END,
            CASE
                WHEN EXISTS (SELECT FROM generate_series(1, p.later_rounds) AS r (round) WHERE NOT r.round = ANY(coalesce(p.bad_rounds, '{}')))
                THEN 'REHANDLED_WITHOUT_DISSATISFACTION'
            END,
            CASE WHEN p.stray_reply THEN 'REPLY_WITHOUT_ASSIGNMENT' END,
            CASE WHEN cardinality(n.numbers) > n.sessions THEN 'SECOND_NUMBER' END,
            CASE WHEN p.tale IS NULL THEN 'SUGGESTION_UNHEARD' END
        ],
        NULL
    ) AS anomalies,
    p.since AS known_from,
    p.until AS known_to
FROM placed AS p
LEFT JOIN LATERAL (
    SELECT
        array_agg(t.number ORDER BY t.number) AS numbers,
        array_agg(t.day ORDER BY t.number) AS days,
        array_agg(t.region ORDER BY t.number) AS regions,
        count(DISTINCT regexp_replace(t.number, '/[^/]*$', '')) AS sessions
    FROM (
        SELECT DISTINCT ON (r.one) r.one AS number, r.day, r.region
        FROM unnest(p.registrations) AS r
        WHERE r.one IS NOT NULL
        ORDER BY r.one, r.time, r.speaker, r.id
    ) AS t
) AS n ON p.registrations IS NOT NULL
LEFT JOIN LATERAL (
    SELECT array_agg(t.opinion ORDER BY t.opinion) AS opinions, array_agg(t.day ORDER BY t.opinion) AS days
    FROM (
        SELECT u.opinion, min(r.day) AS day
        FROM unnest(p.remarks) AS r
        CROSS JOIN LATERAL jsonb_array_elements_text(r.one::jsonb) AS u (opinion)
        WHERE r.what IN ('submitted.v1', 'registered.v1')
        GROUP BY u.opinion
    ) AS t
) AS o ON p.remarks IS NOT NULL
LEFT JOIN LATERAL (
    SELECT
        array_agg(t.topic ORDER BY t.region, t.topic) AS topics,
        array_agg(t.region ORDER BY t.region, t.topic) AS regions,
        array_agg(t.day ORDER BY t.region, t.topic) AS days
    FROM (
        SELECT r.one AS topic, r.region, min(r.day) AS day
        FROM unnest(p.remarks) AS r
        WHERE r.what = 'key_supervised.v1'
        GROUP BY r.one, r.region
    ) AS t
) AS k ON p.remarks IS NOT NULL
