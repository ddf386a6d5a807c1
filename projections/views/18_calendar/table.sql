-- What one event says of a year: the days off, and the days of weekends that are worked.
CREATE TABLE {view}.calendar (
    calendar text NOT NULL,
    source text NOT NULL,
    id text NOT NULL,
    time timestamptz NOT NULL,
    year integer NOT NULL,
    holidays date [] NOT NULL,
    workdays date [] NOT NULL,
    basis text,
    PRIMARY KEY (calendar, source, id)
);
CREATE INDEX calendar_year ON {view}.calendar (year);
