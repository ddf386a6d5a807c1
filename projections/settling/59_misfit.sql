INSERT INTO {view}.misfit SELECT u.ident, u.digest, u.type FROM unfit AS u
