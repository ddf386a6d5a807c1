-- The broker's topics of now, whose records are those of before at each offset, are those that positions and heads are of.
UPDATE core.position SET topic = n.topic
FROM unnest(%(families)s::smallint [], %(topics)s::uuid []) AS n (family, topic)
WHERE core.position.family = n.family;
UPDATE core.archive_head SET topic = n.topic
FROM unnest(%(families)s::smallint [], %(topics)s::uuid []) AS n (family, topic)
WHERE core.archive_head.family = n.family;
