-- What was done of a step that a duty rule counts, as known on recorded days `known_from` to before `known_to`: a row for each mandate that did
-- it ('' where it is nobody's). `deed`: what the event is about; `what`: what counts once, most often the same; `leads`: whether the mandate leads
-- a motion or suggestion; `amount`: how many items of the standard a station meets from `day` on. `region`: the acting unit's, `places`: those
-- of all who said it.
CREATE TABLE {view}.deed (
    deed text NOT NULL,
    step text NOT NULL,
    what text NOT NULL,
    mandate text NOT NULL,
    leads boolean NOT NULL,
    kind text NOT NULL,
    activity text,
    amount integer,
    region text NOT NULL,
    places text [] NOT NULL,
    chain text [] NOT NULL,
    level text NOT NULL,
    day date NOT NULL,
    disputes uuid [] NOT NULL,
    seen text [] NOT NULL,
    anomalies text [] NOT NULL,
    known_from date NOT NULL,
    known_to date,
    PRIMARY KEY (deed, step, what, mandate, known_from)
);
CREATE INDEX ON {view}.deed (mandate) WHERE mandate <> '';
CREATE INDEX ON {view}.deed (activity) WHERE activity IS NOT NULL;
CREATE INDEX ON {view}.deed (region);
CREATE INDEX ON {view}.deed USING gin (places) WHERE cardinality(places) > 1;
CREATE INDEX ON {view}.deed (known_from) WHERE disputes <> '{}';
