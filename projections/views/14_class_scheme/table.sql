CREATE TABLE {view}.class_scheme (
    scheme text NOT NULL,
    class text NOT NULL,
    outcome text NOT NULL,
    region text NOT NULL,
    valid_from date NOT NULL,
    valid_to date NOT NULL,
    PRIMARY KEY (scheme, class, valid_from)
);
