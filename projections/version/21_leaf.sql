-- What a row contributes, but for the days: the cells of the region where it lies and of all above, `chain` from itself up.
CREATE TABLE {view}.leaf (
    leaf integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    chain text [] NOT NULL,
    family text NOT NULL,
    level text NOT NULL,
    kind text NOT NULL,
    category text NOT NULL,
    department text NOT NULL,
    role text NOT NULL,
    grade text NOT NULL,
    cells integer [] NOT NULL,
    CONSTRAINT leaf_whole UNIQUE (chain, family, kind, category, department, role, grade, level)
);
