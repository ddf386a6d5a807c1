-- What was said of things, while a version is built whole: plain statements by type, so that whoever asks for some of the types reads these alone.
CREATE TABLE {view}.spoken (LIKE {view}.settled) PARTITION BY LIST (type);
