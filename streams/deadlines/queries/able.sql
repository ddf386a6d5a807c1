-- Whether a version of the views says what there is to tell of replies, and of steps: one of an earlier release may not.
SELECT
    to_regprocedure('{view}.to_tell(date,integer)') IS NOT NULL,
    to_regprocedure('{view}.heed(integer)') IS NOT NULL AND to_regprocedure('{view}.heeded(date,integer)') IS NOT NULL
