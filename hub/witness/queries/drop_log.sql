UPDATE core.witness_log SET trusted = FALSE WHERE origin = %(name)s
