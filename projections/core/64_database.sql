-- Nobody but the worker makes anything here, not even for the length of a session: what is made could look at rows from inside a query.
DO $$
BEGIN
    EXECUTE format('REVOKE CREATE, TEMPORARY ON DATABASE %I FROM PUBLIC', current_database());
    EXECUTE format('GRANT CREATE, TEMPORARY ON DATABASE %I TO hub_worker', current_database());
END
$$;
