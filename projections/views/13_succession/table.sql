-- What goes on from a code that is repealed, from that day on. `successor` is null where nobody said; `share` is only shown, never multiplied.
CREATE TABLE {view}.succession (
    region text NOT NULL,
    day date NOT NULL,
    turn integer NOT NULL,
    kind text NOT NULL,
    successor text,
    share text,
    PRIMARY KEY (region, day, turn)
);
CREATE INDEX succession_successor ON {view}.succession (successor) WHERE successor IS NOT NULL;
