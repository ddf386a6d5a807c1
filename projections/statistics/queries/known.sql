-- The recorded day at whose end what was known at an instant was known; null where there is none.
SELECT {view}.stat_known(%(until)s)
