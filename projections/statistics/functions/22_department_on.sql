-- Who stands for a department on a day: itself while it is not merged, else the only one that goes on from it; before it began, the only one
-- that it came from. Where several go on, or nobody that is registered, it stays itself.
CREATE FUNCTION {view}.department_on(asked text, on_day date) RETURNS text
LANGUAGE plpgsql STABLE PARALLEL SAFE
AS $$
DECLARE
    home text := asked;
    passed text [] := '{}';
    heirs text [];
BEGIN
    LOOP
        passed := passed || home;
        SELECT m.successors INTO heirs FROM {view}.merger AS m WHERE m.department = home AND m.day <= on_day AND m.holds;
        IF heirs IS NULL THEN
            -- It began later.
            SELECT array_agg(m.department) INTO heirs
            FROM {view}.merger AS m
            WHERE
                m.successors = ARRAY[home] AND m.day > on_day AND m.holds
                AND m.day = (SELECT min(d.valid_from) FROM {view}.department AS d WHERE d.department = home);
        END IF;
        IF
            cardinality(heirs) = 1 AND NOT heirs[1] = ANY (passed)
            AND EXISTS (SELECT FROM {view}.department AS d WHERE d.department = heirs[1])
        THEN
            home := heirs[1];
        ELSE
            RETURN home;
        END IF;
    END LOOP;
END
$$;
