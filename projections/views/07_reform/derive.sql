SELECT
    f.region, f.time, f.source, f.id, f.kind, f.since,
    f.kind IN ('abolished', 'merged', 'split') OR f.new_code IS NOT NULL AS ends,
    f.name, f.parent, f.new_code,
    CASE f.kind
        WHEN 'merged' THEN ARRAY[f.into_code]
        WHEN 'moved' THEN array_remove(ARRAY[f.new_code], NULL)
        ELSE ARRAY(SELECT o.one ->> 'code' FROM jsonb_array_elements(f.several) WITH ORDINALITY AS o (one, place) ORDER BY o.place)
    END AS successors,
    ARRAY(SELECT o.one ->> 'share' FROM jsonb_array_elements(f.several) WITH ORDINALITY AS o (one, place) ORDER BY o.place) AS shares
FROM (
    SELECT
        s.object AS region, s.time, s.source, s.id,
        split_part(s.type, '.', 4) AS kind,
        coalesce((s.data ->> 'valid_from')::date, s.day) AS since,
        s.data ->> 'name' AS name,
        s.data ->> 'parent' AS parent,
        nullif(s.data ->> 'new_code', s.object) AS new_code,
        s.data ->> 'into' AS into_code,
        coalesce(s.data -> 'successors', '[]') AS several
    FROM touched_reform AS t
    INNER JOIN {view}.statement AS s ON t.region = s.object
    WHERE
        s.known_to IS NULL
        AND s.type IN (
            'cn.npc.region.renamed.v1', 'cn.npc.region.moved.v1', 'cn.npc.region.abolished.v1', 'cn.npc.region.merged.v1', 'cn.npc.region.split.v1'
        )
) AS f
