-- The days on which a station is open that opened and closed in turn on these.
CREATE FUNCTION {view}.days_open(steps date []) RETURNS datemultirange
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN (
    SELECT range_agg(daterange(s.day, steps[s.place + 1])) FROM unnest(steps) WITH ORDINALITY AS s (day, place) WHERE s.place % 2 = 1
);
