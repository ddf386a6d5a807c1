-- How far the topic is read: the offset of its next record. Another topic of the name is read from its beginning, behind all that was read.
UPDATE core.told_position AS p
SET
    topic = %(topic)s,
    base = p.base + CASE WHEN p.topic IS DISTINCT FROM %(topic)s::uuid THEN p.off ELSE 0 END,
    off = CASE WHEN p.topic IS DISTINCT FROM %(topic)s::uuid THEN 0 ELSE p.off END
RETURNING p.off
