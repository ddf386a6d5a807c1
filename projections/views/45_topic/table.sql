-- A topic under key supervision as known on recorded days. `region`: of the organ that supervises.
CREATE TABLE {view}.topic (
    region text NOT NULL,
    topic text NOT NULL,
    suggestions text [] NOT NULL,
    chain text [],
    level text,
    day date,
    disputes uuid [] NOT NULL,
    seen text [] NOT NULL,
    anomalies text [] NOT NULL,
    known_from date NOT NULL,
    known_to date,
    PRIMARY KEY (region, topic, known_from)
);
CREATE INDEX ON {view}.topic (known_from) WHERE disputes <> '{}';
