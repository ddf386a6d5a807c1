-- Why figures as known on a recorded day cannot be told exactly; null where they can.
SELECT {view}.stat_unknowable(%(names)s, %(region)s, %(known)s)
