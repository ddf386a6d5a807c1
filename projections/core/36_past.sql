-- Moments past of which the views as they were known are kept, or wanted: by the last instant that was known. Wanted anew after `made`, they are looked
-- at again. `key`: what they rest on besides the version: where each partition is cut, and the last of the later facts that were taken away; with
-- another key they are made anew. `failed`: why they could not be made.
CREATE TABLE IF NOT EXISTS core.past (
    until timestamptz PRIMARY KEY,
    wanted timestamptz NOT NULL DEFAULT clock_timestamp(),
    made timestamptz,
    version integer,
    key text,
    schema text,
    failed text
);
