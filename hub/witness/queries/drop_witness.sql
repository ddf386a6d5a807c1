UPDATE core.witness SET asked = FALSE WHERE name = %(name)s
