INSERT INTO {view}.catalogue (
    name, zh, en, unit, additive, reach, answered, span, object, dimensions, implied, rate_of, of_state, rests, formula_zh, formula_en
) VALUES %s
