CREATE TABLE {view}.person (
    person text PRIMARY KEY,
    name text,
    cert_no text
);
