-- By how much a period differs from the sum of its days in figures of what counts once however often it begins: the matters that a congress
-- handled, and those that a department was given. Within a period each counts that began within it, once, and nothing that ends takes one off
-- (contract 5); the sums have +1 for each beginning and -1 for each end. These are the same unless something ended or began again, so only
-- such matters are looked at (`unsteady`). A matter begins to be handled when it is assigned, again when it is assigned again by the same congress, or
-- counts again. `monthly`: each month is a period. With `on_day` departments are as on that day, and congresses that are one then are one.
-- Of the rows that the caller may see.
-- Not unfolded where it is asked: most questions have no need of it, and to plan it costs each of them more than to answer.
CREATE FUNCTION {view}.stat_apart(names text [], first date, last date, monthly boolean, known date, on_day date)
RETURNS TABLE (
    name text, key text, members text [], chain text [], level text, kind text, category text, department text, role text, month date, n bigint
)
LANGUAGE plpgsql STABLE PARALLEL SAFE
AS $$
#variable_conflict use_column
BEGIN
IF stat_apart.first IS NULL AND NOT monthly OR NOT names && ARRAY['suggestions.by_department', 'suggestions.handled'] THEN
    RETURN;
END IF;
RETURN QUERY
WITH home AS MATERIALIZED (
    SELECT h.region, h.chain[1] AS home FROM {view}.stat_homes(on_day) AS h WHERE on_day IS NOT NULL AND h.exact
),

held AS MATERIALIZED (
    SELECT m.*
    FROM {view}.matter AS m
    WHERE m.unsteady AND m.chain IS NOT NULL AND m.known_from <= known AND (m.known_to IS NULL OR m.known_to > known)
    UNION ALL
    SELECT m.*
    FROM {view}.matter AS m
    WHERE
        on_day IS NOT NULL AND NOT m.unsteady AND m.chain IS NOT NULL AND m.known_from <= known AND (m.known_to IS NULL OR m.known_to > known)
        AND cardinality(m.handlers) > 1 AND m.seen && ARRAY(SELECT h.region FROM home AS h WHERE h.region <> h.home)
),

heir AS MATERIALIZED (
    SELECT d.department, {view}.department_on(d.department, on_day) AS home FROM {view}.stat_merged(on_day) AS d WHERE on_day IS NOT NULL
),

-- What begins and ends, each by itself: while it lasts, and on which other days it began anew.
thing AS MATERIALIZED (
    SELECT
        'suggestions.by_department' AS name, m.matter, m.members, m.chain, m.level, m.kind, m.category,
        coalesce(h.home, d.department) AS department, d.role, range_agg(d.stay * m.counting) AS days, '{}'::date [] AS again
    FROM held AS m
    CROSS JOIN LATERAL unnest(m.departments, m.roles, m.stays) AS d (department, role, stay)
    LEFT JOIN heir AS h ON d.department = h.department
    WHERE 'suggestions.by_department' = ANY (names)
    GROUP BY 2, 3, 4, 5, 6, 7, 8, 9
    UNION ALL
    SELECT
        'suggestions.handled', h.matter, h.members, string_to_array(min(h.chain), ' '), min(h.level), h.kind, h.category, '', '', range_agg(h.days),
        -- On the day on which all of it begins it begins only once.
        ARRAY(
            SELECT DISTINCT a.day
            FROM unnest(array_agg(h.again)) AS l (days)
            CROSS JOIN LATERAL unnest(string_to_array(l.days, ' ')::date []) AS a (day)
        )
    FROM (
        SELECT
            m.matter, m.members, m.kind, m.category, u.chain, u.level, u.day, o.home, datemultirange(daterange(u.day, NULL)) * m.counting AS days,
            array_to_string(ARRAY(
                SELECT split_part(n.one, ' ', 2)
                FROM unnest(m.handled_again || concat_ws(' ', split_part(u.chain, ' ', 1), u.day)) AS n (one)
                WHERE split_part(n.one, ' ', 1) = split_part(u.chain, ' ', 1) AND m.counting @> split_part(n.one, ' ', 2)::date
            ), ' ') AS again
        FROM held AS m
        CROSS JOIN LATERAL unnest(m.handlers, m.handler_levels, m.handler_days) AS u (chain, level, day)
        LEFT JOIN home AS o ON split_part(u.chain, ' ', 1) = o.region
        WHERE 'suggestions.handled' = ANY (names)
    ) AS h
    GROUP BY h.matter, h.members, h.kind, h.category, coalesce(h.home, h.chain), CASE WHEN h.home IS NULL THEN h.level END
),

