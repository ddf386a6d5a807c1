-- What was said of it; who was registered, for those that go on in it; and those that come to a merged one, for whom a circle may open or close.
WITH RECURSIVE near (department) AS (
    SELECT c.object FROM changed AS c WHERE c.type = 'cn.npc.department.merged.v1'
    UNION
    SELECT m.department FROM near AS n INNER JOIN {view}.merger AS m ON m.successors @> ARRAY[n.department]
)

SELECT n.department FROM near AS n
UNION ALL
SELECT m.department
FROM changed_department AS c
INNER JOIN {view}.merger AS m ON m.successors @> ARRAY[c.department]
WHERE EXISTS (SELECT FROM changed_department)
