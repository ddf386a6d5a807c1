-- The rows of suggestions with a plain life, in one pass over what was said of them: nothing amended later or disputed, all of it said by
-- the source that minted them, of one origin that lay in the same regions all the time, no step whose meaning rests on the order of others, at most one submission, registration,
-- assignment and reply. What is asked of such a life are first days and what was said once, so what is known on a recorded day is gathered
-- from what was known the day before. What a row means is said in `derive`, which makes the same of these, and makes all others; a test
-- holds one against the other.
WITH touched AS MATERIALIZED (
    SELECT
        t.suggestion, core.minter(t.suggestion) AS source, split_part(t.suggestion, '/', 3) AS region,
        bool_or(e.suggestion IS NOT NULL) AS earlier
    FROM touched_suggestion AS t
    LEFT JOIN earlier_suggestion AS e ON t.suggestion = e.suggestion
    -- Each is there once, as the planner knows by this.
    GROUP BY t.suggestion
),

-- Units that are no more.
closing AS MATERIALIZED (
    SELECT u.unit, u.closed FROM {view}.unit AS u WHERE u.closed IS NOT NULL GROUP BY u.unit, u.closed
),

-- All that was said of them: what changed, or where something was said earlier a look into the index.
said AS (
    SELECT
        t.suggestion, t.region = c.region AND t.source = c.speaker AND c.known_to IS NULL AND NOT c.disputed AS own,
        c.type, c.id, c.time, c.day, c.unit, c.origin, c.data, c.known_from
    FROM touched AS t
    INNER JOIN changed AS c ON t.suggestion = c.object
    WHERE NOT t.earlier
    UNION ALL
    SELECT
        t.suggestion, t.region = s.region AND t.source = s.speaker AND s.known_to IS NULL AND NOT s.disputed,
        s.type, s.id, s.time, s.day, s.unit, s.origin, s.data, s.known_from
    FROM touched AS t
    -- Few are touched, whatever the planner thinks: a look into the index for each.
    CROSS JOIN LATERAL (
        SELECT n.speaker, n.type, n.id, n.time, n.day, n.unit, n.region, n.origin, n.data, n.known_from, n.known_to, n.disputed
        FROM {view}.statement AS n
        WHERE t.suggestion = n.object
        OFFSET 0
    ) AS s
    WHERE t.earlier
),

-- What was told on one recorded day.
news AS MATERIALIZED (
    SELECT
        s.suggestion, s.known_from, s.origin,
        bool_and(s.own AND c.unit IS NULL AND coalesce(k.plain, FALSE) AND NOT coalesce(s.data ?| k.save, FALSE)) AS simple,
        sum(k.once) AS once,
        bit_or(k.once) AS steps,
        min(s.time) FILTER (WHERE k.step NOT IN ('submitted', 'registered')) AS handled_at,
        any_value(s.time) FILTER (WHERE k.step = 'submitted') AS submitted_at,
        any_value(s.id) FILTER (WHERE k.step = 'submitted') AS submitted_id,
        any_value(s.data) FILTER (WHERE k.step = 'submitted') AS submitted,
        any_value(s.time) FILTER (WHERE k.step = 'registered') AS registered_at,
        any_value(s.id) FILTER (WHERE k.step = 'registered') AS registered_id,
        any_value(s.unit) FILTER (WHERE k.step = 'registered') AS registered_by,
        any_value(s.data) FILTER (WHERE k.step = 'registered') AS registered,
        any_value(s.day) FILTER (WHERE k.step = 'assigned') AS assigned_on,
        any_value(s.data) FILTER (WHERE k.step = 'assigned') AS assigned,
        any_value(s.day) FILTER (WHERE k.step = 'replied') AS replied_on,
        any_value(s.data) FILTER (WHERE k.step = 'replied') AS replied,
        min(s.day) FILTER (WHERE k.step IN ('reply_evaluated', 'evaluation_lapsed')) AS judged,
        min(s.day) FILTER (WHERE k.step = 'reply_evaluated' AND s.data ->> 'axis' = 'result') AS rated,
        min(s.day)
        FILTER (WHERE k.step = 'reply_evaluated' AND s.data ->> 'axis' = 'result' AND s.data ->> 'grade' = 'dissatisfied') AS dissatisfied,
        min(s.day) FILTER (WHERE k.step = 'key_supervised') AS supervised,
        min(s.day) FILTER (WHERE k.step = 'published') AS published,
        min(s.day) FILTER (WHERE k.step = 'archived') AS archived_on,
        max(s.day) FILTER (WHERE k.handles) AS handled_on,
        max(s.day) AS last_on
    FROM said AS s
    LEFT JOIN {view}.suggestion_type AS k ON s.type = k.type
    LEFT JOIN closing AS c ON s.unit = c.unit AND c.closed <= s.day
    GROUP BY s.suggestion, s.known_from, s.origin
),

