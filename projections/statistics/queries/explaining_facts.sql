-- The facts that hold as they are known on every day which were written down between two instants, as far as the caller may see them: what rests on
-- them may have changed without a word of its own.
SELECT NULL::text, e.source, e.id, e.type, e.object, e.time, e.recorded, e.status
FROM core.event AS e
WHERE
    e.family = 0 AND e.recorded > %(after)s AND e.recorded <= %(until)s
    AND e.off >= coalesce((SELECT min(c.off) FROM {view}.stat_position(%(after)s) AS c WHERE c.family = 0), 0)
    AND (%(beyond)s::jsonb IS NULL OR e.off >= coalesce((%(beyond)s::jsonb ->> concat_ws('/', e.family, e.part))::bigint, 0))
    AND ({view}.stat_undated(e.type) OR e.type IN ('cn.npc.reference.corrected.v1', 'cn.npc.reference.retracted.v1'))
ORDER BY e.recorded, e.source, e.id
LIMIT 1000
