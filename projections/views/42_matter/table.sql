-- A matter as known on recorded days `known_from` to before `known_to`. `members`: its suggestions, `matter` the smallest.
-- Multiranges are happened days while the condition of that name holds; `counting`: while it counts at all.
-- `departments`, `roles`, `stays`: the standing assignments; `handlers`: chains of the congresses that assigned, regions
-- parted by blanks, and since when; `handled_again`: congress and day of each later assignment, null for none. `unsteady`: it, or an assignment of
-- it, ended or began more than once, so that what a period counts of it cannot be read off sums.
CREATE TABLE {view}.matter (
    matter text NOT NULL,
    members text [] NOT NULL,
    origin text,
    kind text NOT NULL,
    category text NOT NULL,
    title text,
    counting datemultirange NOT NULL,
    replied datemultirange NOT NULL,
    completed datemultirange NOT NULL,
    implemented datemultirange NOT NULL,
    planned datemultirange NOT NULL,
    unrated datemultirange NOT NULL,
    supervised datemultirange NOT NULL,
    published datemultirange NOT NULL,
    departments text [] NOT NULL,
    roles text [] NOT NULL,
    stays datemultirange [] NOT NULL,
    handlers text [] NOT NULL,
    handler_levels text [] NOT NULL,
    handler_days date [] NOT NULL,
    handled_again text [],
    unsteady boolean NOT NULL,
    opinions text [] NOT NULL,
    chain text [],
    level text,
    day date,
    disputes uuid [] NOT NULL,
    seen text [] NOT NULL,
    anomalies text [] NOT NULL,
    known_from date NOT NULL,
    known_to date,
    PRIMARY KEY (matter, known_from)
);
-- Where it lies. A comparison of texts is made before row-level security, one of arrays never.
CREATE INDEX ON {view}.matter ((chain[1]));
CREATE INDEX ON {view}.matter (matter) WHERE unsteady;
CREATE INDEX ON {view}.matter USING gin (members) WHERE cardinality(members) > 1;
CREATE INDEX ON {view}.matter (known_from) WHERE disputes <> '{}';
