-- For peers that can only upsert rows: a row per suggestion and step, whose roll-ups a trigger keeps, once a statement; a row that was there
-- already adds nothing.
CREATE TABLE step (
    suggestion text NOT NULL,
    step text NOT NULL,
    town text NOT NULL,
    PRIMARY KEY (suggestion, step)
);

CREATE FUNCTION add_up() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO rollup AS r (region, step, n)
    SELECT u.region, s.step, sum(s.n)
    FROM (SELECT i.town, i.step, count(*) AS n FROM inserted AS i GROUP BY 1, 2) AS s
    INNER JOIN above AS a ON s.town = a.town
    CROSS JOIN LATERAL unnest(a.regions) AS u (region)
    GROUP BY 1, 2
    ORDER BY 1, 2
    ON CONFLICT (region, step, slot) DO UPDATE SET n = r.n + excluded.n;
    RETURN NULL;
END
$$;

CREATE TRIGGER add_up AFTER INSERT ON step REFERENCING NEW TABLE AS inserted FOR EACH STATEMENT EXECUTE FUNCTION add_up();
