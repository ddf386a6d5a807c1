SELECT key, size, root FROM core.witness_log WHERE origin = %(origin)s AND trusted
