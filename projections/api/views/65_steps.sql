CREATE OR REPLACE VIEW api.{level}_steps WITH (security_invoker = TRUE) AS
SELECT
    p.region,
    p.name AS region_name,
    s.suggestion,
    s.step,
    s.about,
    s.began,
    s.due_day,
    s.rule,
    s.done_on,
    s.state,
    q.code,
    q.zh AS sentence
FROM (
    SELECT n.suggestion AS object, n.chain, n.day FROM {view}.suggestion AS n WHERE n.known_to IS NULL AND n.day IS NOT NULL
    UNION ALL
    SELECT d.deed, d.chain, d.day FROM {view}.deed AS d WHERE d.known_to IS NULL AND d.step = 'group_research'
) AS r
CROSS JOIN LATERAL {view}.at_level(r.chain, r.day, '{level}') AS p
CROSS JOIN LATERAL {view}.steps(ARRAY[r.object], core.beijing_day(now())) AS s
LEFT JOIN core.reason AS q ON q.code = CASE s.state WHEN 'overdue' THEN 'STEP_OVERDUE' WHEN 'late' THEN 'STEP_LATE' WHEN 'unknown' THEN 'CALENDAR_UNKNOWN' END;
COMMENT ON VIEW api.{level}_steps IS '{zh}：有期限规则的办理环节，每个环节一行，列在建议产生地（报告提出地）所属的{zh}区划下；状态截至今日；问的时候才算，宜指定区划或者建议';
COMMENT ON COLUMN api.{level}_steps.region IS '{zh}区划代码：产生地或其上级中属于本级的区划';
COMMENT ON COLUMN api.{level}_steps.region_name IS '区划名称';
COMMENT ON COLUMN api.{level}_steps.suggestion IS '建议、视察或者调研报告的编号（对象）';
COMMENT ON COLUMN api.{level}_steps.step IS '环节：assign 交办，refuse 退办，reassign 改办，contact 联系代表，co_opinion 协办意见，co_opinion_again 重提协办意见（责成重新办理之日起），reply、reply_extended 答复，rehandle 重新办理，evaluate 评价，promise_evaluate 承诺评价，research 视察调研报告的处理反馈';
COMMENT ON COLUMN api.{level}_steps.about IS '承办单位或者承诺的编号';
COMMENT ON COLUMN api.{level}_steps.began IS '期限自哪天起';
COMMENT ON COLUMN api.{level}_steps.due_day IS '到期日；没有放假安排的未知';
COMMENT ON COLUMN api.{level}_steps.rule IS '所据规则：地区、层级、环节、数量、单位';
COMMENT ON COLUMN api.{level}_steps.done_on IS '哪天办的';
COMMENT ON COLUMN api.{level}_steps.state IS '状态：on_time 按期，late 迟办，open 未到期，overdue 过期未办，unknown 到期日未知';
COMMENT ON COLUMN api.{level}_steps.code IS '疑点代码';
COMMENT ON COLUMN api.{level}_steps.sentence IS '疑点说明';
