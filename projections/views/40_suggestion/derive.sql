-- A suggestion is derived for each span of recorded days on which the same statements about it stood. Every statement, and
-- how its speaker stands to the source that minted the suggestion: it is that source or succeeded it (own), it is of the same
-- region or of one above, or none of these.
WITH said AS MATERIALIZED (
    SELECT
        s.object AS suggestion, k.step, k.others, k.handles,
        CASE WHEN starts_with(s.object, s.speaker || '/') THEN 'own' ELSE {view}.voice_of(s.speaker, s.object, s.day) END AS voice,
        -- Asked once whether any unit is closed at all.
        EXISTS (SELECT FROM {view}.unit AS u WHERE u.closed IS NOT NULL)
        AND EXISTS (SELECT FROM {view}.unit AS u WHERE u.unit = s.unit AND u.closed <= s.day) AS late,
        s.ident, s.speaker, s.id, s.time, s.day, s.unit, s.level, s.region, s.origin, s.data, s.disputed, s.known_from, s.known_to
    FROM touched_suggestion AS t
    INNER JOIN {view}.statement AS s ON t.suggestion = s.object
    INNER JOIN {view}.suggestion_type AS k ON s.type = k.type
    -- What has a plain life is there already.
    WHERE NOT EXISTS (SELECT FROM came_suggestion AS f WHERE f.suggestion = t.suggestion)
),

span AS MATERIALIZED (
    SELECT t.suggestion, t.day AS since, lead(t.day) OVER (PARTITION BY t.suggestion ORDER BY t.day) AS until
    FROM (
        SELECT s.suggestion, s.known_from AS day FROM said AS s
        UNION
        SELECT s.suggestion, s.known_to FROM said AS s WHERE s.known_to IS NOT NULL
    ) AS t
),

-- When handling anew was ordered: rounds 2, 3 and so on.
again AS MATERIALIZED (
    SELECT
        p.suggestion, p.since, array_agg(s.time ORDER BY s.time) AS times, array_agg(s.speaker ORDER BY s.time) AS speakers,
        array_agg(s.id ORDER BY s.time) AS ids, array_agg(s.day ORDER BY s.time) AS days
    FROM said AS s
    INNER JOIN span AS p
        ON s.suggestion = p.suggestion AND s.known_from <= p.since AND (s.known_to IS NULL OR p.since < s.known_to)
    WHERE s.step = 'rehandle_ordered' AND s.voice = 'own'
    GROUP BY p.suggestion, p.since
),

-- Where a grade says who gave it: whose grades alone count, those of the deputy who leads.
judge AS MATERIALIZED (
    SELECT p.suggestion, p.since, (array_agg(s.data ->> 'lead' ORDER BY s.time DESC, s.speaker DESC, s.id DESC))[1] AS mandate
    FROM said AS s
    INNER JOIN span AS p
        ON s.suggestion = p.suggestion AND s.known_from <= p.since AND (s.known_to IS NULL OR p.since < s.known_to)
    WHERE
        s.step = 'submitted' AND s.voice = 'own' AND s.data ? 'lead'
        AND s.suggestion IN (SELECT r.suggestion FROM said AS r WHERE r.step = 'reply_evaluated' AND r.data ? 'rater')
    GROUP BY p.suggestion, p.since
),

