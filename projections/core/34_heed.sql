-- What the watch of deadlines looks at next, and from which day on: objects of which something was said lately, and those of which a step will be due
-- soon, or overdue. A list of where to look, no more: what is told of them is worked out then. `turn`: another whenever something was said anew, so
-- that who has looked before does not put it off.
CREATE TABLE IF NOT EXISTS core.heed (
    object text PRIMARY KEY,
    day date NOT NULL,
    turn uuid NOT NULL
);
CREATE INDEX IF NOT EXISTS heed_day ON core.heed (day, object);
