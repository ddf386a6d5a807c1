SELECT s.*
FROM {view}.stat(%(names)s, %(region)s, %(dims)s, %(first)s, %(last)s, %(filters)s, %(cohort)s, %(regions)s, %(known)s) AS s
