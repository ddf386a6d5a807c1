-- Move the position over records, if they begin at it: what stands before the topic's first offset, or nothing where another worker moved it.
UPDATE core.told_position AS p SET off = %(next)s
WHERE p.topic = %(topic)s::uuid AND p.off = %(first)s
RETURNING p.base