turn AS (
    SELECT t.*, u.day, u.sign, u.sign >= 0 AS begins
    FROM thing AS t
    CROSS JOIN LATERAL (
        SELECT lower(s.span) AS day, 1 AS sign FROM unnest(t.days) AS s (span)
        UNION ALL
        SELECT upper(s.span), -1 FROM unnest(t.days) AS s (span)
        UNION ALL
        SELECT a.day, 0 FROM unnest(t.again) AS a (day)
    ) AS u
    WHERE u.day <= stat_apart.last AND (stat_apart.first IS NULL OR u.day >= stat_apart.first)
),

apart AS (
    SELECT
        t.name, t.matter, t.members, t.chain, t.level, t.kind, t.category, t.department, t.role,
        CASE WHEN monthly THEN date_trunc('month', t.day::timestamp)::date END AS month,
        bool_or(t.begins)::integer - sum(t.sign) AS n
    FROM turn AS t
    GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
    HAVING bool_or(t.begins)::integer <> sum(t.sign)
)

SELECT a.name, a.matter, a.members, a.chain, a.level, a.kind, a.category, a.department, a.role, a.month, a.n::bigint FROM apart AS a;
END
$$;

-- The same with the row of an answer about a region in which each is counted, and the region in which it lies: with `on_day` as on that day.
CREATE FUNCTION {view}.stat_apart_in(
    names text [], asked text, divided boolean, levels boolean, first date, last date, monthly boolean, filters jsonb, known date, on_day date
)
RETURNS TABLE (
    name text, key text, label text, region text, level text, kind text, category text, department text, role text, month date, n bigint
)
LANGUAGE plpgsql STABLE PARALLEL SAFE
AS $$
#variable_conflict use_column
BEGIN
RETURN QUERY
WITH apart AS MATERIALIZED (
    SELECT a.*, s.reach
    FROM {view}.stat_apart(names, stat_apart_in.first, stat_apart_in.last, monthly, known, on_day) AS a
    INNER JOIN {view}.catalogue AS s ON a.name = s.name
),

home AS MATERIALIZED (
    SELECT h.* FROM {view}.stat_homes(on_day) AS h WHERE on_day IS NOT NULL
)

SELECT l.name, l.key, l.label, l.region, l.level, l.kind, l.category, l.department, l.role, l.month, l.n
FROM (
    SELECT a.*, a.chain[1] AS region, {view}.stat_label(a.reach, levels, a.chain, asked, divided, TRUE) AS label FROM apart AS a WHERE on_day IS NULL
    UNION ALL
    SELECT
        a.name, a.key, a.members, a.chain, {view}.stat_level(a.reach, o.exact, o.level, a.level), a.kind, a.category, a.department, a.role, a.month, a.n,
        a.reach, o.chain[1], {view}.stat_label(a.reach, levels, o.chain, asked, divided, o.exact)
    FROM apart AS a
    INNER JOIN home AS h ON a.chain[1] = h.region
    -- A matter may be allocated, but not who assigned it.
    LEFT JOIN LATERAL (
        SELECT b.region FROM {view}.allocation AS b WHERE b.object = ANY (a.members) ORDER BY b.time DESC, b.source DESC, b.id DESC LIMIT 1
    ) AS b ON NOT h.exact AND a.reach = 'subtree'
    INNER JOIN home AS o ON o.region = coalesce(b.region, a.chain[1])
) AS l
WHERE l.label IS NOT NULL AND {view}.stat_kept(filters, l.level, l.kind, l.category, l.department, l.role, '');
END
$$;

-- The same grouped as `stat_counted` does.
CREATE FUNCTION {view}.stat_begun(
    names text [], asked text, dims text [], first date, last date, filters jsonb, known date, on_day date
)
RETURNS TABLE (
    name text, place text, level text, month date, kind text, category text,
    department text, role text, grade text, n bigint
)
LANGUAGE plpgsql STABLE PARALLEL SAFE
AS $$
#variable_conflict use_column
BEGIN
IF stat_begun.first IS NULL AND NOT 'month' = ANY (dims) OR NOT names && ARRAY['suggestions.by_department', 'suggestions.handled'] THEN
    RETURN;
END IF;
RETURN QUERY
SELECT
    l.name, nullif(l.label, ''),
    CASE WHEN 'level' = ANY (dims) THEN l.level END,
    l.month,
    CASE WHEN 'kind' = ANY (dims || s.implied) THEN l.kind END,
    CASE WHEN 'category' = ANY (dims || s.implied) THEN l.category END,
    CASE WHEN 'department' = ANY (dims || s.implied) THEN l.department END,
    CASE WHEN 'role' = ANY (dims || s.implied) THEN l.role END,
    NULL::text,
    sum(l.n)::bigint
FROM {view}.stat_apart_in(
    names, asked, 'region' = ANY (dims), 'level' = ANY (dims) OR filters ? 'level', stat_begun.first, stat_begun.last, 'month' = ANY (dims),
    filters, known, on_day
) AS l
INNER JOIN {view}.catalogue AS s ON l.name = s.name
GROUP BY 1, 2, 3, 4, 5, 6, 7, 8;
END
$$;