-- Those that were told on more than one, or not by one source of one origin.
long AS MATERIALIZED (
    SELECT
        s.suggestion, bool_and(s.simple) AND min(s.origin) = max(s.origin) AS simple, sum(s.once)::bigint AS once, bit_or(s.steps) AS steps
    FROM news AS s
    GROUP BY s.suggestion
    HAVING count(*) > 1
),

-- What was known on it.
life AS (
    SELECT
        s.suggestion, s.known_from AS since, NULL::date AS until, s.simple, s.once, s.steps, s.origin, s.handled_at,
        s.submitted_at, s.submitted_id, s.submitted, s.registered_at, s.registered_id, s.registered_by, s.registered,
        s.assigned_on, s.assigned, s.replied_on, s.replied, s.judged, s.rated, s.dissatisfied, s.supervised, s.published,
        s.archived_on, s.handled_on, s.last_on
    FROM news AS s
    WHERE s.suggestion NOT IN (SELECT l.suggestion FROM long AS l)
    UNION ALL
    SELECT
        s.suggestion,
        s.known_from AS since,
        lead(s.known_from) OVER w AS until,
        l.simple,
        l.once,
        l.steps,
        s.origin,
        min(s.handled_at) OVER w,
        any_value(s.submitted_at) OVER w,
        any_value(s.submitted_id) OVER w,
        any_value(s.submitted) OVER w,
        any_value(s.registered_at) OVER w,
        any_value(s.registered_id) OVER w,
        any_value(s.registered_by) OVER w,
        any_value(s.registered) OVER w,
        any_value(s.assigned_on) OVER w,
        any_value(s.assigned) OVER w,
        any_value(s.replied_on) OVER w,
        any_value(s.replied) OVER w,
        min(s.judged) OVER w,
        min(s.rated) OVER w,
        min(s.dissatisfied) OVER w,
        min(s.supervised) OVER w,
        min(s.published) OVER w,
        min(s.archived_on) OVER w,
        max(s.handled_on) OVER w,
        max(s.last_on) OVER w
    FROM long AS l
    INNER JOIN news AS s ON l.suggestion = s.suggestion
    WINDOW w AS (PARTITION BY s.suggestion ORDER BY s.known_from ROWS UNBOUNDED PRECEDING)
),

-- The departments it is assigned to: many are assigned to the same.
department AS MATERIALIZED (
    SELECT a.departments, d.*
    FROM (SELECT s.assigned -> 'departments' AS departments FROM news AS s WHERE s.assigned IS NOT NULL GROUP BY 1 OFFSET 0) AS a
    CROSS JOIN LATERAL (
        SELECT
            array_agg(d.dept ORDER BY d.dept) FILTER (WHERE d.role = 'co') AS cos,
            array_agg(d.dept ORDER BY d.dept) FILTER (WHERE d.role = 'main') AS mains,
            array_agg(d.dept ORDER BY d.dept) FILTER (WHERE d.role = 'separate') AS separates,
            bool_and(d.role IN ('main', 'co', 'separate')) AND count(*) = count(DISTINCT d.dept) AS clear
        FROM jsonb_to_recordset(a.departments) AS d (dept text, role text)
    ) AS d
),

