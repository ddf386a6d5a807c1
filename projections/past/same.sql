CREATE OR REPLACE VIEW {schema}.{name} WITH (security_invoker = {invoker}) AS SELECT * FROM {below}.{name}
