-- All rows of the touched keys, as known now.
INSERT INTO fresh_{name} ({columns})
SELECT {columns} FROM (
{derive}
) AS d
