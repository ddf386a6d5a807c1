-- Where a person took part within a year, as known now: regions of all levels, in order. A person is one as participations say (contract 6).
CREATE TABLE {view}.attendance (
    person text NOT NULL,
    year integer NOT NULL,
    regions text [] NOT NULL,
    PRIMARY KEY (person, year)
);
-- How many persons took part in a region within a year: distinct persons are not additive, so no sum of what lies below gives it.
CREATE TABLE {view}.attended (
    region text NOT NULL,
    year integer NOT NULL,
    n bigint NOT NULL,
    PRIMARY KEY (region, year)
) WITH (fillfactor = 50);
