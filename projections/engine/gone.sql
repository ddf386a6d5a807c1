-- Stored rows of the touched keys.
INSERT INTO gone_{name}
SELECT s.*
FROM {view}.{name} AS s
INNER JOIN touched_{name} AS t ON {key_s} = {key_t}