-- What it began with, and when; `late`: of submission and registration the registration came last, so what it says holds.
begun AS (
    SELECT
        l.*,
        core.beijing_day(l.first_time) AS entered,
        coalesce(CASE WHEN l.late THEN l.registered ->> 'category' END, l.submitted ->> 'category', l.registered ->> 'category', '') AS own_category,
        core.beijing_day(
            CASE
                WHEN l.submitted ? 'category' AND NOT (l.late AND coalesce(l.registered ? 'category', FALSE)) THEN l.submitted_at
                ELSE l.registered_at
            END
        ) AS classed_on,
        CASE
            -- Seldom, so looked up.
            WHEN l.first_time = l.handled_at THEN (
                SELECT min(n.id) FROM {view}.statement AS n WHERE l.suggestion = n.object AND l.first_time = n.time AND n.known_from <= l.since
            )
            WHEN l.late OR l.registered_at IS NULL THEN coalesce(l.submitted_id, l.registered_id)
            ELSE l.registered_id
        END AS first_id
    FROM (
        SELECT
            l.*,
            coalesce((l.registered_at, l.registered_id) > (l.submitted_at, l.submitted_id), l.submitted_at IS NULL) AS late,
            least(l.submitted_at, l.registered_at, l.handled_at) AS first_time
        FROM life AS l
        OFFSET 0
    ) AS l
    OFFSET 0
),

-- Where it lies and who handles it.
placed AS (
    SELECT
        l.*,
        {view}.number_of(l.registered, l.registered_by) AS number,
        l.replied ->> 'outcome' AS outcome, l.replied ->> 'dept' AS replier,
        v.region AS speaker_region, a.chain, a.level, a.valid_to AS lain_until, h.congress, h.chain AS handler, h.level AS handler_level,
        d.cos, d.mains, d.separates, d.clear,
        -- Since when the source's region lies where it lay that day; seldom nowhere.
        coalesce(c.valid_from, l.classed_on) AS lain_since
    FROM begun AS l
    LEFT JOIN {view}.source AS v ON v.source = core.minter(l.suggestion)
    LEFT JOIN {view}.ancestry AS c ON c.region = v.region AND c.valid_from <= l.classed_on AND l.classed_on < c.valid_to
    LEFT JOIN {view}.ancestry AS a ON a.region = l.origin AND a.valid_from <= l.entered AND l.entered < a.valid_to
    LEFT JOIN {view}.ancestry AS h
        ON h.region = split_part(l.suggestion, '/', 3) AND h.valid_from <= l.assigned_on AND l.assigned_on < h.valid_to
    LEFT JOIN department AS d ON l.assigned -> 'departments' = d.departments
    OFFSET 0
),

