SELECT region FROM changed_region
UNION
SELECT region FROM changed_reform
