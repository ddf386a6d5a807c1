-- Facets met for the first time.
INSERT INTO {view}.facet (family, level, kind, category, department, role, grade)
SELECT d.words[1], d.words[2], d.words[3], d.words[4], d.words[5], d.words[6], d.words[7]
FROM (SELECT DISTINCT words FROM delta WHERE words IS NOT NULL) AS d
WHERE NOT EXISTS (
    SELECT 1 FROM {view}.facet AS f
    WHERE
        f.family = d.words[1] AND f.level = d.words[2] AND f.kind = d.words[3] AND f.category = d.words[4]
        AND f.department = d.words[5] AND f.role = d.words[6] AND f.grade = d.words[7]
)
