    IF names && ARRAY[{names}]{ruled} THEN
        RETURN QUERY SELECT v.name, r.key, r.entered, r.chain, r.level, r.kind, v.days
        FROM (
{sql}
        ) AS r
        CROSS JOIN LATERAL (VALUES {values}) AS v (name, days)
        WHERE v.name = ANY (names);
    END IF;
