-- Of a row that came in the place of one that went, of the same span and with the same dimensions, only what one of them contributes.
SELECT coalesce(r.known_from, g.known_from) AS known_from, coalesce(r.known_to, g.known_to) AS known_to, c.*
FROM came_{name} AS r
FULL JOIN gone_{name} AS g
    ON {primary_r} = {primary_g} AND {alike_r} = {alike_g} AND coalesce(r.known_to, 'infinity') = coalesce(g.known_to, 'infinity')
CROSS JOIN LATERAL (
    SELECT 1 AS sign, n.*
    FROM {view}.{name}_cells(ROW({columns_r})::{view}.{name}, ROW({columns_g})::{view}.{name}) AS n
    WHERE r.known_from IS NOT NULL
    UNION ALL
    SELECT -1 AS sign, o.*
    FROM {view}.{name}_cells(ROW({columns_g})::{view}.{name}, ROW({columns_r})::{view}.{name}) AS o
    WHERE g.known_from IS NOT NULL
) AS c
