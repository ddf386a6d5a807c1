CREATE OR REPLACE VIEW api.{level}_activities WITH (security_invoker = TRUE) AS
SELECT
    p.region,
    p.name AS region_name,
    r.activity,
    r.state,
    r.kind,
    r.title,
    r.topic,
    r.day,
    r.starts,
    r.ends,
    r.host_unit,
    u.name AS host_name,
    r.region AS host_region,
    r.station,
    r.co_units,
    r.mandates,
    r.people,
    r.batches,
    r.households,
    r.items,
    r.sources,
    cardinality(r.disputes) AS disputed,
    r.anomalies
FROM {view}.activity AS r
CROSS JOIN LATERAL {view}.at_level(r.chain, (r.time AT TIME ZONE 'Asia/Shanghai')::date, '{level}') AS p
LEFT JOIN {view}.unit AS u ON r.host_unit = u.unit AND u.until = 'infinity'
WHERE r.known_to IS NULL;
COMMENT ON VIEW api.{level}_activities IS '{zh}：履职活动，每次一行，列在主办单位所在的{zh}区划下';
COMMENT ON COLUMN api.{level}_activities.region IS '{zh}区划代码：活动所在地或其上级中属于本级的区划';
COMMENT ON COLUMN api.{level}_activities.region_name IS '区划名称';
COMMENT ON COLUMN api.{level}_activities.activity IS '活动编号';
COMMENT ON COLUMN api.{level}_activities.state IS '状态：announced 已公布，held 已开展，cancelled 已取消';
COMMENT ON COLUMN api.{level}_activities.kind IS '活动类别';
COMMENT ON COLUMN api.{level}_activities.title IS '名称或主题';
COMMENT ON COLUMN api.{level}_activities.topic IS '议题';
COMMENT ON COLUMN api.{level}_activities.day IS '计数日：开展之日；未开展或已取消的为空';
COMMENT ON COLUMN api.{level}_activities.starts IS '开始时间，如来源所写';
COMMENT ON COLUMN api.{level}_activities.ends IS '结束时间，如来源所写';
COMMENT ON COLUMN api.{level}_activities.host_unit IS '主办机关代码';
COMMENT ON COLUMN api.{level}_activities.host_name IS '主办机关名称';
COMMENT ON COLUMN api.{level}_activities.host_region IS '主办机关所在区划';
COMMENT ON COLUMN api.{level}_activities.station IS '站点编号';
COMMENT ON COLUMN api.{level}_activities.co_units IS '协办机关代码，各来源所说之和';
COMMENT ON COLUMN api.{level}_activities.mandates IS '参加的代表职务编号，各来源所说之和';
COMMENT ON COLUMN api.{level}_activities.people IS '接待人数';
COMMENT ON COLUMN api.{level}_activities.batches IS '接待批次';
COMMENT ON COLUMN api.{level}_activities.households IS '走访户数';
COMMENT ON COLUMN api.{level}_activities.items IS '推动事项件数';
COMMENT ON COLUMN api.{level}_activities.sources IS '说过这次活动已开展的来源';
COMMENT ON COLUMN api.{level}_activities.disputed IS '同号异文的事件数';
COMMENT ON COLUMN api.{level}_activities.anomalies IS '疑点代码';
