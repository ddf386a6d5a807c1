-- The terms of a region's congress as known at the end of a recorded day.
SELECT t.unit, t.term, t.first, t.last, t.followed_by FROM {view}.stat_terms(%(region)s, %(known)s) AS t
