-- Of contradicting times of a code that end on the same day one is told: all have the same end, or said none.
SELECT DISTINCT ON (g.region, g.day, n.turn)
    g.region, g.day, coalesce(n.turn, 1)::integer AS turn, g.kind, n.successor, nullif(n.share, '') AS share
FROM (
    SELECT r.region, coalesce(e.since, r.valid_to) AS day, coalesce(e.kind, 'expired') AS kind, e.successors, e.shares
    FROM touched_succession AS t
    INNER JOIN {view}.region AS r ON t.region = r.region
    LEFT JOIN LATERAL {view}.ending(r.region, (SELECT min(f.valid_from) FROM {view}.region AS f WHERE f.region = r.region AND f.source = r.source AND f.id = r.id)) AS e ON TRUE
    WHERE r.valid_to < 'infinity' AND NOT EXISTS (
        SELECT FROM {view}.region AS f WHERE f.region = r.region AND f.source = r.source AND f.id = r.id AND f.valid_from >= r.valid_to
    )
) AS g
LEFT JOIN LATERAL unnest(g.successors, g.shares) WITH ORDINALITY AS n (successor, share, turn) ON TRUE
ORDER BY g.region, g.day, n.turn, g.kind DESC
