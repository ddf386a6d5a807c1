WITH moved AS (
    INSERT INTO {view}.cube AS c (measure, region, parent, own, level, kind, category, department, role, grade, day, rday, n)
    SELECT measure, region, parent, own, level, kind, category, department, role, grade, day, rday, n FROM fanned
    -- In the order of the key: neighbours go to one page of its index.
    ORDER BY region, measure, day, rday
    ON CONFLICT (region, measure, day, rday, kind, category, department, role, grade, level, parent, own) DO UPDATE SET n = c.n + excluded.n
    RETURNING c.*
)

INSERT INTO emptied SELECT m.* FROM moved AS m WHERE m.n = 0
