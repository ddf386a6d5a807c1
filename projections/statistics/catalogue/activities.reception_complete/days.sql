SELECT d.key, d.since AS entered, d.chain, d.level, d.kind, d.met AS days
FROM {view}.duties_of_receptions(asked, last, known) AS d
