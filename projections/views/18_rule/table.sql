-- What one event says of the time that a step of handling may take. `level`: of the congress whose units handle, '' for every level;
-- `period`: months (m), days (d) or working days (wd). Which of several holds on a day is said in `functions`.
CREATE TABLE {view}.rule (
    rule text NOT NULL,
    source text NOT NULL,
    id text NOT NULL,
    time timestamptz NOT NULL,
    jurisdiction text NOT NULL,
    level text NOT NULL,
    step text NOT NULL,
    amount integer NOT NULL,
    period text NOT NULL,
    consent boolean NOT NULL,
    legal_basis text,
    valid_from date NOT NULL,
    valid_to date NOT NULL,
    PRIMARY KEY (rule, source, id)
);
CREATE INDEX rule_step ON {view}.rule (jurisdiction, step);
