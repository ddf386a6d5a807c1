-- A suggestion that was made before (`recurs`: the earlier one), as known on recorded days `known_from` to before `known_to`; `counting`: the happened
-- days on which its matter counts. It lies where that arose, and has its kind and category.
CREATE TABLE {view}.recurrence (
    suggestion text NOT NULL,
    recurs text NOT NULL,
    counting datemultirange NOT NULL,
    kind text NOT NULL,
    category text NOT NULL,
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
CREATE INDEX recurrence_recurs ON {view}.recurrence (recurs);
CREATE INDEX ON {view}.recurrence (known_from) WHERE disputes <> '{}';
