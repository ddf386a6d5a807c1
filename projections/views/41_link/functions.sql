-- Whether a source may speak for a suggestion: it minted it or succeeded the one that did, or its region is or contains the
-- region of the source that did.
CREATE FUNCTION {view}.speaks_for(speaker text, suggestion text, on_day date) RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE
RETURN starts_with(suggestion, speaker || '/') OR EXISTS (
    SELECT
    FROM {view}.source AS v
    LEFT JOIN {view}.source AS m ON m.source = core.minter(suggestion)
    WHERE
        v.source = speaker
        AND (
            v.line @> ARRAY[core.minter(suggestion)]
            OR (SELECT p.chain FROM {view}.place_on(m.region, on_day) AS p WHERE m.region IS NOT NULL) @> ARRAY[v.region]
        )
);