-- The days on which the conditions hold, most of them for ever.
lasting AS MATERIALIZED (
    SELECT
        p.*,
        p.cos || p.mains || p.separates AS departments,
        CASE
            WHEN coalesce(p.cos, p.mains, p.separates) IS NULL THEN '{}'::datemultirange
            ELSE datemultirange(daterange(p.assigned_on, NULL))
        END AS open,
        coalesce(p.mains, p.separates) IS NOT NULL AS required,
        CASE
            WHEN coalesce(p.mains, p.separates) IS NULL THEN '{}'::datemultirange
            -- The one that must answer is the one that did.
            WHEN p.mains || p.separates <@ ARRAY[p.replier] THEN datemultirange(daterange(p.assigned_on, greatest(p.replied_on, p.assigned_on)))
            ELSE datemultirange(daterange(p.assigned_on, NULL))
        END AS awaited,
        CASE
            WHEN coalesce(p.mains, p.separates) IS NULL THEN '{}'::datemultirange
            ELSE datemultirange(daterange(p.assigned_on, NULL))
        END AS pressing,
        CASE WHEN p.replier = ANY (p.cos) THEN 'co' WHEN p.replier = ANY (p.mains || p.separates) THEN 'answers' END AS role,
        p.simple AND coalesce(p.once = p.steps, TRUE) AND coalesce(p.clear, TRUE)
        AND coalesce(p.chain @> ARRAY[p.speaker_region, split_part(p.suggestion, '/', 3)] AND p.last_on < p.lain_until, FALSE)
        AND (p.assigned_on IS NULL OR coalesce(p.congress, FALSE))
        AND coalesce(p.submitted -> 'opinions' = '[]', TRUE) AND coalesce(p.registered -> 'opinions' = '[]', TRUE)
        AND NOT coalesce(p.replied ?| ARRAY['round', 'class', 'scheme'], FALSE)
        AND coalesce(p.replied -> 'promises' = '[]', TRUE) AND coalesce(p.outcome <> 'unknown', TRUE) AS plain
    FROM placed AS p
),

-- The days on which schemes of these categories begin or end.
scheme AS MATERIALIZED (
    SELECT array_agg(DISTINCT u.day ORDER BY u.day) AS days
    FROM {view}.category_scheme AS c
    CROSS JOIN LATERAL (VALUES (c.valid_from), (c.valid_to)) AS u (day)
    WHERE c.code IN (SELECT l.own_category FROM lasting AS l)
),

-- What a category of a source is between two of them while its region lies where it does: the same for all that gave it.
filing AS MATERIALIZED (
    SELECT k.own_category, k.source, k.lain_since, k.era, f.category, f.known_from, f.known_to
    FROM (
        SELECT
            l.own_category, core.minter(l.suggestion) AS source, l.lain_since, width_bucket(l.classed_on, s.days) AS era, min(l.classed_on) AS day
        FROM lasting AS l
        CROSS JOIN scheme AS s
        WHERE s.days IS NOT NULL AND l.own_category <> ''
        GROUP BY 1, 2, 3, 4
    ) AS k
    CROSS JOIN LATERAL {view}.filed(k.own_category, k.source, k.day) AS f
)

