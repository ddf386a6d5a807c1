DELETE FROM {view}.{name} AS s USING gone_{name} AS g WHERE {primary_s} = {primary_g}
