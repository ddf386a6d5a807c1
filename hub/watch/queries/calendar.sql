-- Whether there is a rule for replies, and the years whose official calendar is known.
SELECT
    EXISTS (SELECT FROM {view}.rule AS r WHERE r.step = 'reply'),
    ARRAY(SELECT DISTINCT c.year FROM {view}.calendar AS c ORDER BY c.year)
