CREATE OR REPLACE VIEW api.{level}_deputies WITH (security_invoker = TRUE) AS
SELECT
    r.region,
    (
        SELECT a.name FROM {view}.ancestry AS a WHERE a.region = r.region ORDER BY a.valid_from DESC LIMIT 1
    ) AS region_name,
    coalesce(l.person, r.person) AS person,
    coalesce(min(k.name), min(n.name)) AS name,
    array_agg(DISTINCT r.person ORDER BY r.person) FILTER (WHERE l.person IS NOT NULL) AS aliases,
    array_agg(r.mandate ORDER BY r.day, r.mandate) AS mandates,
    array_agg(DISTINCT r.term ORDER BY r.term) FILTER (WHERE r.term IS NOT NULL) AS terms,
    array_agg(DISTINCT r.delegation ORDER BY r.delegation) FILTER (WHERE r.delegation IS NOT NULL) AS delegations,
    min(r.day) AS day,
    CASE WHEN bool_and(r.ended IS NOT NULL) THEN max(r.ended) END AS ended,
    CASE WHEN bool_and(r.suspended IS NOT NULL) FILTER (WHERE r.ended IS NULL) THEN max(r.suspended) FILTER (WHERE r.ended IS NULL) END AS suspended,
    sum(cardinality(r.disputes)) AS disputed,
    core.united(core.gathered(r.anomalies)) AS anomalies
FROM {view}.mandate AS r
LEFT JOIN {view}.alias AS l ON r.person = l.alias AND l.known_to IS NULL
LEFT JOIN {view}.person AS n ON r.person = n.person
LEFT JOIN {view}.person AS k ON l.person = k.person
WHERE r.known_to IS NULL AND r.day IS NOT NULL AND r.level = '{level}'
GROUP BY r.region, coalesce(l.person, r.person);
COMMENT ON VIEW api.{level}_deputies IS '{zh}人大代表：每人在一个人民代表大会一行，无论几届、登记过几个人员编号';
COMMENT ON COLUMN api.{level}_deputies.region IS '人民代表大会所在区划代码';
COMMENT ON COLUMN api.{level}_deputies.region_name IS '区划名称';
COMMENT ON COLUMN api.{level}_deputies.person IS '人员代码；同一人在各级的代码相同，合并的以保留的为准';
COMMENT ON COLUMN api.{level}_deputies.name IS '姓名，未登记的为空';
COMMENT ON COLUMN api.{level}_deputies.aliases IS '已并入此人的其他人员编号';
COMMENT ON COLUMN api.{level}_deputies.mandates IS '代表职务编号，按任职先后';
COMMENT ON COLUMN api.{level}_deputies.terms IS '届';
COMMENT ON COLUMN api.{level}_deputies.delegations IS '代表团';
COMMENT ON COLUMN api.{level}_deputies.day IS '首次任职之日';
COMMENT ON COLUMN api.{level}_deputies.ended IS '职务全部终止之日；仍在任的为空';
COMMENT ON COLUMN api.{level}_deputies.suspended IS '自何日起暂时停止执行职务；没有停止、已经恢复或者职务已全部终止的为空';
COMMENT ON COLUMN api.{level}_deputies.disputed IS '同号异文的事件数';
COMMENT ON COLUMN api.{level}_deputies.anomalies IS '疑点代码';
