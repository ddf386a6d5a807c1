INSERT INTO {view}.settled SELECT c.* FROM came_settled AS c
