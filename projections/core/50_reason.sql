-- What each code says and what to do, in Chinese and English; filled from `schemas.reasons` whenever a version goes live.
CREATE TABLE IF NOT EXISTS core.reason (
    code text PRIMARY KEY,
    zh text NOT NULL,
    en text NOT NULL,
    do_zh text NOT NULL,
    do_en text NOT NULL
);
GRANT SELECT ON core.reason TO PUBLIC;
