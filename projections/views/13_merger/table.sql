-- A department that was merged, from `day` on, and who goes on from it. `holds`: it is not the fact that would close a circle. `ident`: the event.
CREATE TABLE {view}.merger (
    department text PRIMARY KEY,
    day date NOT NULL,
    successors text [] NOT NULL,
    holds boolean NOT NULL,
    ident uuid NOT NULL,
    anomalies text [] NOT NULL
);
CREATE INDEX ON {view}.merger USING gin (successors);
