-- What peers write: by region and step how many suggestions took it. `slot`: who adds up here, where several do; readers sum over them.
CREATE TABLE rollup (
    region text NOT NULL,
    step text NOT NULL,
    slot integer NOT NULL DEFAULT 0,
    n bigint NOT NULL,
    PRIMARY KEY (region, step, slot)
) WITH (fillfactor = 50);

-- Each town's four regions above.
CREATE TABLE above (
    town text PRIMARY KEY,
    regions text [] NOT NULL
);
