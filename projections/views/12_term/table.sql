-- A term of a unit as known on recorded days `known_from` to before `known_to`. `day`: its first day, null while no fact of it holds; `ended`: the
-- first day of the next term. `followed_by`: the next term of which the first day is known, whatever its number; where that is not the next
-- number it is not known when this one ended.
CREATE TABLE {view}.term (
    unit text NOT NULL,
    term integer NOT NULL,
    region text,
    chain text [],
    day date,
    ended date,
    followed_by integer,
    disputes uuid [] NOT NULL,
    seen text [] NOT NULL,
    anomalies text [] NOT NULL,
    known_from date NOT NULL,
    known_to date,
    PRIMARY KEY (unit, term, known_from)
);
CREATE INDEX ON {view}.term (region);
