-- Which of some events of a source are in the ledger index. Identities are found by their digests.
SELECT n.id
FROM unnest(%(ids)s::text[]) AS n (id)
WHERE
    EXISTS (
        SELECT FROM core.event AS e
        WHERE e.ident = encode(substr(sha256(convert_to(%(source)s || E'\n' || n.id, 'UTF8')), 1, 16), 'hex')::uuid
    )
