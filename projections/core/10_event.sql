-- The ledger index: one row per ledger record, written once. `plain` until its identity becomes an exception (repeated, corrected,
-- retracted, fixed); corrections, retractions and fixes never are. The two halves are tables of their own, so that a statement is a row of
-- `event_plain` or of a version's `settled`, and a join to both stays a look-up in an index.
CREATE TABLE IF NOT EXISTS core.event (
    family smallint NOT NULL,
    part smallint NOT NULL,
    off bigint NOT NULL,
    plain boolean NOT NULL,
    recorded timestamptz NOT NULL,
    rday date NOT NULL,
    ident uuid NOT NULL,
    source text NOT NULL,
    id text NOT NULL,
    type text NOT NULL,
    object text NOT NULL,
    time timestamptz NOT NULL,
    day date NOT NULL,
    newest boolean NOT NULL DEFAULT TRUE,
    unit text NOT NULL,
    level text NOT NULL,
    region text NOT NULL,
    origin text,
    sequence text,
    target uuid,
    causation text,
    status text NOT NULL DEFAULT 'accepted' CHECK (status IN ('accepted', 'duplicate', 'equivocation')),
    digest bytea,
    data jsonb NOT NULL,
    raw bytea NOT NULL
) PARTITION BY LIST (plain);
-- Each half has its own key: one of both would have to hold `plain` too, which costs a fifteenth of writing a row.
CREATE TABLE IF NOT EXISTS core.event_plain PARTITION OF core.event (PRIMARY KEY (family, part, off)) FOR VALUES IN (TRUE);
CREATE TABLE IF NOT EXISTS core.event_other PARTITION OF core.event (PRIMARY KEY (family, part, off)) FOR VALUES IN (FALSE);
CREATE INDEX IF NOT EXISTS event_ident ON core.event (ident);
CREATE INDEX IF NOT EXISTS event_object ON core.event (object);
CREATE INDEX IF NOT EXISTS event_target ON core.event (target) WHERE target IS NOT NULL;
-- The latest day of each source, as known on any recorded day: `newest` is false where a record appended together with it, and recorded on
-- the same day, has a later one, so in bulk nearly everywhere.
CREATE INDEX IF NOT EXISTS event_newest ON core.event (source, day) WHERE newest;
-- What a source said of objects that are not its own; its own are found by their names, which begin with its own.
CREATE INDEX IF NOT EXISTS event_abroad ON core.event (source) WHERE NOT starts_with(object, source || '/');
CREATE INDEX IF NOT EXISTS event_equivocation ON core.event_other (source) WHERE status = 'equivocation';
-- What a later registration of a successor, or of a region, may make stand: amendments by another source, and desks' fixes.
CREATE INDEX IF NOT EXISTS event_foreign ON core.event (target)
WHERE target IS NOT NULL AND source IS DISTINCT FROM (data #>> '{corrects,source}');
