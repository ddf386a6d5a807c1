SELECT d.ident
FROM {view}.{table} AS r
CROSS JOIN unnest(r.disputes) AS d (ident)
WHERE
    '{table}' = ANY (objects) AND r.disputes <> '{}' AND r.known_from <= known AND (r.known_to IS NULL OR r.known_to > known)
    AND r.seen @> ARRAY[asked]
    AND r.day <= dispute.last
