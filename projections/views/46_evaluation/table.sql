-- How a suggestion's replies were graded (`promise` is empty), or a promise of it, as known on recorded days `known_from` to before `known_to`.
-- Multiranges are the happened days on which the grade is satisfied, basically, dissatisfied, in this order: by the first evaluation of the
-- result, by the last one, and by the last one of the attitude; of a promise only the last one is kept. It lies where its matter arose, and
-- has that one's kind, category and `day`.
CREATE TABLE {view}.evaluation (
    suggestion text NOT NULL,
    promise text NOT NULL,
    firsts datemultirange [] NOT NULL,
    finals datemultirange [] NOT NULL,
    attitudes datemultirange [] NOT NULL,
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
    PRIMARY KEY (suggestion, promise, known_from)
);
CREATE INDEX ON {view}.evaluation (known_from) WHERE disputes <> '{}';
