-- Contributions of a kind that was never there.
CREATE TEMPORARY TABLE fresh_leaf AS
SELECT chain, family, level, kind, category, department, role, grade FROM {view}.leaf LIMIT 0
