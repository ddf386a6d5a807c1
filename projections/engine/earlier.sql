-- Keys of which something may have been said before this batch: those with a row, and those of which something is settled apart. All that is
-- said of any other touched key is among what changed.
CREATE TEMPORARY VIEW earlier_{name} AS
SELECT {key} FROM gone_{name}
UNION
SELECT e.object
FROM concerned AS c
CROSS JOIN LATERAL (SELECT o.object FROM core.event_other AS o WHERE c.ident = o.ident OFFSET 0) AS e
