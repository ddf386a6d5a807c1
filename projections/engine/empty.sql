-- Cells that have reached 0 are no cells.
DELETE FROM {view}.cube AS c
USING emptied AS e
WHERE
    c.region = e.region AND c.measure = e.measure AND c.day = e.day AND c.rday = e.rday
    AND c.kind = e.kind AND c.category = e.category AND c.department = e.department AND c.role = e.role
    AND c.grade = e.grade AND c.level = e.level AND c.parent = e.parent AND c.own = e.own
