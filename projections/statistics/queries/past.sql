-- On what the views as known at an instant rest.
SELECT s.moves, s.key FROM {view}.stat_past(%(begun)s, %(until)s) AS s