told AS MATERIALIZED (
    SELECT
        s.suggestion, p.since, p.until, s.time, s.speaker, s.id, s.ident, s.step, s.day, s.unit, s.level, s.region, s.origin, s.data, s.disputed, s.late,
        j.mandate AS judge,
        coalesce(s.step = 'reply_evaluated' AND s.data ->> 'rater' <> j.mandate, FALSE) AS aside,
        s.voice = 'own' AS own,
        CASE s.others
            WHEN 'same' THEN s.voice IN ('own', 'same')
            WHEN 'above' THEN s.voice IN ('own', 'same', 'above')
            WHEN 'assigned' THEN TRUE
            WHEN 'link' THEN TRUE
            ELSE s.voice = 'own'
        END AS entitled,
        s.handles,
        -- An assignment that names a department more than once.
        s.step IN ('assigned', 'reassigned')
        AND (
            SELECT count(*) > count(DISTINCT d.dept)
            FROM jsonb_to_recordset(CASE WHEN s.step IN ('assigned', 'reassigned') THEN s.data -> 'departments' END) AS d (dept text)
        ) AS doubled,
        a.days AS again,
        CASE
            WHEN s.step IN ('replied', 'reply_evaluated', 'evaluation_lapsed')
            THEN coalesce(
                (s.data ->> 'round')::integer,
                CASE WHEN a.times IS NULL THEN 1 ELSE {view}.round_at(s.time, s.speaker, s.id, a.times, a.speakers, a.ids) END
            )
        END AS round
    FROM said AS s
    INNER JOIN span AS p
        ON s.suggestion = p.suggestion AND s.known_from <= p.since AND (s.known_to IS NULL OR p.since < s.known_to)
    LEFT JOIN again AS a ON p.suggestion = a.suggestion AND p.since = a.since
    LEFT JOIN judge AS j ON p.suggestion = j.suggestion AND p.since = j.since
    ORDER BY s.suggestion, p.since, p.until, s.time, s.speaker, s.id
),

-- Lines about one department, in the order in which they work: it is replaced (by name, or because it refused), it is
-- assigned; it replies.
line AS (
    SELECT
        t.suggestion, t.since, t.until, t.time, t.speaker, t.id, t.day, d.dept, d.role,
        2 AS place, NULL::integer AS round, NULL::text AS outcome, NULL::date [] AS again
    FROM told AS t
    CROSS JOIN LATERAL jsonb_to_recordset(t.data -> 'departments') AS d (dept text, role text)
    WHERE t.step IN ('assigned', 'reassigned') AND t.own
    UNION ALL
    SELECT t.suggestion, t.since, t.until, t.time, t.speaker, t.id, t.day, d.dept, NULL, 1, NULL, NULL, NULL
    FROM told AS t
    CROSS JOIN LATERAL jsonb_array_elements_text(t.data -> 'replaces') AS d (dept)
    WHERE t.step = 'reassigned' AND t.own
    UNION ALL
    SELECT t.suggestion, t.since, t.until, t.time, t.speaker, t.id, t.day, r.data ->> 'dept', NULL, 1, NULL, NULL, NULL
    FROM told AS t
    INNER JOIN told AS r ON t.suggestion = r.suggestion AND t.since = r.since AND r.time <= t.time
    WHERE
        t.step = 'reassigned' AND t.own AND coalesce(jsonb_array_length(t.data -> 'replaces'), 0) = 0 AND r.step = 'refused'
        AND NOT EXISTS (
            SELECT FROM told AS n
            WHERE
                n.suggestion = t.suggestion AND n.since = t.since AND n.step = 'refusal_denied' AND n.own
                AND n.data ->> 'dept' = r.data ->> 'dept' AND n.time BETWEEN r.time AND t.time
        )
        -- Whoever was assigned again since has not refused that.
        AND NOT EXISTS (
            SELECT
            FROM told AS n
            CROSS JOIN LATERAL jsonb_to_recordset(n.data -> 'departments') AS d (dept text)
            WHERE
                n.suggestion = t.suggestion AND n.since = t.since AND n.step IN ('assigned', 'reassigned') AND n.own
                AND d.dept = r.data ->> 'dept'
                AND (n.time, n.speaker, n.id) > (r.time, r.speaker, r.id) AND (n.time, n.speaker, n.id) < (t.time, t.speaker, t.id)
        )
    UNION ALL
    SELECT
        t.suggestion, t.since, t.until, t.time, t.speaker, t.id, t.day, t.data ->> 'dept', NULL, 3, t.round,
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
    WHERE t.step = 'replied'
),

