-- The partitions with news: where the version stands and where the index stands in the snapshot of the fold.
CREATE TEMPORARY TABLE moves (
    family smallint NOT NULL,
    part smallint NOT NULL,
    folded bigint NOT NULL,
    appended bigint NOT NULL
);
