SELECT count(*) FROM {view}.deadline AS r
INNER JOIN {view}.suggestion AS s ON r.suggestion = s.suggestion AND s.known_to IS NULL
WHERE
    r.known_to IS NULL AND r.chain @> ARRAY[:region] AND NOT s.closed @> :as_of
    AND EXISTS (SELECT FROM unnest(r.clocks) AS c WHERE c.days @> :as_of)
