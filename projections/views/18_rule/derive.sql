SELECT
    s.object AS rule,
    s.source,
    s.id,
    s.time,
    s.data ->> 'jurisdiction' AS jurisdiction,
    coalesce(s.data ->> 'applies_to', '') AS level,
    s.data ->> 'step' AS step,
    (s.data ->> 'amount')::integer AS amount,
    s.data ->> 'period' AS period,
    coalesce((s.data ->> 'consent')::boolean, FALSE) AS consent,
    s.data ->> 'legal_basis' AS legal_basis,
    coalesce((s.data ->> 'valid_from')::date, s.day) AS valid_from,
    coalesce((s.data ->> 'valid_through')::date + 1, 'infinity') AS valid_to
FROM touched_rule AS t
INNER JOIN {view}.statement AS s ON t.rule = s.object
WHERE s.type = 'cn.npc.rule.set.v1' AND s.known_to IS NULL
