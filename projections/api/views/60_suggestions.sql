CREATE OR REPLACE VIEW api.{level}_suggestions WITH (security_invoker = TRUE) AS
SELECT
    p.region,
    p.name AS region_name,
    r.suggestion,
    r.number,
    r.numbers,
    r.origin,
    r.kind,
    r.category,
    r.own_category,
    r.title,
    r.day,
    r.recurs,
    r.opinions,
    r.departments,
    r.roles,
    r.assigned @> t.today AS assigned,
    r.assigned @> t.today AND NOT r.unanswered @> t.today AS replied,
    r.dissatisfied @> t.today AS dissatisfied,
    r.promised @> t.today AS promised,
    r.promised @> t.today AND NOT r.unkept @> t.today AS promises_kept,
    r.supervised @> t.today AS key_supervised,
    r.published @> t.today AS published,
    r.closed @> t.today AS closed,
    cardinality(r.disputes) AS disputed,
    r.anomalies
FROM {view}.suggestion AS r
CROSS JOIN LATERAL {view}.at_level(r.chain, r.day, '{level}') AS p
CROSS JOIN (SELECT core.beijing_day(now()) AS today) AS t
WHERE r.known_to IS NULL AND r.day IS NOT NULL;
COMMENT ON VIEW api.{level}_suggestions IS '{zh}：建议，每件一行，列在产生地所属的{zh}区划下；状态截至今日';
COMMENT ON COLUMN api.{level}_suggestions.region IS '{zh}区划代码：产生地或其上级中属于本级的区划';
COMMENT ON COLUMN api.{level}_suggestions.region_name IS '区划名称';
COMMENT ON COLUMN api.{level}_suggestions.suggestion IS '建议编号（对象）';
COMMENT ON COLUMN api.{level}_suggestions.number IS '登记号：机关/届/次/号';
COMMENT ON COLUMN api.{level}_suggestions.numbers IS '全部登记号';
COMMENT ON COLUMN api.{level}_suggestions.origin IS '产生地区划代码';
COMMENT ON COLUMN api.{level}_suggestions.kind IS '类别';
COMMENT ON COLUMN api.{level}_suggestions.category IS '通用类别；uncategorised 未归类';
COMMENT ON COLUMN api.{level}_suggestions.own_category IS '来源系统自己的类别';
COMMENT ON COLUMN api.{level}_suggestions.title IS '标题';
COMMENT ON COLUMN api.{level}_suggestions.day IS '计数日';
COMMENT ON COLUMN api.{level}_suggestions.recurs IS '重复提出时，先前那一件的编号';
COMMENT ON COLUMN api.{level}_suggestions.opinions IS '所据意见的编号';
COMMENT ON COLUMN api.{level}_suggestions.departments IS '曾经有效的承办单位代码，与 roles 逐一对应';
COMMENT ON COLUMN api.{level}_suggestions.roles IS '承办角色：main 主办，co 协办，separate 分别办理';
COMMENT ON COLUMN api.{level}_suggestions.assigned IS '今日是否已交办';
COMMENT ON COLUMN api.{level}_suggestions.replied IS '今日是否已全部答复';
COMMENT ON COLUMN api.{level}_suggestions.dissatisfied IS '今日是否有“不满意”评价未了结';
COMMENT ON COLUMN api.{level}_suggestions.promised IS '今日是否有承诺事项';
COMMENT ON COLUMN api.{level}_suggestions.promises_kept IS '今日承诺是否全部兑现';
COMMENT ON COLUMN api.{level}_suggestions.key_supervised IS '今日是否列入重点督办';
COMMENT ON COLUMN api.{level}_suggestions.published IS '今日是否公开';
COMMENT ON COLUMN api.{level}_suggestions.closed IS '今日是否已退回、转信访或撤回';
COMMENT ON COLUMN api.{level}_suggestions.disputed IS '同号异文的事件数';
COMMENT ON COLUMN api.{level}_suggestions.anomalies IS '疑点代码';
