-- What the rows of suggestions, matters and opinions are derived with.
-- Days from `first` to before `last` (null: for ever); null where there are none.
CREATE FUNCTION {view}.days(first date, last date) RETURNS daterange
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN first IS NOT NULL AND (last IS NULL OR first < last) THEN daterange(first, last) END;

-- From when something of handling round `round` said on `day` holds until the next round entered; `again`: the days on which
-- rounds 2, 3 … were ordered. Null while its round has not begun.
CREATE FUNCTION {view}.days_of_round(day date, round integer, again date []) RETURNS daterange
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE
    WHEN round <= 1 THEN CASE WHEN again[1] IS NULL OR day < again[1] THEN daterange(day, again[1]) END
    WHEN again[round - 1] IS NULL THEN NULL
    WHEN again[round] IS NULL OR greatest(day, again[round - 1]) < again[round]
    THEN daterange(greatest(day, again[round - 1]), again[round])
END;

-- The round in which something was said: the first, and one more for each order to handle anew that is before it by (time, source, id).
CREATE FUNCTION {view}.round_at(at timestamptz, speaker text, id text, times timestamptz [], speakers text [], ids text []) RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN 1 + (
    SELECT count(*)::integer
    FROM unnest(times, speakers, ids) AS o (time, speaker, id)
    WHERE (o.time, o.speaker, o.id) < (round_at.at, round_at.speaker, round_at.id)
);

-- The chain of the nearest congress at or above a region on a day, of one repealed by then when it last was, of one that began later on its first
-- day. A code of which nothing is known any more has the congress that spoke for it: what that did, the nation did not.
CREATE FUNCTION {view}.congress_on(asked text, day date) RETURNS text []
LANGUAGE sql STABLE PARALLEL SAFE SET plan_cache_mode TO force_generic_plan
RETURN (
    SELECT c.chain[u.i:]
    FROM {view}.place_on(asked, day) AS c
    CROSS JOIN LATERAL unnest(c.chain) WITH ORDINALITY AS u (region, i)
    WHERE coalesce((
        SELECT a.congress FROM {view}.ancestry AS a
        WHERE a.region = u.region
        ORDER BY a.valid_from <= congress_on.day DESC, CASE WHEN a.valid_from <= congress_on.day THEN a.valid_from END DESC, a.valid_from
        LIMIT 1
    ), TRUE)
    ORDER BY u.i
    LIMIT 1
);

