UPDATE core.event AS e
SET plain = FALSE, status = m.status, digest = m.digest
FROM marked AS m
WHERE
    e.family = m.family AND e.part = m.part AND e.off = m.off
    AND (e.plain OR e.status <> m.status OR e.digest IS DISTINCT FROM m.digest)
