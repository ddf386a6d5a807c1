-- What figures are of: contributions of one family of measures at one region, alike in every dimension; `own` where they arose there.
CREATE TABLE {view}.cell (
    cell integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    region text NOT NULL,
    family text NOT NULL,
    parent text NOT NULL,
    own boolean NOT NULL,
    level text NOT NULL,
    kind text NOT NULL,
    category text NOT NULL,
    department text NOT NULL,
    role text NOT NULL,
    grade text NOT NULL,
    CONSTRAINT cell_whole UNIQUE (region, family, kind, category, department, role, grade, level, parent, own)
);
CREATE INDEX cell_parent ON {view}.cell (parent, family, region, kind, category, department, role, grade, level, own);
