CREATE OR REPLACE VIEW api.{level}_stations WITH (security_invoker = TRUE) AS
SELECT
    p.region,
    p.name AS region_name,
    r.station,
    r.name,
    r.kind,
    r.region AS station_region,
    r.host_unit,
    u.name AS host_name,
    r.day,
    r.ended,
    r.ended IS NULL AS open,
    cardinality(r.disputes) AS disputed,
    r.anomalies
FROM {view}.station AS r
CROSS JOIN LATERAL {view}.at_level(r.chain, r.day, '{level}') AS p
LEFT JOIN {view}.unit AS u ON r.host_unit = u.unit AND u.until = 'infinity'
WHERE r.known_to IS NULL AND r.day IS NOT NULL;
COMMENT ON VIEW api.{level}_stations IS '{zh}：代表联络站，每站一行，列在所在的{zh}区划下';
COMMENT ON COLUMN api.{level}_stations.region IS '{zh}区划代码：站点所在地或其上级中属于本级的区划';
COMMENT ON COLUMN api.{level}_stations.region_name IS '区划名称';
COMMENT ON COLUMN api.{level}_stations.station IS '站点编号';
COMMENT ON COLUMN api.{level}_stations.name IS '站点名称';
COMMENT ON COLUMN api.{level}_stations.kind IS '站点类别：main 总站，central 中心站，station 站，point 点，online 网上站';
COMMENT ON COLUMN api.{level}_stations.station_region IS '站点所在区划';
COMMENT ON COLUMN api.{level}_stations.host_unit IS '主管机关代码';
COMMENT ON COLUMN api.{level}_stations.host_name IS '主管机关名称';
COMMENT ON COLUMN api.{level}_stations.day IS '首次开放之日';
COMMENT ON COLUMN api.{level}_stations.ended IS '关闭之日；开放中的为空';
COMMENT ON COLUMN api.{level}_stations.open IS '是否开放中';
COMMENT ON COLUMN api.{level}_stations.disputed IS '同号异文的事件数';
COMMENT ON COLUMN api.{level}_stations.anomalies IS '疑点代码';
