-- The rows of suggestions with a plain life, in one pass over what was said of them: nothing amended or repeated, all of it said by the
-- source that minted them, no step whose meaning rests on the order of others, at most one submission, registration, assignment and reply.
-- What is asked of such a life are first days, so a span of recorded days is a sum over what was known by then. What a row means is said
-- in `derive`, which makes the same of these, and makes all others; a test holds one against the other.
WITH said AS MATERIALIZED (
    SELECT
        t.suggestion, k.step, e.source, e.id, e.time, e.day, e.unit, e.origin, e.data, e.rday AS known_from,
        k.plain AND e.region = split_part(t.suggestion, '/', 3) AND starts_with(t.suggestion, e.source || '/') AS simple
    FROM touched_suggestion AS t
    INNER JOIN core.event_plain AS e ON t.suggestion = e.object
    INNER JOIN {view}.suggestion_type AS k ON e.type = k.type
    WHERE NOT EXISTS (SELECT FROM {view}.settled AS o WHERE o.object = t.suggestion)
),

span AS MATERIALIZED (
    SELECT s.suggestion, s.known_from AS since, lead(s.known_from) OVER (PARTITION BY s.suggestion ORDER BY s.known_from) AS until
    FROM (SELECT DISTINCT n.suggestion, n.known_from FROM said AS n) AS s
),

life AS (
    SELECT
        p.suggestion, p.since, p.until,
        bool_and(s.simple) AND min(s.source) = max(s.source) AND NOT bool_or(
            CASE s.step
                WHEN 'submitted' THEN coalesce(s.data -> 'opinions' <> '[]', FALSE)
                WHEN 'registered' THEN coalesce(s.data -> 'opinions' <> '[]', FALSE)
                WHEN 'key_supervised' THEN s.data ? 'topic'
                WHEN 'replied' THEN
                    s.data ?| ARRAY['round', 'class', 'scheme'] OR coalesce(s.data -> 'promises' <> '[]' OR s.data ->> 'outcome' = 'unknown', FALSE)
                WHEN 'reply_evaluated' THEN s.data ? 'round'
                WHEN 'evaluation_lapsed' THEN s.data ? 'round'
                ELSE FALSE
            END
        ) AS simple,
        greatest(
            count(*) FILTER (WHERE s.step = 'submitted'), count(*) FILTER (WHERE s.step = 'registered'),
            count(*) FILTER (WHERE s.step = 'assigned'), count(*) FILTER (WHERE s.step = 'replied')
        ) AS most,
        min(s.source) AS speaker,
        min(s.day) AS entered,
        -- The least of a row type is of no named type: it is given its name again.
        min(ROW(s.time, s.id, s.day, s.origin)::{view}.suggestion_first)::text::{view}.suggestion_first AS first,
        max(s.time) FILTER (WHERE s.step = 'submitted') AS submitted_at,
        max(s.id) FILTER (WHERE s.step = 'submitted') AS submitted_id,
        max(s.data ->> 'kind') FILTER (WHERE s.step = 'submitted') AS submitted_kind,
        max(s.data ->> 'category') FILTER (WHERE s.step = 'submitted') AS submitted_category,
        max(s.data ->> 'title') FILTER (WHERE s.step = 'submitted') AS submitted_title,
        max(s.data ->> 'recurs') FILTER (WHERE s.step = 'submitted') AS recurs,
        max(s.time) FILTER (WHERE s.step = 'registered') AS registered_at,
        max(s.id) FILTER (WHERE s.step = 'registered') AS registered_id,
        max(s.data ->> 'kind') FILTER (WHERE s.step = 'registered') AS registered_kind,
        max(s.data ->> 'category') FILTER (WHERE s.step = 'registered') AS registered_category,
        max(s.data ->> 'title') FILTER (WHERE s.step = 'registered') AS registered_title,
        max(s.day) FILTER (WHERE s.step = 'registered') AS registered,
        max({view}.number_of(s.data, s.unit)) FILTER (WHERE s.step = 'registered') AS number,
        max(s.day) FILTER (WHERE s.step = 'assigned') AS assigned,
        array_agg(s.data -> 'departments') FILTER (WHERE s.step = 'assigned') AS departments,
        max(s.day) FILTER (WHERE s.step = 'replied') AS replied,
        max(s.data ->> 'dept') FILTER (WHERE s.step = 'replied') AS replier,
        max(s.data ->> 'outcome') FILTER (WHERE s.step = 'replied') AS outcome,
        min(s.day) FILTER (WHERE s.step IN ('reply_evaluated', 'evaluation_lapsed')) AS judged,
        min(s.day) FILTER (WHERE s.step = 'reply_evaluated' AND s.data ->> 'axis' = 'result') AS rated,
        min(s.day) FILTER (WHERE s.step = 'reply_evaluated' AND s.data ->> 'axis' = 'result' AND s.data ->> 'grade' = 'dissatisfied') AS dissatisfied,
        min(s.day) FILTER (WHERE s.step = 'key_supervised') AS supervised,
        min(s.day) FILTER (WHERE s.step = 'published') AS published
    FROM span AS p
    INNER JOIN said AS s ON p.suggestion = s.suggestion AND s.known_from <= p.since
    GROUP BY p.suggestion, p.since, p.until
),

