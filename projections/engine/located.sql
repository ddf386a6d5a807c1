-- The numbers of places met for the first time, and where they are rolled up.
UPDATE delta AS d SET place = p.place, above = p.above, top = p.top
FROM {view}.place AS p
WHERE d.place IS NULL AND d.chain = p.chain
