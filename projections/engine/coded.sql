-- The numbers of facets met for the first time.
UPDATE delta AS d SET facet = f.facet
FROM {view}.facet AS f
WHERE d.facet IS NULL AND d.words = ARRAY[f.family, f.level, f.kind, f.category, f.department, f.role, f.grade]
