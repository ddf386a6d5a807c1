CREATE OR REPLACE VIEW api.{level}_statistics WITH (security_invoker = TRUE) AS
SELECT
    c.region,
    a.name AS region_name,
    s.name AS statistic,
    s.zh AS title,
    s.unit,
    s.additive,
    c.month,
    c.level,
    c.kind,
    c.category,
    c.department,
    c.role,
    c.grade,
    sum(c.n)::bigint AS n
FROM {view}.monthly AS c
INNER JOIN {view}.catalogue AS s ON c.measure = s.name
INNER JOIN {view}.ancestry AS a ON c.region = a.region AND a.congress AND a.level = '{level}'
WHERE
    (s.reach = 'subtree' OR c.own)
    AND NOT EXISTS (SELECT 1 FROM {view}.ancestry AS n WHERE n.region = a.region AND n.congress AND n.level = '{level}' AND a.valid_from < n.valid_from)
GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13
HAVING sum(c.n) <> 0;
COMMENT ON VIEW api.{level}_statistics IS '{zh}：每个{zh}区划每月的增减数，逐月相加即截至某月的数；人数等不可相加的统计用 api.stat 询问';
COMMENT ON COLUMN api.{level}_statistics.region IS '区划代码';
COMMENT ON COLUMN api.{level}_statistics.region_name IS '区划名称';
COMMENT ON COLUMN api.{level}_statistics.statistic IS '统计名称代码，见 api.catalogue';
COMMENT ON COLUMN api.{level}_statistics.title IS '统计名称';
COMMENT ON COLUMN api.{level}_statistics.unit IS '计数单位';
COMMENT ON COLUMN api.{level}_statistics.additive IS '是否可跨地区相加';
COMMENT ON COLUMN api.{level}_statistics.month IS '月份，以其第一日表示';
COMMENT ON COLUMN api.{level}_statistics.level IS '所计对象的层级';
COMMENT ON COLUMN api.{level}_statistics.kind IS '类别';
COMMENT ON COLUMN api.{level}_statistics.category IS '通用类别；uncategorised 未归类';
COMMENT ON COLUMN api.{level}_statistics.department IS '承办单位代码';
COMMENT ON COLUMN api.{level}_statistics.role IS '承办角色：main 主办，co 协办，separate 分别办理';
COMMENT ON COLUMN api.{level}_statistics.grade IS '评价等次';
COMMENT ON COLUMN api.{level}_statistics.n IS '当月增减数，条件终止的为负';
