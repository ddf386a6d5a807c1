-- An opinion as known on recorded days. `own_category`: what its system says it is about, `category`: which of the common ones that is. `day`: when it was collected, null while nobody says so. `resolved`: happened days.
-- `suggestions`: what it fed; `converted`: those of them that an opinion's own event names. `rests_on`: codes it depends on.
CREATE TABLE {view}.opinion (
    opinion text NOT NULL,
    origin text,
    category text NOT NULL,
    own_category text NOT NULL,
    title text,
    activity text,
    source_kind text,
    answered date,
    rejected date,
    resolved datemultirange NOT NULL,
    suggestions text [] NOT NULL,
    converted text [] NOT NULL,
    rests_on text [] NOT NULL,
    chain text [],
    level text,
    day date,
    disputes uuid [] NOT NULL,
    seen text [] NOT NULL,
    anomalies text [] NOT NULL,
    known_from date NOT NULL,
    known_to date,
    PRIMARY KEY (opinion, known_from)
);
CREATE INDEX ON {view}.opinion USING gin (converted) WHERE converted <> '{}';
CREATE INDEX ON {view}.opinion (known_from) WHERE disputes <> '{}';
