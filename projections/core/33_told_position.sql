-- How far the topic `notices` is read: the offset of its next record, and the id that Kafka gave the topic when it was made.
CREATE TABLE IF NOT EXISTS core.told_position (
    one boolean PRIMARY KEY DEFAULT TRUE CHECK (one),
    topic uuid,
    base bigint NOT NULL DEFAULT 0,
    off bigint NOT NULL DEFAULT 0
);
INSERT INTO core.told_position DEFAULT VALUES ON CONFLICT DO NOTHING;
