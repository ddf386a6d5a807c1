UPDATE core.witness
SET size = %(size)s, checkpoint = %(checkpoint)s, line = %(line)s, answered = now(), problem = '', got = '',
    setback = CASE WHEN %(setback)s = '' THEN setback ELSE %(setback)s END
WHERE name = %(name)s AND key = %(key)s AND size <= %(size)s
