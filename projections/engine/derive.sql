-- All rows of the touched keys, as known now.
INSERT INTO came_{name} ({columns})
SELECT {columns} FROM (
{derive}
) AS d
