-- Where the first notice of an instant or after it stands; behind all where there is none.
SELECT coalesce((SELECT min(t.off) FROM core.told AS t WHERE t.at >= %(instant)s), p.base + p.off) FROM core.told_position AS p
