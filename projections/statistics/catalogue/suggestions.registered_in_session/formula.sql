SELECT count(*) FROM {view}.number AS r
WHERE r.known_to IS NULL AND r.chain[1] = :region AND r.day <= :as_of AND split_part(r.number, '/', 3) <> ''
