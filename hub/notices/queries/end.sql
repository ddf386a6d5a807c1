-- Behind everything that is kept.
SELECT p.base + p.off FROM core.told_position AS p
