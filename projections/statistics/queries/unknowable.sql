-- Why the live views do not tell figures as known on a recorded day; null where they do.
SELECT {view}.stat_unknowable(%(names)s, %(region)s, %(known)s, %(regions)s::date IS NOT NULL)
