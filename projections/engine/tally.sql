-- By place: neighbours go to one page of the index.
INSERT INTO {view}.tally (place, facet, day, rday, n1, n2, n3, n4, n5, n6, n7, n8)
SELECT d.place, d.facet, d.day, d.rday, d.n1, d.n2, d.n3, d.n4, d.n5, d.n6, d.n7, d.n8
FROM delta AS d
ORDER BY d.place
