-- A station as known on recorded days `known_from` to before `known_to`. `steps`: the days on which it opened and closed in
-- turn, the first an opening; `day` the first of them, `ended` the last if it is closed. `tiers`: what it has been, from `tier_days` on, the first
-- from ever; `kind`: the last of them. `name`, `host_unit`: as they were last said to be.
CREATE TABLE {view}.station (
    station text NOT NULL,
    name text,
    kind text NOT NULL,
    tiers text [] NOT NULL,
    tier_days date [] NOT NULL,
    host_unit text,
    region text,
    chain text [],
    level text,
    steps date [] NOT NULL,
    day date,
    ended date,
    disputes uuid [] NOT NULL,
    seen text [] NOT NULL,
    anomalies text [] NOT NULL,
    known_from date NOT NULL,
    known_to date,
    PRIMARY KEY (station, known_from)
);
CREATE INDEX ON {view}.station (region);
CREATE INDEX ON {view}.station (host_unit);
CREATE INDEX ON {view}.station (known_from) WHERE disputes <> '{}';