-- One department: while it is what; while it has answered in the current round, while its last answer says solved, or
-- promises something.
department AS (
    SELECT
        l.suggestion,
        l.since,
        l.dept,
        coalesce(range_agg({view}.days(l.day, l.next)) FILTER (WHERE l.role = 'main'), '{}') AS main,
        coalesce(range_agg({view}.days(l.day, l.next)) FILTER (WHERE l.role = 'separate'), '{}') AS separate,
        coalesce(range_agg({view}.days(l.day, l.next)) FILTER (WHERE l.role = 'co'), '{}') AS co,
        coalesce(range_agg({view}.days_of_round(l.day, l.round, l.again)) FILTER (WHERE l.place = 3), '{}') AS answered,
        coalesce(range_agg({view}.days(l.day, l.next)) FILTER (WHERE l.outcome = 'solved'), '{}') AS solved,
        coalesce(range_agg({view}.days(l.day, l.next)) FILTER (WHERE l.outcome IN ('solved', 'in_progress', 'planned')), '{}') AS planned,
        range_agg(daterange(l.day, l.day + 1)) FILTER (WHERE l.place = 3) AS replies,
        bool_or(l.outcome = 'unknown') AS unclassed
    FROM (
        SELECT
            l.*,
            lead(l.day) OVER (
                PARTITION BY l.suggestion, l.since, l.dept, l.place = 3 ORDER BY l.time, l.speaker, l.id, l.place, l.role
            ) AS next
        FROM line AS l
    ) AS l
    GROUP BY l.suggestion, l.since, l.dept
),

-- Replies of those who had to give them or not. By themselves: asked of each grade, all grades, departments and replies would be held against
-- each other, as the planner takes each of them to be one.
answered AS MATERIALIZED (
    SELECT r.suggestion, r.since, r.round, r.day, d.dept, d.main + d.separate AS must
    FROM told AS r
    INNER JOIN department AS d ON r.suggestion = d.suggestion AND r.since = d.since AND r.data ->> 'dept' = d.dept
    WHERE r.step = 'replied'
),

-- Those of which a grade, or a receipt that did not come, is of no reply: until that day nobody who had to answer, or not the one that is named,
-- had in its round.
ungrounded AS (
    SELECT DISTINCT t.suggestion, t.since
    FROM told AS t
    WHERE
        t.step IN ('reply_evaluated', 'evaluation_lapsed') AND t.entitled AND NOT t.aside
        AND NOT EXISTS (
            SELECT
            FROM answered AS r
            WHERE
                r.suggestion = t.suggestion AND r.since = t.since AND r.round = t.round AND r.day <= t.day
                AND coalesce(t.data ->> 'dept', r.dept) = r.dept AND r.must && daterange(r.day, t.day, '[]')
        )
),

handling AS (
    SELECT
        d.suggestion,
        d.since,
        range_agg(d.main + d.separate + d.co) AS assigned,
        range_agg(d.main + d.separate) AS required,
        range_agg(d.main + d.separate - d.answered) AS unanswered,
        range_agg(d.main + d.separate - d.solved) AS unsolved,
        range_agg(d.main + d.separate - d.planned) AS unplanned,
        coalesce(bool_or(d.replies && d.co), FALSE) AS assistant_replied,
        coalesce(bool_or(NOT d.replies <@ (d.main + d.separate + d.co)), FALSE) AS stray_reply,
        coalesce(bool_or(d.unclassed), FALSE) AS unclassed,
        min(lower(datemultirange(daterange(lower(d.replies), NULL)) * (d.main + d.separate + d.co)))
        FILTER (WHERE d.replies IS NOT NULL) AS replied_on,
        array_agg(d.dept ORDER BY d.dept) FILTER (WHERE d.main <> '{}') AS mains,
        array_agg(d.main ORDER BY d.dept) FILTER (WHERE d.main <> '{}') AS main_stays,
        array_agg(d.dept ORDER BY d.dept) FILTER (WHERE d.separate <> '{}') AS separates,
        array_agg(d.separate ORDER BY d.dept) FILTER (WHERE d.separate <> '{}') AS separate_stays,
        array_agg(d.dept ORDER BY d.dept) FILTER (WHERE d.co <> '{}') AS cos,
        array_agg(d.co ORDER BY d.dept) FILTER (WHERE d.co <> '{}') AS co_stays
    FROM department AS d
    GROUP BY d.suggestion, d.since
),

