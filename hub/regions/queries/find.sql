-- The regions that are valid on a day below one, and have a code or a name that begins with a text, or a name that holds it: shortest first.
SELECT a.region, a.name, a.kind, a.level, a.congress, a.parent, a.chain, a.valid_from, nullif(a.valid_to, 'infinity') AS valid_to
FROM {view}.ancestry AS a
WHERE
    a.valid_from <= %(day)s AND %(day)s < a.valid_to AND a.chain @> ARRAY[%(region)s::text]
    AND (starts_with(a.region, %(text)s) OR strpos(a.name, %(text)s) > 0)
ORDER BY a.name <> %(text)s, length(a.region), a.region
LIMIT %(limit)s
