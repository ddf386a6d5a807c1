DELETE FROM {view}.unsound AS u USING settling AS s WHERE u.ident = s.ident