SELECT
    p.suggestion,
    p.entered,
    coalesce(CASE WHEN p.late THEN p.registered ->> 'kind' END, p.submitted ->> 'kind', p.registered ->> 'kind', '') AS kind,
    coalesce(f.category, 'uncategorised') AS category,
    p.own_category,
    coalesce(CASE WHEN p.late THEN p.registered ->> 'title' END, p.submitted ->> 'title', p.registered ->> 'title') AS title,
    p.number,
    CASE WHEN p.registered IS NULL THEN '{}' ELSE ARRAY[p.number] END AS numbers,
    CASE WHEN p.registered IS NULL THEN '{}' ELSE ARRAY[core.beijing_day(p.registered_at)] END AS number_days,
    CASE WHEN p.registered IS NULL THEN '{}' ELSE ARRAY[split_part(p.suggestion, '/', 3)] END AS number_regions,
    '{}'::text [] AS opinions,
    '{}'::date [] AS opinion_days,
    p.submitted ->> 'recurs' AS recurs,
    p.origin,
    TRUE AS rooted,
    p.first_time,
    core.minter(p.suggestion) AS first_speaker,
    p.first_id,
    '{}'::datemultirange AS closed,
    p.open AS assigned,
    CASE WHEN p.required THEN p.awaited ELSE p.open END AS unanswered,
    CASE WHEN p.outcome = 'solved' THEN p.awaited ELSE p.pressing END AS unsolved,
    CASE WHEN p.outcome IN ('solved', 'in_progress', 'planned') THEN p.awaited ELSE p.pressing END AS unplanned,
    CASE WHEN p.dissatisfied IS NULL THEN '{}' ELSE datemultirange(daterange(p.dissatisfied, NULL)) END AS dissatisfied,
    CASE WHEN p.rated IS NULL THEN p.open ELSE p.open - datemultirange(daterange(p.rated, NULL)) END AS unrated,
    '{}'::datemultirange AS promised,
    '{}'::datemultirange AS unkept,
    CASE WHEN p.supervised IS NULL THEN '{}' ELSE datemultirange(daterange(p.supervised, NULL)) END AS supervised,
    CASE WHEN p.published IS NULL THEN '{}' ELSE datemultirange(daterange(p.published, NULL)) END AS published,
    coalesce(p.departments, '{}') AS departments,
    array_fill('co'::text, ARRAY[coalesce(cardinality(p.cos), 0)])
    || array_fill('main'::text, ARRAY[coalesce(cardinality(p.mains), 0)])
    || array_fill('separate'::text, ARRAY[coalesce(cardinality(p.separates), 0)]) AS roles,
    array_fill(p.open, ARRAY[coalesce(cardinality(p.departments), 0)]) AS stays,
    CASE WHEN p.assigned_on IS NULL THEN '{}' ELSE ARRAY[array_to_string(p.handler, ' ')] END AS handlers,
    CASE WHEN p.assigned_on IS NULL THEN '{}' ELSE ARRAY[p.handler_level] END AS handler_levels,
    CASE WHEN p.assigned_on IS NULL THEN '{}' ELSE ARRAY[p.assigned_on] END AS handler_days,
    NULL::text [] AS handled_again,
    '{}'::text [] AS topics,
    '{}'::text [] AS topic_regions,
    '{}'::date [] AS topic_days,
    NULL::text AS judge,
    NULL::jsonb AS refusals,
    NULL::date [] AS withdrawals,
    NULL::text [] AS unasked,
    ARRAY[split_part(p.suggestion, '/', 3), p.origin, p.origin] AS rests_on,
    p.chain,
    p.level,
    p.entered AS day,
    '{}'::uuid [] AS disputes,
    p.chain AS seen,
    array_remove(
        ARRAY[
            CASE
                WHEN p.archived_on < CASE WHEN p.role IS NULL THEN 'infinity' ELSE coalesce(greatest(p.replied_on, p.assigned_on), 'infinity') END
                    THEN 'ARCHIVED_WITHOUT_REPLY'
            END,
            CASE WHEN p.archived_on < p.handled_on THEN 'CHANGED_AFTER_ARCHIVE' END,
            CASE WHEN p.role = 'co' AND p.assigned_on <= p.replied_on THEN 'CO_HANDLER_REPLIED' END,
            CASE
                WHEN p.judged < CASE WHEN p.role = 'answers' THEN greatest(p.replied_on, p.assigned_on) ELSE 'infinity' END
                    THEN 'EVALUATION_WITHOUT_REPLY'
            END,
            CASE WHEN p.replied_on IS NOT NULL AND (p.role IS NULL OR p.replied_on < p.assigned_on) THEN 'REPLY_WITHOUT_ASSIGNMENT' END
        ],
        NULL
    ) AS anomalies,
    greatest(p.since, f.known_from) AS known_from,
    least(p.until, f.known_to) AS known_to
FROM lasting AS p
CROSS JOIN scheme AS s
LEFT JOIN filing AS f
    ON
        p.own_category = f.own_category AND core.minter(p.suggestion) = f.source AND p.lain_since = f.lain_since
        AND width_bucket(p.classed_on, s.days) = f.era
        AND (f.known_to IS NULL OR p.since < f.known_to) AND (p.until IS NULL OR f.known_from < p.until)
WHERE p.plain AND p.suggestion NOT IN (SELECT l.suggestion FROM lasting AS l WHERE l.plain IS NOT TRUE)
