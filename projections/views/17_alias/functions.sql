-- Whether a source may speak for a record of a person on the day of its word, as known on a recorded day: its region is or contains then that of a
-- congress in which the record sits, as of a link (`speaks_for`), or it sits in none.
CREATE FUNCTION {view}.speaks_for_record(speaker text, record text, on_day date, known date) RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE
RETURN coalesce(
    (
        SELECT bool_or((SELECT p.chain FROM {view}.place_on(m.region, on_day) AS p) @> ARRAY[v.region])
        FROM {view}.mandate AS m
        LEFT JOIN {view}.source AS v ON v.source = speaker
        WHERE m.person = record AND m.day IS NOT NULL AND m.known_from <= known AND (m.known_to IS NULL OR known < m.known_to)
    ),
    TRUE
);

-- What is said of a record on a recorded day by those who may speak for both sides, or for one while somebody says the same for the other.
CREATE FUNCTION {view}.mergers_on(record text, known date) RETURNS SETOF {view}.person_merger
LANGUAGE sql STABLE PARALLEL SAFE ROWS 1
AS $$
WITH standing AS MATERIALIZED (
    SELECT
        m.*,
        {view}.speaks_for_record(m.speaker, m.person, m.day, known) AS for_record,
        {view}.speaks_for_record(m.speaker, m.heir, m.day, known) AS for_heir
    FROM {view}.person_merger AS m
    WHERE m.person = record AND m.heir <> m.person AND m.known_from <= known AND (m.known_to IS NULL OR known < m.known_to)
)

SELECT s.person, s.heir, s.time, s.speaker, s.id, s.ident, s.disputed, s.region, s.chain, s.day, s.known_from, s.known_to
FROM standing AS s
WHERE
    (s.for_record OR s.for_heir)
    AND (s.for_record OR EXISTS (SELECT FROM standing AS o WHERE o.heir = s.heir AND o.for_record))
    AND (s.for_heir OR EXISTS (SELECT FROM standing AS o WHERE o.heir = s.heir AND o.for_heir))
$$;

-- Whom a record comes to on a recorded day, following the smallest (time, speaker, id) of what stands of each. In a circle the largest does not hold,
-- and the way begins anew. Nobody has more than a hundred records: further it is not followed. `path`: the records passed, itself first; `circled`:
-- what does not hold.
CREATE FUNCTION {view}.merged_on(record text, known date, OUT path text [], OUT circled uuid [])
LANGUAGE plpgsql STABLE PARALLEL SAFE
AS $$
DECLARE
    steps {view}.person_merger [];
    step {view}.person_merger;
BEGIN
    circled := '{}';
    LOOP
        path := ARRAY[record];
        steps := '{}';
        LOOP
            SELECT m.* INTO step
            FROM {view}.mergers_on(path[cardinality(path)], known) AS m
            WHERE NOT m.ident = ANY (circled)
            ORDER BY m.time, m.speaker, m.id
            LIMIT 1;
            IF NOT FOUND OR cardinality(path) = 100 THEN
                RETURN;
            END IF;
            steps := steps || step;
            EXIT WHEN step.heir = ANY (path);
            path := path || step.heir;
        END LOOP;
        circled := circled || (
            SELECT s.ident FROM unnest(steps[array_position(path, step.heir):]) AS s ORDER BY s.time DESC, s.speaker DESC, s.id DESC LIMIT 1
        );
    END LOOP;
END
$$;
