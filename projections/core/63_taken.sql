-- What PostgreSQL lets everybody call, and no reader has a use for: locks by number, by which folds, rebuilds and feeds keep to themselves (who
-- holds one of them holds the hub up); large objects, which anybody may make; words for the server's log of changes. To give a lock back stays
-- open: it reaches no lock but one's own, and some clients do so before they lend a connection again. These functions belong to the superuser:
-- where the owner of the hub is none, a superuser has to run this file in the hub's database (docs/security.md).
DO $$
DECLARE
    every constant text := '^(pg_(try_)?advisory_(xact_)?lock|lo_|loread$|lowrite$|pg_logical_emit_message$)';
    called text;
    locks text;
BEGIN
    SELECT
        string_agg(p.oid::regprocedure::text, ', ') FILTER (WHERE has_function_privilege('public', p.oid, 'EXECUTE')),
        string_agg(p.oid::regprocedure::text, ', ') FILTER (WHERE p.proname ~ 'advisory')
    INTO called, locks
    FROM pg_proc AS p
    WHERE p.pronamespace = 'pg_catalog'::regnamespace AND p.proname ~ every AND pg_has_role(current_user, p.proowner, 'USAGE');
    IF called IS NOT NULL THEN
        EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', called);
    END IF;
    IF locks IS NOT NULL THEN
        EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO hub_worker, hub_feeds, hub_watch', locks);
        -- One edition of regions is compared and sent at a time.
        GRANT EXECUTE ON FUNCTION pg_advisory_lock(bigint) TO hub_http;
    END IF;
END
$$;
