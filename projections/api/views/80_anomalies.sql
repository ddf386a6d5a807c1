CREATE OR REPLACE VIEW api.{level}_anomalies WITH (security_invoker = TRUE) AS
SELECT
    p.region,
    p.name AS region_name,
    r.kind,
    r.object,
    r.code,
    q.zh AS sentence,
    q.do_zh AS remedy,
    r.day,
    b.zh AS rule,
    b.source AS basis
FROM (
    SELECT d.kind, d.object, d.chain, d.day, d.code FROM {view}.doubt() AS d
    UNION
    SELECT n.kind, n.object, n.chain, n.day, n.code FROM {view}.stray AS n
) AS r
CROSS JOIN LATERAL {view}.at_level(r.chain, coalesce(r.day, core.beijing_day(now())), '{level}') AS p
LEFT JOIN core.reason AS q ON r.code = q.code
LEFT JOIN core.basis AS b ON r.code = b.code;
COMMENT ON VIEW api.{level}_anomalies IS '{zh}：疑点，即已入账而不合常理的经过；补上所缺的事件即消失';
COMMENT ON COLUMN api.{level}_anomalies.region IS '{zh}区划代码：所疑对象所在地或其上级中属于本级的区划';
COMMENT ON COLUMN api.{level}_anomalies.region_name IS '区划名称';
COMMENT ON COLUMN api.{level}_anomalies.kind IS '对象种类：activity 活动，participation 参加，mandate 代表职务，station 联络站，project 项目，suggestion 建议，opinion 意见，amendment 不起作用的更正或撤回，region 区划等';
COMMENT ON COLUMN api.{level}_anomalies.object IS '对象编号，多个键以空格分隔；更正或撤回的是对象、来源、事件编号';
COMMENT ON COLUMN api.{level}_anomalies.code IS '疑点代码';
COMMENT ON COLUMN api.{level}_anomalies.sentence IS '疑点说明';
COMMENT ON COLUMN api.{level}_anomalies.remedy IS '怎么办';
COMMENT ON COLUMN api.{level}_anomalies.day IS '对象的计数日';
COMMENT ON COLUMN api.{level}_anomalies.rule IS '所违反的规则';
COMMENT ON COLUMN api.{level}_anomalies.basis IS '规则的出处';
