-- The regions where there is, or was, a rule for the steps of a reception, and those above them, whose systems may serve them: only of what systems
-- of these minted the steps are kept. Few, found once for all that a fold touches.
CREATE FUNCTION {view}.receiving() RETURNS SETOF text
LANGUAGE sql STABLE PARALLEL SAFE
AS $$
SELECT a.region
FROM {view}.rule AS r
INNER JOIN {view}.ancestry AS a ON a.chain @> ARRAY[r.jurisdiction]
WHERE r.step = 'reception_step'
UNION
SELECT u.region
FROM {view}.rule AS r
INNER JOIN {view}.ancestry AS a ON r.jurisdiction = a.region
CROSS JOIN unnest(a.chain) AS u (region)
WHERE r.step = 'reception_step'
$$;

-- The step that a statement is of; null where it is of none.
CREATE FUNCTION {view}.step_of(type text, data jsonb) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE type
    WHEN 'cn.npc.session.speech_made.v1' THEN 'duty_speech'
    WHEN 'cn.npc.duty.report_given.v1' THEN 'duty_report'
    WHEN 'cn.npc.motion.submitted.v1' THEN 'duty_proposal'
    WHEN 'cn.npc.suggestion.submitted.v1' THEN CASE WHEN data ? 'lead' OR data -> 'signers' <> '[]' THEN 'duty_proposal' END
    WHEN 'cn.npc.suggestion.read.v1' THEN 'reading_level'
    WHEN 'cn.npc.research.report_forwarded.v1' THEN 'group_research'
    WHEN 'cn.npc.research.report_handled.v1' THEN 'report_handled'
    WHEN 'cn.npc.station.opened.v1' THEN CASE WHEN data -> 'standard' <> '[]' THEN 'station_standard' END
    WHEN 'cn.npc.station.changed.v1' THEN CASE WHEN data -> 'standard' <> '[]' THEN 'station_standard' END
    WHEN 'cn.npc.activity.announced.v1' THEN CASE WHEN data ->> 'kind' = 'reception' THEN 'announced' END
    WHEN 'cn.npc.opinion.forwarded.v1' THEN 'handed'
    WHEN 'cn.npc.opinion.converted.v1' THEN 'handed'
    WHEN 'cn.npc.suggestion.fed_back.v1' THEN 'fed_back'
    WHEN 'cn.npc.suggestion.archived.v1' THEN 'archived'
END;

-- Whether it is a step of a reception.
CREATE FUNCTION {view}.of_reception(step text) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN step IN ('announced', 'handed', 'fed_back', 'archived');

-- What counts once of what is said of an object: one reader, what holds from one day on, one suggestion made of an opinion; else the object.
CREATE FUNCTION {view}.part_of(step text, data jsonb, id text, day date) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE
RETURN CASE step
    WHEN 'reading_level' THEN coalesce(data ->> 'by', id)
    WHEN 'station_standard' THEN coalesce((data ->> 'valid_from')::date, day)::text
    WHEN 'handed' THEN coalesce(data ->> 'suggestion', '')
    ELSE ''
END;

-- Who did it: whose speech or report it is, or who leads and signs; nobody where it is no deputy's.
CREATE FUNCTION {view}.doers_of(step text, data jsonb) RETURNS TABLE (mandate text, leads boolean)
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
SELECT u.mandate, bool_or(u.leads)
FROM (
    SELECT data ->> 'mandate', FALSE WHERE data ? 'mandate'
    UNION ALL
    SELECT data ->> 'lead', TRUE WHERE data ? 'lead'
    UNION ALL
    SELECT e.one, FALSE FROM jsonb_array_elements_text(data -> 'signers') AS e (one)
    UNION ALL
    SELECT '', FALSE WHERE step NOT LIKE 'duty\_%'
) AS u (mandate, leads)
GROUP BY u.mandate
$$;

-- What stands in the row of it beside whose it is: what counts once, and of some steps the kind, the activity and the number of items.
CREATE FUNCTION {view}.told_of(step text, deed text, part text, data jsonb, OUT what text, OUT kind text, OUT activity text, OUT amount integer)
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
SELECT
    CASE WHEN step IN ('reading_level', 'station_standard', 'handed') THEN part ELSE deed END,
    CASE WHEN step = 'duty_proposal' THEN coalesce(data ->> 'kind', '') ELSE '' END,
    CASE WHEN step = 'group_research' THEN data ->> 'activity' END,
    CASE WHEN step = 'station_standard' THEN (SELECT count(DISTINCT i.one) FROM jsonb_array_elements_text(data -> 'standard') AS i (one)) END
$$;
