CREATE OR REPLACE VIEW api.catalogue WITH (security_invoker = TRUE) AS
SELECT s.name, s.zh, s.en, s.unit, s.additive, s.reach, s.dimensions, s.rate_of, s.formula_zh, s.formula_en
FROM {view}.catalogue AS s;
COMMENT ON VIEW api.catalogue IS '可以询问的统计';
COMMENT ON COLUMN api.catalogue.name IS '统计名称代码';
COMMENT ON COLUMN api.catalogue.zh IS '中文名称';
COMMENT ON COLUMN api.catalogue.en IS '英文名称';
COMMENT ON COLUMN api.catalogue.unit IS '计数单位';
COMMENT ON COLUMN api.catalogue.additive IS '是否可跨地区相加';
COMMENT ON COLUMN api.catalogue.reach IS '范围：subtree 本地区及其下级，own 仅本级人大';
COMMENT ON COLUMN api.catalogue.dimensions IS '可以分列的维度';
COMMENT ON COLUMN api.catalogue.rate_of IS '比率的分母统计';
COMMENT ON COLUMN api.catalogue.formula_zh IS '算法';
COMMENT ON COLUMN api.catalogue.formula_en IS '算法（英文）';
