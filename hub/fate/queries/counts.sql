-- How many ledger records each of some identities has.
SELECT source, id, count(*) FROM core.event WHERE ident = any(%(idents)s::uuid[]) GROUP BY source, id
