-- The types of the statements that changed in this batch.
SELECT DISTINCT c.type FROM changed AS c