-- The legal number of a suggestion as text: unit/term/session/number; nothing stands for a session that was not in.
CREATE FUNCTION {view}.number_of(data jsonb, unit text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN unit || '/' || (data ->> 'term') || '/' || coalesce(data ->> 'session', '') || '/' || (data ->> 'no');

-- What follows is asked only of suggestions of which anything of the kind was said; the plans are made once.

-- How a source stands to the one that minted a suggestion: it succeeded it (own), it is of the same region or of one above on
-- that day, or none of these.
CREATE FUNCTION {view}.voice_of(speaker text, suggestion text, on_day date) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE SET plan_cache_mode TO force_generic_plan
RETURN coalesce((
    SELECT
        CASE
            WHEN v.line @> ARRAY[core.minter(suggestion)] THEN 'own'
            WHEN v.region = m.region THEN 'same'
            WHEN (SELECT p.chain FROM {view}.place_on(m.region, on_day) AS p) @> ARRAY[v.region] THEN 'above'
        END
    FROM {view}.source AS v
    LEFT JOIN {view}.source AS m ON m.source = core.minter(suggestion)
    WHERE v.source = speaker
), 'none');

-- Where a suggestion lies whose earliest event does not do: the earliest whose source contains the origin it names, else the
-- acting unit's region of the earliest. Null where the source that minted it has said nothing.
CREATE FUNCTION {view}.origin_of(tale {view}.suggestion_word []) RETURNS {view}.suggestion_origin
LANGUAGE sql STABLE PARALLEL SAFE SET plan_cache_mode TO force_generic_plan
RETURN (
    SELECT ROW(t.time, t.speaker, t.id, t.origin, t.rooted, t.chain, t.level)::{view}.suggestion_origin
    FROM (
        SELECT t.time, t.speaker, t.id, t.origin, TRUE AS rooted, l.chain, l.level
        FROM unnest(tale) AS t
        INNER JOIN {view}.source AS v ON t.speaker = v.source
        CROSS JOIN LATERAL {view}.place_on(t.origin, t.day) AS l
        WHERE l.chain @> ARRAY[v.region]
        UNION ALL
        SELECT t.time, t.speaker, t.id, t.region, FALSE, l.chain, l.level
        FROM unnest(tale[1:1]) AS t
        CROSS JOIN LATERAL {view}.place_on(t.region, t.day) AS l
    ) AS t
    ORDER BY t.rooted DESC, t.time, t.speaker, t.id
    LIMIT 1
);

-- While it is returned, turned into a letter or withdrawn: until it is submitted or registered again.
CREATE FUNCTION {view}.closed_of(tale {view}.suggestion_word []) RETURNS datemultirange
LANGUAGE sql IMMUTABLE PARALLEL SAFE SET plan_cache_mode TO force_generic_plan
RETURN (
    SELECT coalesce(range_agg({view}.days(t.day, t.next)) FILTER (WHERE t.closing), '{}')
    FROM (
        SELECT
            t.day,
            t.step IN ('returned', 'turned_into_letter', 'withdrawn') AS closing,
            lead(t.day) OVER (ORDER BY t.time, t.speaker, t.id) AS next
        FROM unnest(tale) AS t
        WHERE t.step IN ('returned', 'turned_into_letter', 'withdrawn', 'submitted', 'registered')
    ) AS t
);

-- While it is published: until it is taken down.
CREATE FUNCTION {view}.published_of(remarks {view}.suggestion_word []) RETURNS datemultirange
LANGUAGE sql IMMUTABLE PARALLEL SAFE SET plan_cache_mode TO force_generic_plan
RETURN (
    SELECT coalesce(range_agg({view}.days(r.day, r.next)) FILTER (WHERE r.step = 'published'), '{}')
    FROM (
        SELECT r.day, r.step, lead(r.day) OVER (ORDER BY r.time, r.speaker, r.id) AS next
        FROM unnest(remarks) AS r
        WHERE r.step IN ('published', 'unpublished')
    ) AS r
);

-- Its numbers, each with the day and the region of the earliest registration under it.
CREATE FUNCTION {view}.numbers_of(registrations {view}.suggestion_word []) RETURNS {view}.suggestion_numbers
LANGUAGE sql IMMUTABLE PARALLEL SAFE SET plan_cache_mode TO force_generic_plan
RETURN (
    SELECT
        ROW(
            array_agg(t.number ORDER BY t.number), array_agg(t.day ORDER BY t.number), array_agg(t.region ORDER BY t.number)
        )::{view}.suggestion_numbers
    FROM (
        SELECT DISTINCT ON (r.one) r.one AS number, r.day, r.region
        FROM unnest(registrations) AS r
        WHERE r.one IS NOT NULL
        ORDER BY r.one, r.time, r.speaker, r.id
    ) AS t
);

-- Whether two numbers are of one unit, term and session.
CREATE FUNCTION {view}.renumbered(numbers text []) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE SET plan_cache_mode TO force_generic_plan
RETURN (SELECT count(*) > count(DISTINCT regexp_replace(n.number, '/[^/]*$', '')) FROM unnest(numbers) AS n (number));

-- The opinions it names, each from the earliest day on which it does.
CREATE FUNCTION {view}.opinions_of(remarks {view}.suggestion_word []) RETURNS {view}.suggestion_names
LANGUAGE sql IMMUTABLE PARALLEL SAFE SET plan_cache_mode TO force_generic_plan
RETURN (
    SELECT ROW(array_agg(t.name ORDER BY t.name), array_agg(t.day ORDER BY t.name), NULL)::{view}.suggestion_names
    FROM (
        SELECT u.name, min(r.day) AS day
        FROM unnest(remarks) AS r
        CROSS JOIN LATERAL jsonb_array_elements_text(CASE WHEN r.own AND r.step IN ('submitted', 'registered') THEN r.one::jsonb END) AS u (name)
        GROUP BY u.name
    ) AS t
);

-- The topics under which it is supervised, by region of the organ, each from the earliest day.
CREATE FUNCTION {view}.topics_of(remarks {view}.suggestion_word []) RETURNS {view}.suggestion_names
LANGUAGE sql IMMUTABLE PARALLEL SAFE SET plan_cache_mode TO force_generic_plan
RETURN (
    SELECT
        ROW(
            array_agg(t.name ORDER BY t.region, t.name), array_agg(t.day ORDER BY t.region, t.name),
            array_agg(t.region ORDER BY t.region, t.name)
        )::{view}.suggestion_names
    FROM (
        SELECT r.one AS name, r.region, min(r.day) AS day
        FROM unnest(remarks) AS r
        WHERE r.step = 'key_supervised'
        GROUP BY r.one, r.region
    ) AS t
);

-- The rounds of handling before the last: each should have ended with a dissatisfied grade.
CREATE FUNCTION {view}.rounds_before(later integer) RETURNS integer []
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN ARRAY(SELECT generate_series(1, later));

-- While there is a promise, and while one is not kept: from what was said in order of time. What names a promise makes it one for ever; a reply
-- does while its department is in the assignment, as it is a reply then, whoever said it.
CREATE FUNCTION {view}.promises_of(remarks {view}.suggestion_word [], departments text [], stays datemultirange [])
RETURNS datemultirange []
LANGUAGE sql IMMUTABLE PARALLEL SAFE SET plan_cache_mode TO force_generic_plan
AS $$
WITH said AS (
    SELECT r.one AS promise, r.day, r.step, r.time, r.speaker, r.id FROM unnest(remarks) AS r WHERE r.step::text LIKE 'promise%'
),

turn AS (
    SELECT
        s.promise, s.step, s.day,
        lead(s.day) OVER (PARTITION BY s.promise ORDER BY s.time, s.speaker, s.id) AS next
    FROM said AS s
    WHERE s.step IN ('promise_kept', 'promise_missed')
),

kept AS (
    SELECT t.promise, range_agg({view}.days(t.day, t.next)) FILTER (WHERE t.step = 'promise_kept') AS days
    FROM turn AS t
    GROUP BY t.promise
),

made AS (
    SELECT n.promise, range_agg(n.days) AS days
    FROM (
        SELECT s.promise, datemultirange(daterange(s.day, NULL)) AS days FROM said AS s
        UNION ALL
        SELECT u.promise, d.stay * datemultirange(daterange(r.day, NULL))
        FROM unnest(remarks) AS r
        CROSS JOIN LATERAL jsonb_array_elements_text(CASE WHEN r.step = 'replied' THEN r.one::jsonb END) AS u (promise)
        INNER JOIN unnest(departments, stays) AS d (dept, stay) ON r.two = d.dept
    ) AS n
    GROUP BY n.promise
)

SELECT ARRAY[coalesce(range_agg(m.days), '{}'), coalesce(range_agg(m.days - coalesce(k.days, '{}')), '{}')]
FROM made AS m
LEFT JOIN kept AS k ON m.promise = k.promise
$$;

-- What was said in the order of time, as `course` in `derive` has it: `one` is the departments that it was assigned to, the promise or the promises
-- of a reply, the grade of a result, who signed it, who asked to withdraw it; `two` the department, the round that was graded, who signed first;
-- `origin` is the level of the organ.

-- What a department was last assigned by until the end of a day, as the source that minted the suggestion says; a row of nulls where by nothing.
CREATE FUNCTION {view}.assignment_of(course {view}.suggestion_word [], department text, until date) RETURNS {view}.suggestion_word
LANGUAGE sql IMMUTABLE PARALLEL SAFE SET plan_cache_mode TO force_generic_plan
RETURN (
    SELECT w
    FROM unnest(course) AS w
    WHERE
        w.step IN ('assigned', 'reassigned') AND w.own AND w.day <= until
        AND EXISTS (
            SELECT
            FROM jsonb_to_recordset(CASE WHEN w.step IN ('assigned', 'reassigned') THEN w.one::jsonb END) AS d (dept text)
            WHERE d.dept = department
        )
    ORDER BY w.time DESC, w.speaker DESC, w.id DESC
    LIMIT 1
);

-- What in it breaks a rule that holds everywhere: each thing has another before it, or on its day; within a day nothing is earlier.
CREATE FUNCTION {view}.breaches_of(course {view}.suggestion_word [], departments text [], stays datemultirange []) RETURNS text []
LANGUAGE sql STABLE PARALLEL SAFE SET plan_cache_mode TO force_generic_plan
AS $$
WITH word AS MATERIALIZED (
    SELECT u.step, u.day, u.own, u.one, u.two FROM unnest(course) AS u
),

-- While something is a promise, as in `promises_of`: once it was made for ever, of a reply while its department is in the assignment.
vow AS (
    SELECT w.one AS promise, datemultirange(daterange(w.day, NULL)) AS days FROM word AS w WHERE w.step = 'promise_made'
    UNION ALL
    SELECT u.promise, d.stay * datemultirange(daterange(w.day, NULL))
    FROM word AS w
    CROSS JOIN LATERAL jsonb_array_elements_text(CASE WHEN w.step = 'replied' THEN w.one::jsonb END) AS u (promise)
    INNER JOIN unnest(departments, stays) AS d (dept, stay) ON w.two = d.dept
)

SELECT array_agg(DISTINCT b.code ORDER BY b.code) FILTER (WHERE b.code IS NOT NULL)
FROM word AS w
CROSS JOIN LATERAL (
    SELECT
        CASE w.step
            WHEN 'refused' THEN CASE WHEN ({view}.assignment_of(course, w.two, w.day)).day IS NULL THEN 'REFUSED_WITHOUT_ASSIGNMENT' END
            WHEN 'refusal_denied' THEN CASE
                WHEN NOT EXISTS (SELECT FROM word AS n WHERE n.step = 'refused' AND n.two = w.two AND n.day <= w.day) THEN 'REFUSAL_DENIED_UNREFUSED'
            END
            WHEN 'reassigned' THEN CASE
                WHEN NOT EXISTS (SELECT FROM word AS n WHERE n.step = 'assigned' AND n.own AND n.day <= w.day) THEN 'REASSIGNED_UNASSIGNED'
            END
            WHEN 'mediated' THEN CASE
                WHEN
                    NOT EXISTS (
                        SELECT FROM word AS n
                        WHERE n.step = 'reply_evaluated' AND n.one = 'dissatisfied' AND n.two::integer > 1 AND n.day <= w.day
                    )
                    THEN 'MEDIATED_EARLY'
            END
            WHEN 'reopened' THEN CASE
                WHEN NOT EXISTS (SELECT FROM word AS n WHERE n.step = 'archived' AND n.day <= w.day) THEN 'REOPENED_UNARCHIVED'
            END
            WHEN 'archived' THEN CASE
                WHEN
                    EXISTS (
                        SELECT
                        FROM word AS n
                        INNER JOIN {view}.suggestion_type AS k ON n.step = k.step AND k.handles
                        WHERE
                            n.day > w.day
                            AND NOT EXISTS (SELECT FROM word AS o WHERE o.step = 'reopened' AND o.day BETWEEN w.day AND n.day)
                    )
                    THEN 'CHANGED_AFTER_ARCHIVE'
            END
            WHEN 'promise_evaluated' THEN CASE
                WHEN
                    NOT EXISTS (
                        SELECT FROM word AS n WHERE n.step IN ('promise_kept', 'promise_missed') AND n.one = w.one AND n.day <= w.day
                    )
                    THEN 'PROMISE_EVALUATED_EARLY'
            END
        END AS code
    UNION ALL
    SELECT 'PROMISE_UNMADE'
    WHERE
        w.step IN ('promise_progressed', 'promise_kept', 'promise_missed', 'promise_evaluated')
        AND NOT EXISTS (SELECT FROM vow AS v WHERE v.promise = w.one AND v.days && daterange(NULL, w.day, '[]'))
    UNION ALL
    SELECT 'ARCHIVED_WITH_OPEN_PROMISES'
    WHERE
        w.step = 'archived'
        AND EXISTS (
            SELECT FROM vow AS v
            WHERE
                v.days @> w.day
                AND NOT EXISTS (SELECT FROM word AS n WHERE n.step IN ('promise_kept', 'promise_missed') AND n.one = v.promise)
        )
) AS b
$$;

-- The departments that sent it back, and since when, where and at which level it had been assigned to each.
CREATE FUNCTION {view}.refusals_of(course {view}.suggestion_word []) RETURNS jsonb
LANGUAGE sql STABLE PARALLEL SAFE SET plan_cache_mode TO force_generic_plan
RETURN (
    SELECT
        jsonb_agg(
            jsonb_build_object('day', w.day, 'began', a.day, 'region', a.region, 'level', a.origin) ORDER BY w.time, w.speaker, w.id
        )
    FROM unnest(course) AS w
    CROSS JOIN LATERAL {view}.assignment_of(course, w.two, w.day) AS a
    WHERE w.step = 'refused' AND a.day IS NOT NULL
);

-- Of those who signed it together who did not ask to withdraw it.
CREATE FUNCTION {view}.unasked_of(course {view}.suggestion_word []) RETURNS text []
LANGUAGE sql IMMUTABLE PARALLEL SAFE SET plan_cache_mode TO force_generic_plan
RETURN (
    SELECT array_agg(DISTINCT s.mandate ORDER BY s.mandate)
    FROM (
        SELECT w.one, w.two
        FROM unnest(course) AS w
        WHERE w.step = 'submitted' AND w.own AND w.one <> '[]'
        ORDER BY w.time DESC, w.speaker DESC, w.id DESC
        LIMIT 1
    ) AS l
    CROSS JOIN LATERAL (
        SELECT l.two AS mandate
        UNION ALL
        SELECT u.mandate FROM jsonb_array_elements_text(l.one::jsonb) AS u (mandate)
    ) AS s
    WHERE
        s.mandate IS NOT NULL
        AND NOT EXISTS (
            SELECT
            FROM unnest(course) AS w
            CROSS JOIN LATERAL jsonb_array_elements_text(CASE WHEN w.step = 'withdrawn' THEN w.one::jsonb END) AS b (mandate)
            WHERE b.mandate = s.mandate
        )
);

-- Who may read: the chain where it lies, those of the acting units' regions and of the units it addresses, each on the day on which it was said.
CREATE FUNCTION {view}.seen_of(chain text [], regions text [], days date [], units text [], unit_days date []) RETURNS text []
LANGUAGE sql STABLE PARALLEL SAFE SET plan_cache_mode TO force_generic_plan
RETURN ARRAY(
    SELECT DISTINCT c.region
    FROM (
        SELECT unnest(chain) AS region
        UNION ALL
        SELECT unnest(p.chain) FROM unnest(regions, days) AS r (region, day) CROSS JOIN LATERAL {view}.place_on(r.region, r.day) AS p
        UNION ALL
        SELECT unnest(p.chain)
        FROM unnest(units, unit_days) AS u (unit, day)
        -- Looked up, as the plan is made when there are no units yet.
        CROSS JOIN LATERAL (
            SELECT o.region
            FROM {view}.unit AS o
            WHERE u.unit = o.unit AND o.since <= u.day AND u.day < o.until
            OFFSET 0
        ) AS n
        CROSS JOIN LATERAL {view}.place_on(n.region, u.day) AS p
    ) AS c
    ORDER BY c.region
);
