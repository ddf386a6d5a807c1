-- A mandate as known on recorded days `known_from` to before `known_to`. `day`: its first day, null while only what followed
-- is known; `ended`: the day from which it is no more, at the latest the first day of the next term of its unit; `held`: the days on which it is
-- held and not suspended; `suspended`: since when it is, if it is so still. `region`: of the congress; `chain`: its ancestry on the first day.
CREATE TABLE {view}.mandate (
    mandate text NOT NULL,
    person text,
    unit text,
    term text,
    seat text,
    delegation text,
    constituency text,
    region text,
    chain text [],
    level text,
    day date,
    ended date,
    held datemultirange,
    suspended date,
    disputes uuid [] NOT NULL,
    seen text [] NOT NULL,
    anomalies text [] NOT NULL,
    known_from date NOT NULL,
    known_to date,
    PRIMARY KEY (mandate, known_from)
);
CREATE INDEX ON {view}.mandate (region);
CREATE INDEX ON {view}.mandate (person);
CREATE INDEX ON {view}.mandate (unit, term) WHERE term IS NOT NULL;
CREATE INDEX ON {view}.mandate (known_from) WHERE disputes <> '{}';
