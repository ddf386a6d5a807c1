-- Whether any touched key has no row yet.
SELECT (SELECT count(*) FROM touched_{name}) > (SELECT count(*) FROM (SELECT DISTINCT {key} FROM came_{name}) AS f)
