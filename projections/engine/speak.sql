-- Taken out of the index once.
INSERT INTO {view}.spoken SELECT * FROM {view}.statement AS s WHERE s.type = ANY (%(types)s);
