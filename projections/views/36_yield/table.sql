-- What an activity brought, as known on recorded days `known_from` to before `known_to`: from each of `days` on the whole `money` and `entities`
-- until then. The rest is the activity's; null while it is not known or does not count.
CREATE TABLE {view}.yield (
    activity text NOT NULL,
    days date [] NOT NULL,
    money bigint [] NOT NULL,
    entities bigint [] NOT NULL,
    kind text,
    chain text [],
    level text,
    day date,
    disputes uuid [] NOT NULL,
    seen text [] NOT NULL,
    anomalies text [] NOT NULL,
    known_from date NOT NULL,
    known_to date,
    PRIMARY KEY (activity, known_from)
);
CREATE INDEX ON {view}.yield (known_from) WHERE disputes <> '{}';
