-- What is added to the cube, and the cells of it that are 0 then.
CREATE TEMPORARY TABLE fanned (LIKE {view}.cube);
CREATE TEMPORARY TABLE emptied (LIKE {view}.cube)
