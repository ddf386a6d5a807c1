-- What there is to tell of a day, at most so much.
SELECT t.object, t.rule, t.due, t.unit, t.level, t.region, t.basis, t.ahead, t.departments, t.regions,
    NULL AS step, NULL AS about
FROM {view}.to_tell(%(day)s, %(most)s) AS t
