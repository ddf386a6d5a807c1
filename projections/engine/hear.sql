-- What was said that can touch a view: of the types that it hears.
CREATE OR REPLACE TEMPORARY VIEW changed AS
{spoken}SELECT * FROM {view}.settled;
