CREATE TABLE {view}.unit (
    unit text PRIMARY KEY,
    name text NOT NULL,
    kind text NOT NULL,
    level text NOT NULL,
    region text NOT NULL,
    parent_unit text,
    valid_from date NOT NULL
);
CREATE INDEX unit_region ON {view}.unit (region);
INSERT INTO {view}.unit VALUES ('00-hub', '枢纽管理员', 'office', 'national', '00', NULL, '-infinity');
