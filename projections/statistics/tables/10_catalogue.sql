-- What the functions below must know of each statistic; filled from the folders of the catalogue when a version is made.
CREATE TABLE {view}.catalogue (
    name text COLLATE "C" PRIMARY KEY,
    zh text NOT NULL,
    en text NOT NULL,
    unit text NOT NULL,
    additive boolean NOT NULL,
    reach text NOT NULL CHECK (reach IN ('subtree', 'own')),
    answered text NOT NULL CHECK (answered IN ('cube', 'distinct', 'rows', 'charged')),
    span text NOT NULL CHECK (span IN ('event', 'state', 'begun')),
    object text NOT NULL,
    dimensions text[] NOT NULL,
    implied text[] NOT NULL,
    rate_of text,
    of_state boolean NOT NULL,
    rests text[] NOT NULL,
    formula_zh text NOT NULL,
    formula_en text NOT NULL
);
