INSERT INTO {view}.catalogue (
    name, zh, en, unit, additive, reach, answered, span, object, dimensions, implied, rate_of, formula_zh, formula_en
) VALUES %s
