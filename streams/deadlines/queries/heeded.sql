-- What there is to look at on a day, of at most so many objects; and what there is to tell of it.
SELECT
    h.object, h.turn::text, h.next, h.rule, h.due, h.unit, h.level, h.region, h.basis, h.ahead, h.departments, h.regions, h.step, h.about
FROM {view}.heeded(%(day)s, %(most)s) AS h
