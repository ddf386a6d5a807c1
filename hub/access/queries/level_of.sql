SELECT level FROM {view}.ancestry WHERE region = %(region)s ORDER BY valid_to DESC LIMIT 1
