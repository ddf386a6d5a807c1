-- What is known of a department from `valid_from` to before `valid_to`; after it was merged there is none.
CREATE TABLE {view}.department (
    department text NOT NULL,
    name text NOT NULL,
    region text NOT NULL,
    level text,
    parent text,
    valid_from date NOT NULL,
    valid_to date NOT NULL,
    PRIMARY KEY (department, valid_from)
);
