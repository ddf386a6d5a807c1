-- The Beijing day of an instant: UTC+8 in every year, also in those of summer time.
CREATE OR REPLACE FUNCTION core.beijing_day(instant timestamptz) RETURNS date
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN ((instant AT TIME ZONE 'UTC') + interval '8 hours')::date;
