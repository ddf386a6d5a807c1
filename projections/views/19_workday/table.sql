-- The working days of every year of which the official calendar is known.
CREATE TABLE {view}.workday (
    year integer NOT NULL,
    day date NOT NULL,
    PRIMARY KEY (year, day)
);
CREATE INDEX workday_day ON {view}.workday (day);
