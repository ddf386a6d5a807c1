-- The regions and years of projects whose row changed, as they were and as they are.
SELECT c.region, c.year FROM changed_project AS c WHERE c.voted IS NOT NULL OR c.listed IS NOT NULL
