-- A suggestion as known on recorded days: the first day of each step, and where it arose on the first day of all, also of steps that are not counted.
CREATE TABLE {view}.task (
    suggestion text NOT NULL,
    submitted date,
    registered date,
    assigned date,
    contacted date,
    replied date,
    reply_evaluated date,
    fed_back date,
    archived date,
    origin text,
    chain text [],
    level text,
    day date NOT NULL,
    known_from date NOT NULL,
    known_to date,
    PRIMARY KEY (suggestion, known_from)
);
CREATE INDEX ON {view}.task (origin);
