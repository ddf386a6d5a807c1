CREATE TABLE {view}.source (
    source text PRIMARY KEY,
    name text,
    region text NOT NULL,
    families text[] NOT NULL,
    succeeds text,
    line text[] NOT NULL,
    revoked timestamptz
);
CREATE INDEX source_line ON {view}.source USING gin (line);
CREATE INDEX source_region ON {view}.source (region);
INSERT INTO {view}.source VALUES ('//00/hub', NULL, '00', ARRAY['reference', 'activity', 'suggestion'], NULL, ARRAY['//00/hub'], NULL);
