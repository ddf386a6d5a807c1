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

-- The chain of the nearest congress at or above a region on a day; null where there is none.
CREATE FUNCTION {view}.congress_on(asked text, day date) RETURNS text []
LANGUAGE sql STABLE PARALLEL SAFE
RETURN (
    SELECT c.chain[u.i:]
    FROM {view}.place_on(asked, day) AS c
    CROSS JOIN LATERAL unnest(c.chain) WITH ORDINALITY AS u (region, i)
    WHERE EXISTS (
        SELECT FROM {view}.ancestry AS a
        WHERE a.region = u.region AND a.congress AND a.valid_from <= congress_on.day AND congress_on.day < a.valid_to
    )
    ORDER BY u.i
    LIMIT 1
);

-- While there is a promise, and while one is not kept: from what was said in order of time. A promise made in the reply of
-- a department counts where the source that minted the suggestion said it, or the department stood assigned that day.
CREATE FUNCTION {view}.promises(remarks {view}.suggestion_word [], departments text [], stays datemultirange [])
RETURNS TABLE (promised datemultirange, unkept datemultirange)
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
WITH said AS (
    SELECT n.promise, r.day, r.what, r.time, r.speaker, r.id
    FROM unnest(remarks) AS r
    CROSS JOIN LATERAL (
        SELECT r.one AS promise WHERE starts_with(r.what, 'promise_')
        UNION ALL
        SELECT u.promise
        FROM jsonb_array_elements_text(CASE WHEN r.what = 'replied.v1' THEN r.one::jsonb END) AS u (promise)
        WHERE
            r.voice = 'own'
            OR EXISTS (SELECT FROM unnest(departments, stays) AS d (dept, stay) WHERE d.dept = r.two AND d.stay @> r.day)
    ) AS n
),

turn AS (
    SELECT
        s.promise, s.what, s.day,
        lead(s.day) OVER (PARTITION BY s.promise ORDER BY s.time, s.speaker, s.id) AS next
    FROM said AS s
    WHERE s.what IN ('promise_kept.v1', 'promise_missed.v1')
),

kept AS (
    SELECT t.promise, range_agg({view}.days(t.day, t.next)) FILTER (WHERE t.what = 'promise_kept.v1') AS days
    FROM turn AS t
    GROUP BY t.promise
),

made AS (
    SELECT s.promise, datemultirange(daterange(min(s.day), NULL)) AS days FROM said AS s GROUP BY s.promise
)

SELECT range_agg(m.days), range_agg(m.days - coalesce(k.days, '{}'))
FROM made AS m
LEFT JOIN kept AS k ON m.promise = k.promise
$$;

-- Who may read: the chain where it lies, those of the acting units and of the units it addresses.
CREATE FUNCTION {view}.seen_of(chain text [], regions text [], units text [], day date) RETURNS text []
LANGUAGE sql STABLE PARALLEL SAFE
RETURN ARRAY(
    SELECT DISTINCT c.region
    FROM (
        SELECT unnest(chain) AS region
        UNION ALL
        SELECT unnest(p.chain) FROM unnest(regions) AS r (region) CROSS JOIN LATERAL {view}.place_on(r.region, day) AS p
        UNION ALL
        SELECT unnest(p.chain)
        FROM unnest(units) AS u (unit)
        INNER JOIN {view}.unit AS n ON u.unit = n.unit
        CROSS JOIN LATERAL {view}.place_on(n.region, day) AS p
    ) AS c
    ORDER BY c.region
);

-- The legal number of a suggestion as text: unit/term/session/number; nothing stands for a session that was not in.
CREATE FUNCTION {view}.number_of(data jsonb, unit text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN unit || '/' || (data ->> 'term') || '/' || coalesce(data ->> 'session', '') || '/' || (data ->> 'no');
