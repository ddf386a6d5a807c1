-- The elements of many arrays in one.
CREATE OR REPLACE AGGREGATE core.gathered(anycompatiblearray) (
    SFUNC = array_cat,
    STYPE = anycompatiblearray,
    PARALLEL = SAFE
);
