CREATE OR REPLACE VIEW api.{level}_opinions WITH (security_invoker = TRUE) AS
SELECT
    p.region,
    p.name AS region_name,
    r.opinion,
    r.origin,
    r.category,
    r.own_category,
    r.title,
    r.source_kind,
    r.activity,
    r.day,
    r.answered,
    r.rejected,
    r.resolved @> core.beijing_day(now()) AS resolved,
    r.suggestions,
    cardinality(r.disputes) AS disputed,
    r.anomalies
FROM {view}.opinion AS r
CROSS JOIN LATERAL {view}.at_level(r.chain, r.day, '{level}') AS p
WHERE r.known_to IS NULL AND r.day IS NOT NULL;
COMMENT ON VIEW api.{level}_opinions IS '{zh}：社情民意，每条一行，列在产生地所属的{zh}区划下';
COMMENT ON COLUMN api.{level}_opinions.region IS '{zh}区划代码：产生地或其上级中属于本级的区划';
COMMENT ON COLUMN api.{level}_opinions.region_name IS '区划名称';
COMMENT ON COLUMN api.{level}_opinions.opinion IS '意见编号';
COMMENT ON COLUMN api.{level}_opinions.origin IS '产生地区划代码';
COMMENT ON COLUMN api.{level}_opinions.category IS '通用类别；uncategorised 未归类';
COMMENT ON COLUMN api.{level}_opinions.own_category IS '来源系统自己的类别';
COMMENT ON COLUMN api.{level}_opinions.title IS '标题';
COMMENT ON COLUMN api.{level}_opinions.source_kind IS '来源类别';
COMMENT ON COLUMN api.{level}_opinions.activity IS '收集它的活动编号';
COMMENT ON COLUMN api.{level}_opinions.day IS '收集之日';
COMMENT ON COLUMN api.{level}_opinions.answered IS '当场答复之日';
COMMENT ON COLUMN api.{level}_opinions.rejected IS '不予受理之日';
COMMENT ON COLUMN api.{level}_opinions.resolved IS '今日是否已解决';
COMMENT ON COLUMN api.{level}_opinions.suggestions IS '由它转成的建议编号';
COMMENT ON COLUMN api.{level}_opinions.disputed IS '同号异文的事件数';
COMMENT ON COLUMN api.{level}_opinions.anomalies IS '疑点代码';
