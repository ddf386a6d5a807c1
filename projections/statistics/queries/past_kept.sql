-- The schema of the views as known at an instant, if what is kept rests on the same.
SELECT p.schema FROM core.past AS p WHERE p.until = %(until)s AND p.version = %(version)s AND p.key = %(key)s
