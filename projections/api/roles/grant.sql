ALTER ROLE {role} SET default_transaction_read_only TO on;
ALTER ROLE {role} SET statement_timeout TO '60s';
ALTER ROLE {role} SET idle_in_transaction_session_timeout TO '60s';
GRANT hub_reader TO {role} WITH INHERIT TRUE, SET FALSE;
GRANT {role} TO CURRENT_USER WITH INHERIT FALSE, SET TRUE
