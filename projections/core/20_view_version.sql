-- Versions of the views. Exactly one is live once there is one; `definition` is the hash of the folders it was made from.
CREATE TABLE IF NOT EXISTS core.view_version (
    version integer PRIMARY KEY,
    live boolean NOT NULL DEFAULT FALSE,
    definition text NOT NULL,
    made timestamptz NOT NULL DEFAULT now(),
    switched timestamptz
);
CREATE UNIQUE INDEX IF NOT EXISTS view_version_live ON core.view_version (live) WHERE live;
