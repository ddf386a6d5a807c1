-- The keys of one view to derive again.
INSERT INTO touched_{name} ({key})
SELECT DISTINCT {key} FROM (
{touched}
) AS t ({key})
WHERE ({key}) IS NOT NULL