-- The congresses whose units assigned it, since when, and on which days again.
handled AS MATERIALIZED (
    SELECT
        h.suggestion, h.since, h.days, coalesce(a.level, (SELECT p.level FROM {view}.place_on(h.region, h.days[1]) AS p)) AS level,
        array_to_string(CASE WHEN a.congress THEN a.chain ELSE {view}.congress_on(h.region, h.days[1]) END, ' ') AS chain
    FROM (
        SELECT t.suggestion, t.since, t.region, array_agg(DISTINCT t.day ORDER BY t.day) AS days
        FROM told AS t
        WHERE t.step IN ('assigned', 'reassigned') AND t.own
        GROUP BY t.suggestion, t.since, t.region
    ) AS h
    LEFT JOIN {view}.ancestry AS a ON h.region = a.region AND a.valid_from <= h.days[1] AND h.days[1] < a.valid_to
),

handler AS (
    SELECT
        h.suggestion, h.since,
        array_agg(h.chain ORDER BY h.chain) AS chains,
        array_agg(h.level ORDER BY h.chain) AS levels,
        array_agg(h.days[1] ORDER BY h.chain) AS days
    FROM handled AS h
    GROUP BY h.suggestion, h.since
),

again_handled AS (
    SELECT h.suggestion, h.since, array_agg(DISTINCT split_part(h.chain, ' ', 1) || ' ' || to_char(u.day, 'YYYY-MM-DD')) AS days
    FROM handled AS h
    CROSS JOIN LATERAL unnest(h.days[2:]) AS u (day)
    GROUP BY h.suggestion, h.since
),

-- All that counts of those in whose life something else had to be before it.
course AS MATERIALIZED (
    SELECT
        t.suggestion,
        t.since,
        array_agg(
            ROW(
                t.time, t.speaker, t.id, t.step, t.own, t.day, t.region, t.level,
                CASE
                    WHEN t.step = 'submitted' THEN t.data ->> 'signers'
                    WHEN t.step = 'withdrawn' THEN t.data ->> 'by'
                    WHEN t.step = 'replied' THEN t.data ->> 'promises'
                    WHEN t.step IN ('assigned', 'reassigned') THEN t.data ->> 'departments'
                    WHEN t.step = 'reply_evaluated' THEN CASE WHEN t.data ->> 'axis' = 'result' AND NOT t.aside THEN t.data ->> 'grade' END
                    ELSE t.data ->> 'promise'
                END,
                CASE t.step WHEN 'reply_evaluated' THEN t.round::text ELSE coalesce(t.data ->> 'dept', t.data ->> 'lead') END
            )::{view}.suggestion_word
            ORDER BY t.time, t.speaker, t.id
        ) AS words
    FROM told AS t
    WHERE
        t.entitled
        AND t.suggestion IN (
            SELECT s.suggestion
            FROM said AS s
            WHERE
                s.step IN (
                    'withdrawn', 'refused', 'refusal_denied', 'reassigned', 'mediated', 'reopened', 'promise_made', 'promise_progressed',
                    'promise_kept', 'promise_missed', 'promise_evaluated'
                )
                OR s.step = 'replied' AND s.data -> 'promises' <> '[]'
        )
    GROUP BY t.suggestion, t.since
),

