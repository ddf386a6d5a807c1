CREATE TABLE {view}.department (
    department text PRIMARY KEY,
    name text NOT NULL,
    region text NOT NULL,
    level text,
    parent text,
    valid_from date NOT NULL
);
