-- Which rule each anomaly breaks, in Chinese and English, and where it stands; filled from `schemas.reasons` whenever a version goes live.
CREATE TABLE IF NOT EXISTS core.basis (
    code text PRIMARY KEY,
    zh text NOT NULL,
    en text NOT NULL,
    source text NOT NULL
);
GRANT SELECT ON core.basis TO PUBLIC;