-- Where it lies and who handles it; `late`: of submission and registration the registration came last, so what it says holds.
placed AS (
    SELECT
        l.*,
        coalesce((l.registered_at, l.registered_id) > (l.submitted_at, l.submitted_id), l.submitted_at IS NULL) AS late,
        a.chain, a.level, h.chain AS handler, h.level AS handler_level,
        d.cos, d.mains, d.separates, d.required, d.sole, d.role,
        bool_and(
            l.simple AND l.most <= 1 AND coalesce(d.clear, TRUE)
            AND coalesce(a.chain @> ARRAY[v.region, split_part(l.suggestion, '/', 3)], FALSE)
            AND (l.assigned IS NULL OR coalesce(h.congress, FALSE))
        ) OVER (PARTITION BY l.suggestion) AS plain
    FROM life AS l
    LEFT JOIN {view}.source AS v ON l.speaker = v.source
    LEFT JOIN {view}.ancestry AS a
        ON a.region = (l.first).origin AND a.valid_from <= (l.first).day AND (l.first).day < a.valid_to
    LEFT JOIN {view}.ancestry AS h
        ON h.region = split_part(l.suggestion, '/', 3) AND h.valid_from <= l.assigned AND l.assigned < h.valid_to
    LEFT JOIN LATERAL (
        SELECT
            array_agg(d.dept ORDER BY d.dept) FILTER (WHERE d.role = 'co') AS cos,
            array_agg(d.dept ORDER BY d.dept) FILTER (WHERE d.role = 'main') AS mains,
            array_agg(d.dept ORDER BY d.dept) FILTER (WHERE d.role = 'separate') AS separates,
            count(*) FILTER (WHERE d.role IN ('main', 'separate')) AS required,
            -- The one that must answer is the one that did.
            coalesce(bool_and(d.dept = l.replier) FILTER (WHERE d.role IN ('main', 'separate')), FALSE) AS sole,
            max(d.role) FILTER (WHERE d.dept = l.replier) AS role,
            coalesce(bool_and(d.role IN ('main', 'co', 'separate')), TRUE) AND count(*) = count(DISTINCT d.dept) AS clear
        FROM jsonb_to_recordset(l.departments[1]) AS d (dept text, role text)
    ) AS d ON l.assigned IS NOT NULL
    OFFSET 0
),

-- The days on which the conditions hold, most of them for ever.
lasting AS (
    SELECT
        p.*,
        p.cos || p.mains || p.separates AS departments_of,
        CASE WHEN coalesce(p.cos, p.mains, p.separates) IS NULL THEN '{}'::datemultirange ELSE datemultirange(daterange(p.assigned, NULL)) END AS open,
        CASE
            WHEN p.required > 0 THEN datemultirange(daterange(p.assigned, CASE WHEN p.sole THEN greatest(p.replied, p.assigned) END))
            ELSE '{}'
        END AS awaited,
        CASE WHEN p.required > 0 THEN datemultirange(daterange(p.assigned, NULL)) ELSE '{}' END AS pressing
    FROM placed AS p
    WHERE p.plain
)

