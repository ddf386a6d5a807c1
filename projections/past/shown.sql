CREATE VIEW {schema}.{name} WITH (security_invoker = TRUE) AS SELECT * FROM {below}.{name}
