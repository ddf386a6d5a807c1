-- From when to when one department had to answer by a day; null where no calendar says which.
CREATE TYPE {view}.deadline_clock AS (department text, days datemultirange, due date);

-- By when the departments that must answer a suggestion have to, as known on recorded days `known_from` to before `known_to`. Multiranges are
-- happened days: while the due day has come (`due`), of these while it was answered by then (`on_time`) or later (`late`), while it is past
-- and there is no answer (`overdue`); while no calendar says which day it is (`unknown`). `due_day`, `rule`: the last, and what says so: its
-- jurisdiction, level, step, amount and period, parted by blanks; `replied_on`: since when all have answered it. `years`: those whose
-- calendars it rests on. `clocks`: the same of each department, from turn to turn. It lies where its matter does.
CREATE TABLE {view}.deadline (
    suggestion text NOT NULL,
    kind text NOT NULL,
    category text NOT NULL,
    due_day date,
    rule text NOT NULL,
    replied_on date,
    due datemultirange NOT NULL,
    on_time datemultirange NOT NULL,
    late datemultirange NOT NULL,
    overdue datemultirange NOT NULL,
    unknown datemultirange NOT NULL,
    years int4range NOT NULL,
    clocks {view}.deadline_clock [] NOT NULL,
    chain text [],
    level text,
    day date,
    disputes uuid [] NOT NULL,
    seen text [] NOT NULL,
    anomalies text [] NOT NULL,
    known_from date NOT NULL,
    known_to date,
    PRIMARY KEY (suggestion, known_from)
);
-- What is to be answered and is not yet, by the day on which it must be: the watch of deadlines asks for it all day long.
CREATE INDEX deadline_open ON {view}.deadline (due_day) WHERE known_to IS NULL AND replied_on IS NULL;
CREATE INDEX ON {view}.deadline (known_from) WHERE disputes <> '{}';