whole AS (
    SELECT
        t.suggestion,
        t.since,
        t.until,
        min(t.day) FILTER (WHERE t.own AND t.step NOT IN ('drafted', 'read')) AS entered,
        array_agg(
            ROW(t.time, t.speaker, t.id, t.step, TRUE, t.day, t.region, t.origin, NULL, NULL)::{view}.suggestion_word
            ORDER BY t.time, t.speaker, t.id
        ) FILTER (WHERE t.own) AS tale,
        array_agg(
            ROW(
                t.time, t.speaker, t.id, t.step, t.own, t.day, t.region, t.origin,
                CASE t.step
                    WHEN 'submitted' THEN t.data ->> 'opinions'
                    WHEN 'registered' THEN t.data ->> 'opinions'
                    WHEN 'replied' THEN t.data ->> 'promises'
                    WHEN 'key_supervised' THEN t.data ->> 'topic'
                    ELSE t.data ->> 'promise'
                END,
                t.data ->> 'dept'
            )::{view}.suggestion_word
            ORDER BY t.time, t.speaker, t.id
        ) FILTER (
            WHERE
            t.step IN ('submitted', 'registered', 'replied', 'key_supervised', 'unpublished', 'published')
            AND (t.step IN ('unpublished', 'published') OR t.data ?| ARRAY['opinions', 'promises', 'topic']) AND t.entitled
            OR t.step IN ('promise_made', 'promise_progressed', 'promise_kept', 'promise_missed', 'promise_evaluated') AND t.entitled
        ) AS remarks,
        coalesce(bit_or(CASE t.step
            WHEN 'returned' THEN 1
            WHEN 'turned_into_letter' THEN 1
            WHEN 'withdrawn' THEN 65
            WHEN 'unpublished' THEN 4
            WHEN 'submitted' THEN CASE WHEN t.data -> 'opinions' <> '[]' THEN 8 END
            WHEN 'registered' THEN CASE WHEN t.data -> 'opinions' <> '[]' THEN 8 END
            WHEN 'replied' THEN CASE WHEN t.data -> 'promises' <> '[]' THEN 16 END
            WHEN 'key_supervised' THEN CASE WHEN t.data ? 'topic' THEN 32 END
            WHEN 'promise_made' THEN 16
            WHEN 'promise_progressed' THEN 16
            WHEN 'promise_kept' THEN 16
            WHEN 'promise_missed' THEN 16
            WHEN 'promise_evaluated' THEN 16
        END) FILTER (WHERE t.entitled), 0) AS marks,
        bool_and(t.entitled) AS decent,
        bool_or(t.late) AS late,
        array_agg(t.data ->> 'kind' ORDER BY t.time, t.speaker, t.id)
        FILTER (WHERE t.step IN ('submitted', 'registered') AND t.own AND t.data ? 'kind') AS kinds,
        (array_agg(
            ROW(t.time, t.speaker, t.id, t.step, t.own, t.day, t.region, t.origin, t.data ->> 'category', NULL)::{view}.suggestion_word
            ORDER BY t.time DESC, t.speaker DESC, t.id DESC
        ) FILTER (WHERE t.step IN ('submitted', 'registered') AND t.own AND t.data ? 'category'))[1] AS classed,
        array_agg(t.data ->> 'title' ORDER BY t.time, t.speaker, t.id)
        FILTER (WHERE t.step IN ('submitted', 'registered', 'drafted') AND t.own AND t.data ? 'title') AS titles,
        min(t.data ->> 'recurs') FILTER (WHERE t.step = 'submitted' AND t.own) AS recurs,
        array_agg(
            ROW(
                t.time, t.speaker, t.id, t.step, t.own, t.day, t.region, t.origin, {view}.number_of(t.data, t.unit), NULL
            )::{view}.suggestion_word
            ORDER BY t.time, t.speaker, t.id
        ) FILTER (WHERE t.step = 'registered' AND t.own) AS registrations,
        min(t.day) FILTER (WHERE t.step = 'key_supervised' AND t.entitled) AS supervised,
        min(t.day) FILTER (WHERE t.step = 'published' AND t.entitled) AS published,
        range_agg({view}.days_of_round(t.day, t.round, t.again))
        FILTER (WHERE t.step = 'reply_evaluated' AND t.entitled AND NOT t.aside AND t.data ->> 'axis' = 'result') AS rated,
        range_agg({view}.days_of_round(t.day, t.round, t.again)) FILTER (
            WHERE t.step = 'reply_evaluated' AND t.entitled AND NOT t.aside AND t.data ->> 'axis' = 'result' AND t.data ->> 'grade' = 'dissatisfied'
        ) AS dissatisfied,
        array_agg(t.round) FILTER (
            WHERE t.step = 'reply_evaluated' AND t.entitled AND NOT t.aside AND t.data ->> 'axis' = 'result' AND t.data ->> 'grade' = 'dissatisfied'
        ) AS bad_rounds,
        max(cardinality(t.again)) AS later_rounds,
        array_agg(t.region ORDER BY t.time, t.speaker, t.id) FILTER (WHERE t.region <> split_part(t.suggestion, '/', 3)) AS regions,
        array_agg(t.day ORDER BY t.time, t.speaker, t.id) FILTER (WHERE t.region <> split_part(t.suggestion, '/', 3)) AS region_days,
        array_agg(DISTINCT t.day) FILTER (WHERE t.region = split_part(t.suggestion, '/', 3)) AS home_days,
        array_agg(t.data ->> 'to_unit' ORDER BY t.time, t.speaker, t.id) FILTER (WHERE t.step IN ('escalated', 'delegated')) AS addressed,
        array_agg(t.day ORDER BY t.time, t.speaker, t.id) FILTER (WHERE t.step IN ('escalated', 'delegated')) AS addressed_days,
        array_agg(t.data ->> 'scheme' ORDER BY t.time, t.speaker, t.id) FILTER (WHERE t.step = 'replied' AND t.data ? 'scheme') AS schemes,
        array_agg(t.ident ORDER BY t.time, t.speaker, t.id) FILTER (WHERE t.disputed) AS disputes,
        any_value(t.judge) AS judge,
        bool_or(t.aside) AS aside,
        min(t.day) FILTER (WHERE t.step = 'archived' AND t.entitled) AS archived_on,
        max(t.day) FILTER (WHERE t.handles AND t.entitled) AS handled_on,
        -- What a file may be closed after without a reply.
        min(t.day)
        FILTER (WHERE t.step IN ('mediated', 'returned', 'turned_into_letter', 'withdrawn') AND t.entitled) AS done_on,
        coalesce(bool_or(t.doubled), FALSE) AS doubled
    FROM told AS t
    GROUP BY t.suggestion, t.since, t.until
)

