INSERT INTO {view}.{name} ({columns}) SELECT {columns} FROM came_{name}
