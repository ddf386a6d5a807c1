-- What contributions are of, but for place and days: one family of measures, alike in every dimension.
CREATE TABLE {view}.facet (
    facet integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    family text NOT NULL,
    level text NOT NULL,
    kind text NOT NULL,
    category text NOT NULL,
    department text NOT NULL,
    role text NOT NULL,
    grade text NOT NULL,
    CONSTRAINT facet_whole UNIQUE (family, department, category, kind, role, grade, level)
);
