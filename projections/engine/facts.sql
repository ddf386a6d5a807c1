-- What was said of facts, found by the families of the ledger that they are in and taken out of the index once.
CREATE TEMPORARY TABLE fact AS
SELECT s.*
FROM {view}.statement AS s
WHERE s.type = ANY (%(types)s) AND s.ident IN (SELECT e.ident FROM core.event_plain AS e WHERE e.family = ANY (%(families)s));
ANALYZE fact (object, type);
CREATE OR REPLACE TEMPORARY VIEW changed AS
SELECT * FROM fact
UNION ALL
SELECT * FROM {view}.settled;
