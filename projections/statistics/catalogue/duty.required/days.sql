SELECT d.key || ' ' || d.step || ' ' || d.since AS key, d.since AS entered, d.chain, d.level, d.step AS kind, d.required, d.met
FROM {view}.duties_of_deputies('mandate', asked, last, known) AS d
