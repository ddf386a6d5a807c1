-- Events that contradict themselves as their corrections have them, as known now: no such record would pass the gate.
CREATE TABLE {view}.unsound (ident uuid PRIMARY KEY);