SELECT
    p.suggestion,
    p.entered,
    coalesce(CASE WHEN p.late THEN coalesce(p.registered_kind, p.submitted_kind) ELSE coalesce(p.submitted_kind, p.registered_kind) END, '') AS kind,
    coalesce(
        CASE WHEN p.late THEN coalesce(p.registered_category, p.submitted_category) ELSE coalesce(p.submitted_category, p.registered_category) END, ''
    ) AS category,
    CASE WHEN p.late THEN coalesce(p.registered_title, p.submitted_title) ELSE coalesce(p.submitted_title, p.registered_title) END AS title,
    p.number,
    CASE WHEN p.registered IS NULL THEN '{}' ELSE ARRAY[p.number] END AS numbers,
    CASE WHEN p.registered IS NULL THEN '{}' ELSE ARRAY[p.registered] END AS number_days,
    CASE WHEN p.registered IS NULL THEN '{}' ELSE ARRAY[split_part(p.suggestion, '/', 3)] END AS number_regions,
    '{}'::text [] AS opinions,
    '{}'::date [] AS opinion_days,
    p.recurs,
    (p.first).origin,
    TRUE AS rooted,
    (p.first).time AS first_time,
    p.speaker AS first_speaker,
    (p.first).id AS first_id,
    '{}'::datemultirange AS closed,
    p.open AS assigned,
    CASE WHEN p.required > 0 THEN p.awaited ELSE p.open END AS unanswered,
    CASE WHEN p.outcome = 'solved' THEN p.awaited ELSE p.pressing END AS unsolved,
    CASE WHEN p.outcome IN ('solved', 'in_progress', 'planned') THEN p.awaited ELSE p.pressing END AS unplanned,
    CASE WHEN p.dissatisfied IS NULL THEN '{}' ELSE datemultirange(daterange(p.dissatisfied, NULL)) END AS dissatisfied,
    CASE WHEN p.rated IS NULL THEN p.open ELSE p.open - datemultirange(daterange(p.rated, NULL)) END AS unrated,
    '{}'::datemultirange AS promised,
    '{}'::datemultirange AS unkept,
    CASE WHEN p.supervised IS NULL THEN '{}' ELSE datemultirange(daterange(p.supervised, NULL)) END AS supervised,
    CASE WHEN p.published IS NULL THEN '{}' ELSE datemultirange(daterange(p.published, NULL)) END AS published,
    coalesce(p.departments_of, '{}') AS departments,
    array_fill('co'::text, ARRAY[coalesce(cardinality(p.cos), 0)])
    || array_fill('main'::text, ARRAY[coalesce(cardinality(p.mains), 0)])
    || array_fill('separate'::text, ARRAY[coalesce(cardinality(p.separates), 0)]) AS roles,
    array_fill(p.open, ARRAY[coalesce(cardinality(p.departments_of), 0)]) AS stays,
    CASE WHEN p.assigned IS NULL THEN '{}' ELSE ARRAY[array_to_string(p.handler, ' ')] END AS handlers,
    CASE WHEN p.assigned IS NULL THEN '{}' ELSE ARRAY[p.handler_level] END AS handler_levels,
    CASE WHEN p.assigned IS NULL THEN '{}' ELSE ARRAY[p.assigned] END AS handler_days,
    '{}'::text [] AS topics,
    '{}'::text [] AS topic_regions,
    '{}'::date [] AS topic_days,
    ARRAY[split_part(p.suggestion, '/', 3), (p.first).origin, (p.first).origin] AS rests_on,
    p.chain,
    p.level,
    p.entered AS day,
    '{}'::uuid [] AS disputes,
    p.chain AS seen,
    array_remove(
        ARRAY[
            CASE WHEN p.role = 'co' AND p.assigned <= p.replied THEN 'CO_HANDLER_REPLIED' END,
            CASE WHEN p.judged < coalesce(p.replied, 'infinity') THEN 'EVALUATION_WITHOUT_REPLY' END,
            CASE WHEN p.replied IS NOT NULL AND (p.role IS NULL OR p.replied < p.assigned) THEN 'REPLY_WITHOUT_ASSIGNMENT' END
        ],
        NULL
    ) AS anomalies,
    p.since AS known_from,
    p.until AS known_to
FROM lasting AS p
