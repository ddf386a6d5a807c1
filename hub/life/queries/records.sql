-- The records at these places in the order in which they happened, with what decides whether they count.
SELECT j.* FROM {view}.judged(%(family)s::smallint[], %(part)s::smallint[], %(off)s::bigint[]) AS j
