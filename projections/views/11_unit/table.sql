-- What is known of a unit from `since` to before `until`; these days have no gap: what was said first holds for the days before it as well, so
-- that a unit can be named before it began. `valid_from`: from when it is said; `closed`: from when the unit is no more, on all of its rows.
CREATE TABLE {view}.unit (
    unit text NOT NULL,
    name text NOT NULL,
    kind text NOT NULL,
    level text NOT NULL,
    region text NOT NULL,
    parent_unit text,
    valid_from date NOT NULL,
    since date NOT NULL,
    until date NOT NULL,
    closed date,
    PRIMARY KEY (unit, since)
);
CREATE INDEX unit_region ON {view}.unit (region);
CREATE INDEX unit_closed ON {view}.unit (unit) WHERE closed IS NOT NULL;
INSERT INTO {view}.unit VALUES ('00-hub', '枢纽管理员', 'office', 'national', '00', NULL, '-infinity', '-infinity', 'infinity', NULL);
