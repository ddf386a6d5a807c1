SELECT d.key, d.since AS entered, d.chain, d.level, d.kind, d.required, d.met
FROM {view}.duties_of_receptions(asked, last, known) AS d
