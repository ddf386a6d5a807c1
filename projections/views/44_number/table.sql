-- A legal number, `unit/term/session/no`, as known on recorded days. `suggestions`: who has it; the first by (day, id) gives
-- kind, category and day. `region`: the registering unit's; `chain`: from the nearest congress at or above it.
CREATE TABLE {view}.number (
    number text NOT NULL,
    suggestions text [] NOT NULL,
    kind text NOT NULL,
    category text NOT NULL,
    region text NOT NULL,
    chain text [],
    level text,
    day date,
    disputes uuid [] NOT NULL,
    seen text [] NOT NULL,
    anomalies text [] NOT NULL,
    known_from date NOT NULL,
    known_to date,
    PRIMARY KEY (number, known_from)
);
CREATE INDEX ON {view}.number (region);
CREATE INDEX ON {view}.number (known_from) WHERE disputes <> '{}';
