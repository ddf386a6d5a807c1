-- Whom the ledger says to be erased between two offsets, why, and since when (ms).
SELECT e.data ->> 'person' AS person, e.data ->> 'reason' AS reason, (extract(EPOCH FROM e.time) * 1000)::bigint AS at
FROM core.event AS e
WHERE e.family = %(family)s AND e.off >= %(first)s AND e.off < %(next)s AND e.type = 'cn.npc.person.erased.v1'
ORDER BY e.off
