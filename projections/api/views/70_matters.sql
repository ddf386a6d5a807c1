CREATE OR REPLACE VIEW api.{level}_matters WITH (security_invoker = TRUE) AS
SELECT
    p.region,
    p.name AS region_name,
    r.matter,
    r.members,
    r.origin,
    r.kind,
    r.category,
    r.title,
    r.day,
    r.counting @> t.today AS counting,
    r.replied @> t.today AS replied,
    r.completed @> t.today AS completed,
    r.implemented @> t.today AS implemented,
    r.supervised @> t.today AS key_supervised,
    r.published @> t.today AS published,
    r.departments,
    r.roles,
    r.opinions,
    cardinality(r.disputes) AS disputed,
    r.anomalies,
    EXISTS (SELECT FROM {view}.recurrence AS e WHERE e.suggestion = ANY (r.members) AND e.known_to IS NULL) AS repeated
FROM {view}.matter AS r
CROSS JOIN LATERAL {view}.at_level(r.chain, r.day, '{level}') AS p
CROSS JOIN (SELECT core.beijing_day(now()) AS today) AS t
WHERE r.known_to IS NULL AND r.day IS NOT NULL;
COMMENT ON VIEW api.{level}_matters IS '{zh}：事项，每项一行，无论经过几级；列在产生地所属的{zh}区划下；状态截至今日';
COMMENT ON COLUMN api.{level}_matters.region IS '{zh}区划代码：产生地或其上级中属于本级的区划';
COMMENT ON COLUMN api.{level}_matters.region_name IS '区划名称';
COMMENT ON COLUMN api.{level}_matters.matter IS '事项编号：其中最小的建议编号';
COMMENT ON COLUMN api.{level}_matters.members IS '所含建议的编号';
COMMENT ON COLUMN api.{level}_matters.origin IS '产生地区划代码';
COMMENT ON COLUMN api.{level}_matters.kind IS '类别';
COMMENT ON COLUMN api.{level}_matters.category IS '通用类别；uncategorised 未归类';
COMMENT ON COLUMN api.{level}_matters.title IS '标题';
COMMENT ON COLUMN api.{level}_matters.day IS '计数日';
COMMENT ON COLUMN api.{level}_matters.counting IS '今日是否计数；建议全部退回、转信访或撤回的不计';
COMMENT ON COLUMN api.{level}_matters.replied IS '今日是否已答复';
COMMENT ON COLUMN api.{level}_matters.completed IS '今日是否办结';
COMMENT ON COLUMN api.{level}_matters.implemented IS '今日是否落地';
COMMENT ON COLUMN api.{level}_matters.key_supervised IS '今日是否列入重点督办';
COMMENT ON COLUMN api.{level}_matters.published IS '今日是否公开';
COMMENT ON COLUMN api.{level}_matters.departments IS '曾经有效的承办单位代码，与 roles 逐一对应';
COMMENT ON COLUMN api.{level}_matters.roles IS '承办角色：main 主办，co 协办，separate 分别办理';
COMMENT ON COLUMN api.{level}_matters.opinions IS '所据意见的编号';
COMMENT ON COLUMN api.{level}_matters.disputed IS '同号异文的事件数';
COMMENT ON COLUMN api.{level}_matters.anomalies IS '疑点代码';
COMMENT ON COLUMN api.{level}_matters.repeated IS '是否重复提出：以前年度提过，本年度又提';
