-- Where a code lies on a day: itself while it is valid, else the one that goes on from it, or from which alone it came. Where several go on, or
-- none, or in a circle, it is not known where in the nearest region above that is valid (`exact` is false).
CREATE FUNCTION {view}.carried(code text, on_day date, OUT home text, OUT exact boolean)
LANGUAGE plpgsql STABLE PARALLEL SAFE
AS $$
DECLARE
    passed text [] := '{}';
    several bigint;
    heir text;
BEGIN
    home := code;
    exact := TRUE;
    WHILE home <> '00' AND NOT EXISTS (
        SELECT FROM {view}.ancestry AS a WHERE a.region = home AND a.valid_from <= on_day AND on_day < a.valid_to
    ) LOOP
        passed := passed || home;
        SELECT count(*), min(s.successor) INTO several, heir
        FROM {view}.succession AS s
        WHERE s.region = home AND s.day = (SELECT max(l.day) FROM {view}.succession AS l WHERE l.region = home AND l.day <= on_day);
        IF several = 0 THEN
            -- It began later.
            SELECT count(*), min(s.region) INTO several, heir
            FROM {view}.succession AS s
            WHERE s.successor = home AND s.day = (SELECT min(a.valid_from) FROM {view}.ancestry AS a WHERE a.region = home);
        END IF;
        IF several = 1 AND NOT heir = ANY (passed) AND EXISTS (SELECT FROM {view}.ancestry AS a WHERE a.region = heir) THEN
            home := heir;
        ELSE
            exact := FALSE;
            SELECT u.code INTO home
            FROM {view}.place_on(home, on_day) AS p
            CROSS JOIN LATERAL unnest(p.chain[2:]) WITH ORDINALITY AS u (code, turn)
            WHERE NOT u.code = ANY (passed)
            ORDER BY u.turn
            LIMIT 1;
        END IF;
    END LOOP;
END
$$;
