INSERT INTO {view}.unsound SELECT c.ident FROM contradicted AS c
