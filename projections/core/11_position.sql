-- The next offset of each partition: `family` is the place in schemas.topics.FAMILIES, after the last one stands the quarantine topic.
-- `recorded`: the largest time stamp so far, for the effective recorded time. `topic`: the id that Kafka gave the topic when it was made.
CREATE TABLE IF NOT EXISTS core.position (
    family smallint NOT NULL,
    part smallint NOT NULL,
    off bigint NOT NULL,
    recorded timestamptz NOT NULL DEFAULT '-infinity',
    topic uuid,
    PRIMARY KEY (family, part)
);
