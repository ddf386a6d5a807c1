-- The key store: a SQLite file of its own. Octets that go are overwritten with zeros (`secure_delete`, asked for by every connection).
-- A person whose data were erased stays as a number with the day, so that nothing is sealed for it again, and without pseudonym.
CREATE TABLE person (
    person TEXT PRIMARY KEY,
    pseudonym BLOB,
    erased INTEGER,
    reason TEXT,
    told INTEGER NOT NULL DEFAULT 0,
    epoch INTEGER
) WITHOUT ROWID;
-- A key of a person for a purpose, wrapped by the epoch's key. One that was destroyed stays as its id alone: whoever meets the id in a record
-- learns that it is gone, and not whose it was.
CREATE TABLE key (
    id TEXT PRIMARY KEY,
    person TEXT,
    purpose TEXT NOT NULL,
    suite INTEGER NOT NULL,
    epoch INTEGER,
    wrapped BLOB,
    UNIQUE (person, purpose)
) WITHOUT ROWID;
-- What wraps lies in a file of secrets, `kek-<number>`; when an epoch has ended its file is gone, and with it every copy of keys from that time.
CREATE TABLE epoch (
    number INTEGER PRIMARY KEY,
    began INTEGER NOT NULL,
    ended INTEGER
);
-- Who had which event's personal data opened, and when (ms).
CREATE TABLE opened (
    at INTEGER NOT NULL,
    who TEXT NOT NULL,
    source TEXT NOT NULL,
    id TEXT NOT NULL
);
