-- How far every partition is judged, and the digest of the first reference record, which names the ledger.
SELECT
    coalesce(
        (SELECT jsonb_agg(jsonb_build_array(p.family, p.part, p.off)) FROM core.feed_position AS p),
        '[]'::jsonb
    ),
    (
        SELECT sha256(e.raw)
        FROM core.event AS e
        INNER JOIN core.feed_position AS p ON e.family = p.family AND e.part = p.part AND e.off < p.off
        WHERE e.family = 0 AND e.part = 0 AND e.off = 0
    )
