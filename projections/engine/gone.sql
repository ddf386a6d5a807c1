-- Stored rows of the touched keys. Few are touched, whatever the planner thinks: a look into the index for each.
INSERT INTO gone_{name}
SELECT s.*
FROM touched_{name} AS t
CROSS JOIN LATERAL (SELECT o.* FROM {view}.{name} AS o WHERE {key_t} = {key_o} OFFSET 0) AS s
