CREATE OR REPLACE VIEW api.{level}_funnel WITH (security_invoker = TRUE) AS
SELECT
    f.region,
    f.region_name,
    f.year,
    f.opinions,
    f.opinions_resolved,
    f.suggestions,
    f.replied,
    f.completed,
    f.implemented
FROM {view}.funnel('{level}') AS f;
COMMENT ON VIEW api.{level}_funnel IS '{zh}：从意见到落地，按进入的年度跟踪，截至今日';
COMMENT ON COLUMN api.{level}_funnel.region IS '{zh}区划代码';
COMMENT ON COLUMN api.{level}_funnel.region_name IS '区划名称';
COMMENT ON COLUMN api.{level}_funnel.year IS '进入的年度';
COMMENT ON COLUMN api.{level}_funnel.opinions IS '当年收集的意见';
COMMENT ON COLUMN api.{level}_funnel.opinions_resolved IS '其中已解决的';
COMMENT ON COLUMN api.{level}_funnel.suggestions IS '当年进入的事项（归并）';
COMMENT ON COLUMN api.{level}_funnel.replied IS '其中已答复的';
COMMENT ON COLUMN api.{level}_funnel.completed IS '其中已办结的';
COMMENT ON COLUMN api.{level}_funnel.implemented IS '其中已落地的';
