-- A mandate that took part in an activity. `person`: who holds it, of merged records the one that is kept; one not yet known stands for itself as `?<mandate>`.
-- `counts`: whether it is the one of the person's mandates that stands for the participation. The rest is the activity's.
CREATE TABLE {view}.participation (
    activity text NOT NULL,
    mandate text NOT NULL,
    person text NOT NULL,
    counts boolean NOT NULL,
    kind text NOT NULL,
    chain text [],
    level text,
    day date,
    disputes uuid [] NOT NULL,
    seen text [] NOT NULL,
    anomalies text [] NOT NULL,
    known_from date NOT NULL,
    known_to date,
    PRIMARY KEY (activity, mandate, known_from)
);
-- With both of the key, so that no plan looks one participation up among all of its mandate.
CREATE INDEX ON {view}.participation (mandate, activity);
CREATE INDEX ON {view}.participation (known_from) WHERE disputes <> '{}';
