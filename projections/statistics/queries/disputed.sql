-- How many identities with differing copies the figures rest on.
SELECT {view}.stat_disputed(%(names)s, %(region)s, %(last)s, %(known)s)