-- What needs the order of what was said is asked where there is anything of the kind.
SELECT
    p.suggestion,
    p.entered,
    coalesce(p.kinds[cardinality(p.kinds)], '') AS kind,
    coalesce(f.category, 'uncategorised') AS category,
    coalesce((p.classed).one, '') AS own_category,
    p.titles[cardinality(p.titles)] AS title,
    (p.registered).numbers[1] AS number,
    coalesce((p.registered).numbers, '{}') AS numbers,
    coalesce((p.registered).days, '{}') AS number_days,
    coalesce((p.registered).regions, '{}') AS number_regions,
    coalesce((p.fed).names, '{}') AS opinions,
    coalesce((p.fed).days, '{}') AS opinion_days,
    p.recurs,
    (p.of).origin,
    coalesce((p.of).rooted, FALSE) AS rooted,
    (p.of).time AS first_time,
    (p.of).speaker AS first_speaker,
    (p.of).id AS first_id,
    p.closed,
    p.assigned,
    p.unanswered + (p.assigned - coalesce(p.required, '{}')) AS unanswered,
    p.unsolved,
    p.unplanned,
    coalesce(p.dissatisfied, '{}') AS dissatisfied,
    p.assigned - coalesce(p.rated, '{}') AS unrated,
    p.vow[1] AS promised,
    p.vow[2] AS unkept,
    CASE WHEN p.supervised IS NULL THEN '{}' ELSE datemultirange(daterange(p.supervised, NULL)) END AS supervised,
    p.public AS published,
    p.departments,
    array_fill('co'::text, ARRAY[coalesce(cardinality(p.cos), 0)])
    || array_fill('main'::text, ARRAY[coalesce(cardinality(p.mains), 0)])
    || array_fill('separate'::text, ARRAY[coalesce(cardinality(p.separates), 0)]) AS roles,
    p.stays,
    coalesce(p.chains, '{}') AS handlers,
    coalesce(p.levels, '{}') AS handler_levels,
    coalesce(p.days, '{}') AS handler_days,
    p.handled_again,
    coalesce((p.topic).names, '{}') AS topics,
    coalesce((p.topic).regions, '{}') AS topic_regions,
    coalesce((p.topic).days, '{}') AS topic_days,
    p.judge,
    CASE WHEN p.course IS NOT NULL THEN {view}.refusals_of(p.course) END AS refusals,
    CASE
        WHEN p.marks & 64 > 0
        THEN ARRAY(SELECT DISTINCT u.day FROM unnest(p.course) AS u WHERE u.step = 'withdrawn' ORDER BY u.day)
    END AS withdrawals,
    CASE WHEN p.marks & 64 > 0 THEN {view}.unasked_of(p.course) END AS unasked,
    array_remove(ARRAY[split_part(p.suggestion, '/', 3), p.tale[1].origin, (p.of).origin], NULL) || p.regions || p.addressed || p.schemes AS rests_on,
    (p.of).chain,
    (p.of).level,
    CASE WHEN p.closed = '{}' THEN p.entered ELSE lower(datemultirange({view}.days(p.entered, NULL)) - p.closed) END AS day,
    coalesce(p.disputes, '{}') AS disputes,
    CASE
        WHEN p.regions IS NULL AND p.addressed IS NULL AND p.steady AND (p.of).chain @> ARRAY[split_part(p.suggestion, '/', 3)] THEN (p.of).chain
        ELSE {view}.seen_of(
            (p.of).chain, p.regions || array_fill(split_part(p.suggestion, '/', 3), ARRAY[cardinality(p.heard_days)]),
            p.region_days || p.heard_days, p.addressed, p.addressed_days
        )
    END AS seen,
    array_remove(
        ARRAY[
            CASE WHEN p.archived_on < coalesce(least(p.replied_on, p.done_on), 'infinity') THEN 'ARCHIVED_WITHOUT_REPLY' END,
            CASE WHEN p.archived_on < p.handled_on AND p.course IS NULL THEN 'CHANGED_AFTER_ARCHIVE' END,
            CASE WHEN p.unclassed THEN 'CLASS_UNKNOWN' END,
            CASE WHEN p.assistant_replied THEN 'CO_HANDLER_REPLIED' END,
            CASE WHEN p.doubled THEN 'DEPARTMENT_TWICE' END,
            CASE WHEN p.disputes IS NOT NULL THEN 'EQUIVOCATION' END,
            CASE WHEN p.ungrounded THEN 'EVALUATION_WITHOUT_REPLY' END,
            CASE WHEN NOT p.decent THEN 'NOT_ENTITLED' END,
            CASE WHEN NOT (p.of).rooted THEN 'ORIGIN_NOT_CONTAINED' END,
            CASE WHEN p.aside THEN 'RATED_BY_ANOTHER' END,
            CASE
                WHEN (SELECT max(r.valid_to) FROM {view}.ancestry AS r WHERE r.region = (p.of).origin) <= core.beijing_day((p.of).time)
                THEN 'REGION_NOT_VALID'
            END,
            CASE WHEN p.later_rounds > 0 AND NOT coalesce(p.bad_rounds, '{}') @> {view}.rounds_before(p.later_rounds)
                THEN 'REHANDLED_WITHOUT_DISSATISFACTION' END,
            CASE WHEN p.stray_reply THEN 'REPLY_WITHOUT_ASSIGNMENT' END,
            CASE WHEN cardinality((p.registered).numbers) > 1 AND {view}.renumbered((p.registered).numbers) THEN 'SECOND_NUMBER' END,
            CASE WHEN p.tale IS NULL THEN 'SUGGESTION_UNHEARD' END,
            CASE WHEN p.late THEN 'UNIT_CLOSED' END
        ],
        NULL
    ) || CASE WHEN p.course IS NOT NULL THEN {view}.breaches_of(p.course, p.departments, p.stays) END AS anomalies,
    greatest(p.since, f.known_from) AS known_from,
    least(p.until, f.known_to) AS known_to
