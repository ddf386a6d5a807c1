-- What rows contribute: R's figure is the sum over `region = R`, a child's row under R the sum over `parent = R` by `region`.
CREATE TABLE {view}.cube (
    measure text NOT NULL,
    region text NOT NULL,
    parent text NOT NULL,
    own boolean NOT NULL,
    level text NOT NULL,
    kind text NOT NULL,
    category text NOT NULL,
    department text NOT NULL,
    role text NOT NULL,
    grade text NOT NULL,
    day date NOT NULL,
    rday date NOT NULL,
    n bigint NOT NULL,
    PRIMARY KEY (region, measure, day, rday, kind, category, department, role, grade, level, parent, own)
);
CREATE INDEX cube_parent ON {view}.cube (parent, measure, day);
