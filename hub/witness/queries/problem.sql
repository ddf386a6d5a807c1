UPDATE core.witness SET problem = %(problem)s, got = %(got)s WHERE name = %(name)s AND key = %(key)s
