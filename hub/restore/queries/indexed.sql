-- Records of a partition that the index has from an offset to before another, with their effective recorded time (ms).
SELECT one.off, (extract(epoch FROM one.recorded) * 1000)::bigint, one.raw
FROM (
    SELECT e.off, e.recorded, e.raw FROM core.event AS e
    WHERE e.family = %(family)s AND e.part = %(part)s AND e.off >= %(first)s AND e.off < %(end)s
    UNION ALL
    SELECT u.off, u.recorded, u.raw FROM core.unreadable AS u
    WHERE u.family = %(family)s AND u.part = %(part)s AND u.off >= %(first)s AND u.off < %(end)s
) AS one
ORDER BY one.off
