UPDATE core.witness_log SET size = %(size)s, root = %(root)s, checkpoint = %(checkpoint)s, cosigned = now()
WHERE origin = %(origin)s AND trusted AND key = %(key)s AND size = %(old)s AND root = %(old_root)s AND size <= %(size)s
