-- What a code of a system's own is among the common categories, as known on recorded days: from `valid_from` to before `valid_to`, for systems
-- of `region` and below. `time`, `speaker`, `id`: the event that says so.
CREATE TABLE {view}.category_scheme (
    scheme text NOT NULL,
    code text NOT NULL,
    category text NOT NULL,
    region text NOT NULL,
    valid_from date NOT NULL,
    valid_to date NOT NULL,
    time timestamptz NOT NULL,
    speaker text NOT NULL,
    id text NOT NULL,
    known_from date NOT NULL,
    known_to date,
    PRIMARY KEY (scheme, code, valid_from, known_from)
);
CREATE INDEX category_scheme_code ON {view}.category_scheme (code, region);
