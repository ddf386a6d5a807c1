-- Whether views are live: `api.within` comes with them.
SELECT to_regprocedure('api.within(text, text[], date)') IS NOT NULL
