-- The numbers of what was met for the first time.
UPDATE delta AS d SET
    place = coalesce(d.place, p.place),
    above = coalesce(d.above, p.above),
    top = coalesce(d.top, p.top),
    facet = coalesce(d.facet, f.facet)
FROM delta AS o
LEFT JOIN {view}.place AS p ON o.chain = p.chain
LEFT JOIN {view}.facet AS f
    ON
        o.words[1] = f.family AND o.words[2] = f.level AND o.words[3] = f.kind AND o.words[4] = f.category
        AND o.words[5] = f.department AND o.words[6] = f.role AND o.words[7] = f.grade
WHERE d.ctid = o.ctid AND (o.chain IS NOT NULL OR o.words IS NOT NULL)