FROM (
    SELECT
        s.*,
        CASE
            WHEN s.marks & 16 > 0 THEN {view}.promises_of(s.remarks, s.departments, s.stays)
            ELSE ARRAY['{}', '{}']::datemultirange []
        END AS vow
    FROM (
        SELECT
            w.*,
            d.required, d.mains, d.separates, d.cos, d.assistant_replied, d.stray_reply, d.unclassed, d.replied_on,
            coalesce(d.assigned, '{}') AS assigned,
            coalesce(d.unanswered, '{}') AS unanswered,
            coalesce(d.unsolved, '{}') AS unsolved,
            coalesce(d.unplanned, '{}') AS unplanned,
            coalesce(d.cos, '{}') || coalesce(d.mains, '{}') || coalesce(d.separates, '{}') AS departments,
            coalesce(d.co_stays, '{}') || coalesce(d.main_stays, '{}') || coalesce(d.separate_stays, '{}') AS stays,
            h.chains, h.levels, h.days, o.days AS handled_again, u.suggestion IS NOT NULL AS ungrounded,
            c.words AS course,
            -- The region of its source: also of one that has not told of it yet.
            coalesce(w.home_days, w.region_days[1:1]) AS heard_days,
            a.chain @> ARRAY[v.region] AND a.valid_from <= w.home_days[1] AND w.home_days[cardinality(w.home_days)] < a.valid_to AS steady,
            CASE
                WHEN a.chain @> ARRAY[v.region]
                THEN ROW(w.tale[1].time, w.tale[1].speaker, w.tale[1].id, w.tale[1].origin, TRUE, a.chain, a.level)::{view}.suggestion_origin
                ELSE {view}.origin_of(w.tale)
            END AS of,
            CASE
                WHEN cardinality(w.registrations) = 1
                THEN
                    ROW(
                        ARRAY[w.registrations[1].one], ARRAY[w.registrations[1].day], ARRAY[w.registrations[1].region]
                    )::{view}.suggestion_numbers
                WHEN w.registrations IS NOT NULL THEN {view}.numbers_of(w.registrations)
            END AS registered,
            CASE WHEN w.marks & 1 > 0 THEN {view}.closed_of(w.tale) ELSE '{}' END AS closed,
            CASE
                WHEN w.marks & 4 > 0 THEN {view}.published_of(w.remarks)
                WHEN w.published IS NOT NULL THEN datemultirange(daterange(w.published, NULL))
                ELSE '{}'
            END AS public,
            CASE WHEN w.marks & 8 > 0 THEN {view}.opinions_of(w.remarks) END AS fed,
            CASE WHEN w.marks & 32 > 0 THEN {view}.topics_of(w.remarks) END AS topic
        FROM whole AS w
        LEFT JOIN handling AS d ON w.suggestion = d.suggestion AND w.since = d.since
        LEFT JOIN handler AS h ON w.suggestion = h.suggestion AND w.since = h.since
        LEFT JOIN again_handled AS o ON w.suggestion = o.suggestion AND w.since = o.since
        LEFT JOIN ungrounded AS u ON w.suggestion = u.suggestion AND w.since = u.since
        LEFT JOIN course AS c ON w.suggestion = c.suggestion AND w.since = c.since
        LEFT JOIN {view}.source AS v ON v.source = w.tale[1].speaker
        LEFT JOIN {view}.ancestry AS a
            ON a.region = w.tale[1].origin AND a.valid_from <= w.tale[1].day AND w.tale[1].day < a.valid_to
        -- Once for each suggestion, not once for each use.
        OFFSET 0
    ) AS s
    OFFSET 0
) AS p
LEFT JOIN LATERAL (
    SELECT n.*
    FROM {view}.filed(CASE WHEN EXISTS (SELECT FROM {view}.category_scheme) THEN (p.classed).one END, (p.classed).speaker, (p.classed).day) AS n
    WHERE
        (n.known_to IS NULL OR p.since < n.known_to) AND (p.until IS NULL OR n.known_from < p.until)
) AS f ON TRUE
