    IF '{name}' = ANY (names){ruled} THEN
        RETURN QUERY SELECT '{name}'::text, r.*
        FROM (
{sql}
        ) AS r;
    END IF;
