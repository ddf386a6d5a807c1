DELETE FROM {view}.settled AS s USING gone_settled AS g WHERE s.ident = g.ident AND s.known_from = g.known_from
