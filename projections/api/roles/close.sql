ALTER ROLE {role} NOLOGIN PASSWORD NULL;
REVOKE hub_reader FROM {role};
SELECT pg_terminate_backend(a.pid) FROM pg_stat_activity AS a WHERE a.usename = {name} AND a.datname = current_database()
